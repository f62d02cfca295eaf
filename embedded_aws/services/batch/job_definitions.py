"""Job definitions: every registration is a revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from embedded_aws.additions import Answer, Call
from embedded_aws.services.batch.base import (
    DEFINITIONS,
    TAGS,
    arn,
    given,
    refusal,
    remember_tags,
    service,
    short,
    tagged,
)

_FIELDS = (
    "type",
    "parameters",
    "schedulingPriority",
    "containerProperties",
    "nodeProperties",
    "ecsProperties",
    "eksProperties",
    "retryStrategy",
    "propagateTags",
    "timeout",
    "platformCapabilities",
)
_MOST_ATTEMPTS = 10
_MOST_EXIT_RULES = 5
_SHORTEST = 60  # seconds

# Memory in MiB by vCPUs: https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html
_FARGATE_MEMORY: dict[float, Sequence[int]] = {
    0.25: (512, 1024, 2048),
    0.5: range(1024, 4097, 1024),
    1: range(2048, 8193, 1024),
    2: range(4096, 16385, 1024),
    4: range(8192, 30721, 1024),
    8: range(16384, 61441, 4096),
    16: range(32768, 122881, 8192),
}

_BODIES = {"container": ("containerProperties", "ecsProperties", "eksProperties"), "multinode": ("nodeProperties",)}


@service.operation("RegisterJobDefinition")
def register(call: Call) -> Answer:
    name, kind = call.parameters["jobDefinitionName"], call.parameters["type"]
    if not any(body in call.parameters for body in _BODIES[kind]):
        raise refusal(f"Error executing request, Exception : one of {', '.join(_BODIES[kind])} is required.")
    _check(call.parameters)
    revision = max((each["revision"] for each in _revisions(call, name)), default=0) + 1
    made = {
        "jobDefinitionName": name,
        "jobDefinitionArn": arn(call, "job-definition", f"{name}:{revision}"),
        "revision": revision,
        "status": "ACTIVE",
        "containerOrchestrationType": "EKS" if "eksProperties" in call.parameters else "ECS",
        **given(call, *_FIELDS),
    }
    call.store[DEFINITIONS][f"{name}:{revision}"] = made
    remember_tags(call, made["jobDefinitionArn"])
    return {name: made[name] for name in ("jobDefinitionName", "jobDefinitionArn", "revision")}


@service.operation("DescribeJobDefinitions")
def describe(call: Call) -> Answer:
    asked = call.parameters
    found = [
        tagged(call, each)
        for key, each in call.store[DEFINITIONS].items()
        if asked.get("jobDefinitionName", each["jobDefinitionName"]) == each["jobDefinitionName"]
        and asked.get("status", each["status"]) == each["status"]
        and (
            not asked.get("jobDefinitions")
            or {key, each["jobDefinitionName"]} & set(map(short, asked["jobDefinitions"]))
        )
    ]
    return {"jobDefinitions": found}


@service.operation("DeregisterJobDefinition")
def deregister(call: Call) -> Answer:
    found = call.store[DEFINITIONS].get(short(call.parameters["jobDefinition"]))
    if found:
        found["status"] = "INACTIVE"
        call.store[TAGS].pop(found["jobDefinitionArn"], None)
    return {}


def newest(call: Call, name_or_arn: str) -> Answer:
    """Return the revision that is named, else the newest active one; raise Batch's error where there is none."""
    name = short(name_or_arn)
    exact = call.store[DEFINITIONS].get(name)
    active = [each for each in ([exact] if exact else _revisions(call, name)) if each["status"] == "ACTIVE"]
    if not active:
        raise refusal(f"JobDefinition {name_or_arn} is not active, or does not exist.")
    return active[-1]


def _revisions(call: Call, name: str) -> list[Answer]:
    return [each for each in call.store[DEFINITIONS].values() if each["jobDefinitionName"] == name]


def _check(definition: Mapping[str, Any]) -> None:
    """Refuse what AWS Batch refuses of a definition. Sources: shapes of the API reference, and issues where named."""
    retries = definition.get("retryStrategy", {})
    if not 1 <= retries.get("attempts", 1) <= _MOST_ATTEMPTS:
        raise refusal(f"Retry attempts must be between 1 and {_MOST_ATTEMPTS}")
    if len(retries.get("evaluateOnExit", [])) > _MOST_EXIT_RULES:
        raise refusal(f"evaluateOnExit can have at most {_MOST_EXIT_RULES} entries")
    if definition.get("timeout", {}).get("attemptDurationSeconds", _SHORTEST) < _SHORTEST:
        raise refusal(f"Attempt duration must be at least {_SHORTEST} seconds")
    ranges = definition.get("nodeProperties", {}).get("nodeRangeProperties", [])
    fargate = "FARGATE" in definition.get("platformCapabilities", [])
    if fargate and definition["type"] == "multinode":
        raise refusal("Error executing request, Exception : multinode is not applicable for Fargate.")
    for container in [definition.get("containerProperties"), *(each.get("container") for each in ranges)]:
        if container:
            _check_container(container, fargate=fargate)


def _check_container(container: Mapping[str, Any], *, fargate: bool) -> None:
    wanted = {each["type"]: each["value"] for each in container.get("resourceRequirements", [])}
    if any(each["name"].startswith("AWS_BATCH") for each in container.get("environment", [])):
        raise refusal("Environment variables must not start with AWS_BATCH")
    if fargate:
        for old in ("vcpus", "memory"):  # brentp/redun#95
            if old in container:
                raise refusal(f"{old} is not applicable for Fargate. Use resource requirements instead.")
        if "GPU" in wanted or container.get("privileged"):
            raise refusal("Error executing request, Exception : GPU and privileged are not applicable for Fargate.")
        if not container.get("executionRoleArn"):
            raise refusal("Error executing request, Exception : executionRoleArn is required for Fargate.")
    if not {"VCPU"} & wanted.keys() and "vcpus" not in container:  # ASFHyP3/hyp3#586
        raise refusal("Error executing request, Exception : vCPU is not provided.")
    if not fargate and not str(wanted.get("VCPU", "1")).isdecimal():  # kestra-io/plugin-aws#504
        raise refusal(
            f"Value {wanted['VCPU']} for type VCPU in resourceRequirement is not valid. Please provide a numeric value."
        )
    if fargate:
        vcpus, memory = float(wanted["VCPU"]), int(wanted.get("MEMORY", 0))
        if memory not in _FARGATE_MEMORY.get(vcpus, ()):  # terraform-aws-modules/terraform-aws-batch#6
            raise refusal(
                "Error executing request, Exception : "
                f"Fargate resource requirements ({vcpus:.2f} vCPU, {memory} MiB) not valid."
            )
