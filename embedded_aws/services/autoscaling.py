"""Auto Scaling: sizes that fit one another, and instances that go with their group.

https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
"""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call, Service

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


@service.operation("DeleteAutoScalingGroup")
def delete(call: Call) -> Answer:
    """With ForceDelete end the instances too, protected or not, with their interfaces; moto keeps both."""
    name, interfaces = call.parameters["AutoScalingGroupName"], []
    groups = call.ask("DescribeAutoScalingGroups", AutoScalingGroupNames=[name])["AutoScalingGroups"]
    ids = [instance["InstanceId"] for group in groups for instance in group.get("Instances", [])]
    if call.parameters.get("ForceDelete") and ids:
        reservations = call.ask("ec2:DescribeInstances", InstanceIds=ids)["Reservations"]
        interfaces = [
            interface["NetworkInterfaceId"]
            for reservation in reservations
            for instance in reservation["Instances"]
            for interface in instance.get("NetworkInterfaces", [])
        ]
        call.ask("SetInstanceProtection", AutoScalingGroupName=name, InstanceIds=ids, ProtectedFromScaleIn=False)
    answer = call.ask("DeleteAutoScalingGroup", **call.parameters)
    for interface in interfaces:
        call.ask("ec2:DeleteNetworkInterface", NetworkInterfaceId=interface)
    return answer
