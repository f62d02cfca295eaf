"""What the kinds of things in Batch have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("batch", whole=True)

ENVIRONMENTS = "compute environments"  # by name
QUEUES = "job queues"  # by name
DEFINITIONS = "job definitions"  # by name:revision
POLICIES = "scheduling policies"  # by name
JOBS = "jobs"  # by id
TAGS = "tags"  # by ARN


def arn(call: Call, kind: str, name: str) -> str:
    return f"arn:aws:batch:{call.region}:{call.account}:{kind}/{name}"


def short(name_or_arn: str) -> str:
    """Return the name, whichever a request gave."""
    return name_or_arn.rpartition("/")[2] if name_or_arn.startswith("arn:") else name_or_arn


def existing(call: Call, kind: str, name_or_arn: str) -> Answer:
    """Return what is kept under the name or ARN; raise Batch's error where nothing is."""
    found: Answer | None = call.store[kind].get(short(name_or_arn))
    if found is None:
        raise refusal(f"Object not found: {name_or_arn} among the {kind}.")
    return found


def chosen(call: Call, kind: str, names: Iterable[str] | None) -> list[Answer]:
    """Return what is asked for by name or ARN; everything where nothing is named."""
    wanted = None if not names else {short(name) for name in names}
    return [tagged(call, item) for name, item in call.store[kind].items() if wanted is None or name in wanted]


def tagged(call: Call, item: Answer) -> Answer:
    arns = [value for name, value in item.items() if name in _ARN_FIELDS]
    return item | {"tags": call.store[TAGS].get(arns[0], {})}


def remember_tags(call: Call, resource: str) -> None:
    if call.parameters.get("tags"):
        call.store[TAGS][resource] = dict(call.parameters["tags"])


def refusal(said: str) -> AwsError:
    return AwsError("ClientException", said)


def given(call: Call, *names: str) -> dict[str, Any]:
    return {name: call.parameters[name] for name in names if name in call.parameters}


_ARN_FIELDS = ("computeEnvironmentArn", "jobQueueArn", "jobDefinitionArn", "jobArn", "arn")
