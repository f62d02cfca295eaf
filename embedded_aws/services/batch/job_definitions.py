"""Job definitions: every registration is a revision."""

from __future__ import annotations

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
_BODIES = {"container": ("containerProperties", "ecsProperties", "eksProperties"), "multinode": ("nodeProperties",)}


@service.operation("RegisterJobDefinition")
def register(call: Call) -> Answer:
    name, kind = call.parameters["jobDefinitionName"], call.parameters["type"]
    if not any(body in call.parameters for body in _BODIES[kind]):
        raise refusal(f"Error executing request, Exception : one of {', '.join(_BODIES[kind])} is required.")
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
