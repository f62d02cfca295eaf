"""CloudWatch Logs: the class of a log group, and a key that changes."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("logs")

_KEYS = "key of log group"

service.keeps(
    "logGroupClass",
    identity=lambda _call, item: item.get("logGroupName"),
    set_by=("CreateLogGroup",),
    shown_by={"DescribeLogGroups": "logGroups[]"},
    forgotten_by=("DeleteLogGroup",),
)


@service.operation("AssociateKmsKey")
def encrypt(call: Call) -> Answer:
    call.store[_KEYS][_group(call)] = call.parameters["kmsKeyId"]
    return {}


@service.operation("DisassociateKmsKey")
def leave_to_aws(call: Call) -> Answer:
    call.store[_KEYS][_group(call)] = None
    return {}


@service.completion("DeleteLogGroup")
def forget(call: Call, _answer: Answer) -> None:
    call.store[_KEYS].pop(call.parameters["logGroupName"], None)


@service.completion("DescribeLogGroups")
def show(call: Call, answer: Answer) -> None:
    for group in answer["logGroups"]:
        group.setdefault("logGroupClass", "STANDARD")
        key = call.store[_KEYS].get(group["logGroupName"], group.get("kmsKeyId"))
        group.pop("kmsKeyId", None)
        if key:
            group["kmsKeyId"] = key


def _group(call: Call) -> str:
    """Return the name of the log group that is meant; raise ResourceNotFoundException where there is none."""
    named: str = call.parameters.get("logGroupName") or call.parameters["resourceIdentifier"]
    name = named.partition(":log-group:")[2].partition(":")[0] or named
    found = call.ask("DescribeLogGroups", logGroupNamePrefix=name)["logGroups"]
    if name not in [group["logGroupName"] for group in found]:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    return name
