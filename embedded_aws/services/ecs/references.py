"""What a service refers to, and must exist: capacity providers, target groups, containers, registries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.ecs.base import FARGATE, invalid, name_of


def check_capacity_providers(call: Call, names: Iterable[str]) -> None:
    """Refuse capacity providers that nobody made."""
    own = [name for name in names if name not in FARGATE]
    if own and call.ask("DescribeCapacityProviders", capacityProviders=own)["failures"]:
        raise invalid(f"The specified capacity provider was not found: one of {', '.join(own)}.")


def check_strategy(strategy: Iterable[Mapping[str, Any]], offered: Iterable[str]) -> None:
    """Refuse what the cluster does not offer, and Fargate mixed with instances."""
    names = {name_of(item["capacityProvider"]) for item in strategy}
    if names - set(offered):
        raise invalid(f"Capacity provider {min(names - set(offered))} is not associated with the cluster.")
    if names & set(FARGATE) and names - set(FARGATE):
        raise invalid("A capacity provider strategy cannot contain a mix of Auto Scaling groups and Fargate providers.")


def check_task_definition(call: Call, name: str) -> Answer:
    """Return the task definition; refuse one that is gone or was deregistered."""
    definition: Answer = call.ask("DescribeTaskDefinition", taskDefinition=name)["taskDefinition"]
    if definition["status"] != "ACTIVE":
        raise AwsError("ClientException", "TaskDefinition is inactive")
    return definition


def check_load_balancers(call: Call, balancers: Iterable[Mapping[str, Any]], definition: Answer) -> None:
    """Refuse containers and ports that the tasks do not have, and target groups that no listener sends traffic to."""
    containers = {each["name"]: each for each in definition["containerDefinitions"]}
    for balancer in balancers:
        container, port = balancer["containerName"], balancer["containerPort"]
        if container not in containers:
            raise invalid(f"The container {container} does not exist in the task definition.")
        if port not in [mapping.get("containerPort") for mapping in containers[container].get("portMappings", [])]:
            raise invalid(f"The container {container} did not have a container port {port} defined.")
        if "targetGroupArn" in balancer:
            _check_target_group(call, balancer["targetGroupArn"], definition)


def check_registries(call: Call, registries: Iterable[Mapping[str, Any]]) -> None:
    """Refuse Cloud Map services that do not exist."""
    for registry in registries:
        try:
            call.ask("servicediscovery:GetService", Id=name_of(registry["registryArn"]))
        except AwsError:
            raise invalid(f"The service registry {registry['registryArn']} does not exist.") from None


def _check_target_group(call: Call, arn: str, definition: Answer) -> None:
    try:
        groups = call.ask("elbv2:DescribeTargetGroups", TargetGroupArns=[arn])["TargetGroups"]
    except AwsError:
        raise invalid(f"The target group {arn} does not exist.") from None
    if not groups[0].get("LoadBalancerArns"):
        raise invalid(f"The target group with targetGroupArn {arn} does not have an associated load balancer.")
    # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html
    if definition.get("networkMode") == "awsvpc" and groups[0].get("TargetType", "instance") == "instance":
        raise invalid(
            f"The provided target group {arn} has target type instance, which is incompatible with the awsvpc network "
            "mode specified in the task definition."
        )
