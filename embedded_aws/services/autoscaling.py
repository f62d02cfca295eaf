"""Auto Scaling: sizes that fit one another.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
"""

from __future__ import annotations

from embedded_aws.additions import AwsError, Call, Service

service = Service("autoscaling")


@service.refusal("CreateAutoScalingGroup")
def check_sizes(call: Call) -> None:
    least, most = call.parameters["MinSize"], call.parameters["MaxSize"]
    if least > most:
        raise AwsError("ValidationError", f"Min bound, {least}, must be less than or equal to max bound, {most}")
    wanted = call.parameters.get("DesiredCapacity", least)
    if not least <= wanted <= most:
        raise AwsError(
            "ValidationError",
            f"Desired capacity:{wanted} must be between the specified min size:{least} and max size:{most}",
        )
