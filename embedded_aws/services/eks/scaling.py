"""The Auto Scaling group that EKS makes for each node group, with its own launch template and the tags of AWS."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from embedded_aws.additions import Answer, AwsError, Call

# The instances stand for nodes; nothing runs on them, so one image does for all.
_IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"


def make(call: Call, group: Answer) -> None:
    """Make the group, with as many instances as it wants nodes."""
    name, cluster = _name(group), group["clusterName"]
    image = call.ask("ssm:GetParameter", Name=_IMAGE)["Parameter"]["Value"]
    call.ask(
        "ec2:CreateLaunchTemplate",
        LaunchTemplateName=name,
        LaunchTemplateData={"ImageId": image, "InstanceType": group["instanceTypes"][0]},
    )
    tags = {
        "eks:cluster-name": cluster,
        "eks:nodegroup-name": group["nodegroupName"],
        "k8s.io/cluster-autoscaler/enabled": "true",
        f"k8s.io/cluster-autoscaler/{cluster}": "owned",
        f"kubernetes.io/cluster/{cluster}": "owned",
    }
    call.ask(
        "autoscaling:CreateAutoScalingGroup",
        AutoScalingGroupName=name,
        LaunchTemplate={"LaunchTemplateName": name, "Version": "$Latest"},
        VPCZoneIdentifier=",".join(group["subnets"]),
        Tags=[
            {
                "ResourceId": name,
                "ResourceType": "auto-scaling-group",
                "Key": key,
                "Value": value,
                "PropagateAtLaunch": True,
            }
            for key, value in tags.items()
        ],
        **_sizes(group),
    )


def resize(call: Call, group: Answer) -> None:
    with _interfaces_gone(call, group):
        call.ask("autoscaling:UpdateAutoScalingGroup", AutoScalingGroupName=_name(group), **_sizes(group))


def remove(call: Call, group: Answer) -> None:
    with _interfaces_gone(call, group):
        call.ask("autoscaling:DeleteAutoScalingGroup", AutoScalingGroupName=_name(group), ForceDelete=True)
    call.ask("ec2:DeleteLaunchTemplate", LaunchTemplateName=_name(group))


@contextlib.contextmanager
def _interfaces_gone(call: Call, group: Answer) -> Iterator[None]:
    """Delete the network interfaces of instances that end meanwhile; AWS does, moto keeps them."""
    before = _interfaces(call, group)
    yield
    for interface in before - _interfaces(call, group):
        with contextlib.suppress(AwsError):
            call.ask("ec2:DeleteNetworkInterface", NetworkInterfaceId=interface)


def _interfaces(call: Call, group: Answer) -> set[str]:
    groups = call.ask("autoscaling:DescribeAutoScalingGroups", AutoScalingGroupNames=[_name(group)])
    ids = [instance["InstanceId"] for each in groups["AutoScalingGroups"] for instance in each["Instances"]]
    reservations = call.ask("ec2:DescribeInstances", InstanceIds=ids)["Reservations"] if ids else []
    return {
        interface["NetworkInterfaceId"]
        for reservation in reservations
        for instance in reservation["Instances"]
        for interface in instance["NetworkInterfaces"]
    }


def _name(group: Answer) -> str:
    return str(group["resources"]["autoScalingGroups"][0]["name"])


def _sizes(group: Answer) -> dict[str, int]:
    sizes = group["scalingConfig"]
    return {"MinSize": sizes["minSize"], "MaxSize": sizes["maxSize"], "DesiredCapacity": sizes["desiredSize"]}
