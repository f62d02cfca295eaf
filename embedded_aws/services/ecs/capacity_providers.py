"""Capacity providers: draining, the Auto Scaling group they stand for, and the clusters that use them."""

from __future__ import annotations

from moto.ecs.models import ecs_backends

from embedded_aws.additions import Answer, AwsError, Call, items
from embedded_aws.services.ecs.base import invalid, name_of, service

_DRAINING = "draining of capacity provider"
_MADE = "capacity provider"
_SHOWN_BY = {
    "CreateCapacityProvider": "capacityProvider",
    "DescribeCapacityProviders": "capacityProviders[]",
    "UpdateCapacityProvider": "capacityProvider",
}


@service.operation("CreateCapacityProvider")
def create(call: Call) -> Answer:
    name, group = call.parameters["name"], call.parameters.get("autoScalingGroupProvider", {})
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCapacityProvider.html
    if name.lower().startswith(("aws", "ecs", "fargate")):
        raise AwsError(
            "ClientException", 'The capacity provider name cannot be prefixed with "aws", "ecs", or "fargate".'
        )
    if call.ask("DescribeCapacityProviders", capacityProviders=[name])["capacityProviders"]:
        raise AwsError("ClientException", f"The specified capacity provider already exists: {name}.")
    _check_group(call, group)
    _check_owner(call, group)
    return call.ask("CreateCapacityProvider", **call.parameters)


@service.operation("DescribeCapacityProviders")
def describe(call: Call) -> Answer:
    """Without names it tells of all; moto wants names."""
    named = {"capacityProviders": call.parameters.get("capacityProviders") or list(call.store[_MADE])}
    return call.ask("DescribeCapacityProviders", **{**call.parameters, **named})


@service.operation("DeleteCapacityProvider")
def delete(call: Call) -> Answer:
    name = name_of(call.parameters["capacityProvider"])
    for arn in call.ask("ListClusters")["clusterArns"]:
        cluster = call.ask("DescribeClusters", clusters=[arn])["clusters"][0]
        if cluster["status"] == "ACTIVE" and name in cluster.get("capacityProviders", []):
            raise AwsError(
                "ClientException",
                f"The specified capacity provider is in use by cluster {cluster['clusterName']} and cannot be removed.",
            )
    answer = call.ask("DeleteCapacityProvider", capacityProvider=name)
    call.store[_DRAINING].pop(name, None)
    call.store[_MADE].pop(name, None)
    return answer


@service.completion("CreateCapacityProvider", "UpdateCapacityProvider")
def remember(call: Call, _answer: Answer) -> None:
    call.store[_MADE][name_of(call.parameters["name"])] = True
    group = call.parameters.get("autoScalingGroupProvider", {})
    if "managedDraining" in group:
        call.store[_DRAINING][name_of(call.parameters["name"])] = group["managedDraining"]


@service.completion(*_SHOWN_BY)
def show(call: Call, answer: Answer) -> None:
    for provider in items(answer, _SHOWN_BY[call.operation]):
        draining = call.store[_DRAINING].get(provider["name"], "ENABLED")
        provider["autoScalingGroupProvider"]["managedDraining"] = draining


def _check_group(call: Call, group: Answer) -> None:
    """Refuse an Auto Scaling group that does not exist, or that cannot protect the instances that ECS wants to keep."""
    name = name_of(group.get("autoScalingGroupArn", ""))
    found = call.ask("autoscaling:DescribeAutoScalingGroups", AutoScalingGroupNames=[name])
    if not found["AutoScalingGroups"]:
        raise invalid(f"The specified Auto Scaling group does not exist: {name}.")
    protected = found["AutoScalingGroups"][0].get("NewInstancesProtectedFromScaleIn", False)
    if group.get("managedTerminationProtection") == "ENABLED" and not protected:
        raise invalid(
            "To enable managed termination protection for a capacity provider, "
            f"Auto Scaling group {name} must have instance protection from scale in enabled."
        )


def _check_owner(call: Call, group: Answer) -> None:
    """Refuse an Auto Scaling group that has a capacity provider: https://github.com/aws/containers-roadmap/issues/632."""
    arn = group.get("autoScalingGroupArn")
    for provider in ecs_backends[call.account][call.region].capacity_providers.values():
        if arn and arn == provider.auto_scaling_group_provider["autoScalingGroupArn"]:
            raise AwsError(
                "ClientException",
                "The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a "
                "unique Auto Scaling group ARN and try again.",
            )
