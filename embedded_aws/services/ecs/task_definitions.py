"""Task definitions: what moto drops, and what AWS refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.ecs.base import service

_KEPT = "fields of task definition"
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
_FARGATE_SIZES: dict[int, set[int]] = {
    256: {512, 1024, 2048},
    512: set(range(1024, 4097, 1024)),
    1024: set(range(2048, 8193, 1024)),
    2048: set(range(4096, 16385, 1024)),
    4096: set(range(8192, 30721, 1024)),
    8192: set(range(16384, 61441, 4096)),
    16384: set(range(32768, 122881, 8192)),
}


def _client(said: str) -> AwsError:
    return AwsError("ClientException", said)


@service.refusal("RegisterTaskDefinition")
def check(call: Call) -> None:
    asked, containers = call.parameters, call.parameters["containerDefinitions"]
    if len(containers) > 10:  # https://github.com/aws/amazon-ecs-cli/issues/184
        raise _client("Too many containers.")
    if "FARGATE" in asked.get("requiresCompatibilities", []):
        _check_fargate(asked, containers)
    for container in containers:
        _check_container(asked, container)
    # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html, cpu
    if asked.get("cpu") and sum(each.get("cpu", 0) for each in containers) > _number(asked["cpu"]):
        names = ", ".join(each["name"] for each in containers)
        raise _client(f"The 'cpu' setting for container(s) '{names}' is greater than for the task.")


def _check_fargate(asked: Mapping[str, Any], containers: list[Mapping[str, Any]]) -> None:
    if asked.get("networkMode") != "awsvpc":
        raise _client("Fargate only supports network mode 'awsvpc'.")
    for size in ("cpu", "memory"):  # https://github.com/hashicorp/terraform-provider-aws/issues/2026
        if not asked.get(size):
            raise _client(f"Fargate requires that '{size}' be defined at the task level.")
    # https://github.com/aws/amazon-ecs-cli/issues/463
    if _number(asked["memory"]) not in _FARGATE_SIZES.get(_number(asked["cpu"]), set()):
        raise _client("No Fargate configuration exists for given values.")
    if asked.get("executionRoleArn"):
        return
    # https://github.com/virtual-kubelet/virtual-kubelet/issues/193
    needs = "Fargate requires task definition to have execution role ARN to support "
    for container in containers:
        if container.get("logConfiguration", {}).get("logDriver") == "awslogs":
            raise _client(f"{needs}log driver awslogs.")
        if ".dkr.ecr." in container.get("image", ""):
            raise _client(f"{needs}ECR images.")


def _check_container(asked: Mapping[str, Any], container: Mapping[str, Any]) -> None:
    name = container["name"]
    # https://github.com/pulumi/pulumi-awsx/issues/1220
    for setting in ("memory", "memoryReservation"):
        if asked.get("memory") and container.get(setting, 0) > _number(asked["memory"]):
            raise _client(f"The '{setting}' setting for container '{name}' is greater than for the task.")
    if container.get("secrets") and not asked.get("executionRoleArn"):
        raise _client(
            "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
        )
    volumes = {volume["name"] for volume in asked.get("volumes", [])}
    for mount in container.get("mountPoints", []):
        if mount.get("sourceVolume") not in volumes:
            raise _client(f"Unknown volume '{mount.get('sourceVolume')}'.")
    for port in container.get("portMappings", []):
        if asked.get("networkMode") == "awsvpc" and port.get("hostPort", 0) not in (0, port.get("containerPort")):
            raise _client("When networkMode=awsvpc, the host ports and container ports in port mappings must match.")


def _number(text: str) -> int:
    return int(text) if str(text).isdigit() else 0


@service.completion("RegisterTaskDefinition")
def remember(call: Call, answer: Answer) -> None:
    if "enableFaultInjection" in call.parameters:
        fields = {"enableFaultInjection": call.parameters["enableFaultInjection"]}
        call.store[_KEPT][answer["taskDefinition"]["taskDefinitionArn"]] = fields


@service.completion("DeregisterTaskDefinition", "DescribeTaskDefinition", "RegisterTaskDefinition")
def show(call: Call, answer: Answer) -> None:
    definition: Mapping[str, Any] = answer["taskDefinition"]
    answer["taskDefinition"] = definition | call.store[_KEPT].get(definition["taskDefinitionArn"], {})
