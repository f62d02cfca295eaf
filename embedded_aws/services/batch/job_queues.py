"""Job queues."""

from __future__ import annotations

from typing import Any

from embedded_aws.additions import Answer, Call
from embedded_aws.services.batch.base import (
    ENVIRONMENTS,
    POLICIES,
    QUEUES,
    arn,
    chosen,
    existing,
    given,
    refusal,
    remember_tags,
    service,
    short,
)

_CHANGEABLE = ("state", "priority", "schedulingPolicyArn", "computeEnvironmentOrder", "jobStateTimeLimitActions")


@service.operation("CreateJobQueue")
def create(call: Call) -> Answer:
    name = call.parameters["jobQueueName"]
    if name in call.store[QUEUES]:
        raise refusal("Object already exists")
    _check(call, call.parameters)
    made = {
        "jobQueueName": name,
        "jobQueueArn": arn(call, "job-queue", name),
        "state": "ENABLED",
        "status": "VALID",
        "statusReason": "JobQueue Healthy",
        **given(call, *_CHANGEABLE),
    }
    call.store[QUEUES][name] = made
    remember_tags(call, made["jobQueueArn"])
    return {"jobQueueName": name, "jobQueueArn": made["jobQueueArn"]}


@service.operation("DescribeJobQueues")
def describe(call: Call) -> Answer:
    return {"jobQueues": chosen(call, QUEUES, call.parameters.get("jobQueues"))}


@service.operation("UpdateJobQueue")
def update(call: Call) -> Answer:
    found = existing(call, QUEUES, call.parameters["jobQueue"])
    asked = call.parameters.get("schedulingPolicyArn", found.get("schedulingPolicyArn"))
    if bool(asked) != bool(found.get("schedulingPolicyArn")):
        raise refusal("A scheduling policy can be neither added to a job queue nor removed from it, only replaced.")
    changed = found | given(call, *_CHANGEABLE)
    _check(call, changed)
    found |= changed
    return {"jobQueueName": found["jobQueueName"], "jobQueueArn": found["jobQueueArn"]}


@service.operation("DeleteJobQueue")
def delete(call: Call) -> Answer:
    name = short(call.parameters["jobQueue"])
    if call.store[QUEUES].get(name, {}).get("state") == "ENABLED":
        raise refusal("Cannot delete, state must be DISABLED")
    call.store[QUEUES].pop(name, None)
    return {}


def _check(call: Call, queue: Any) -> None:
    """Refuse environments that do not exist or do not go together, and policies that do not exist."""
    order = queue["computeEnvironmentOrder"]
    if not 1 <= len(order) <= 3:
        raise refusal("A job queue has one to three compute environments.")
    found = [existing(call, ENVIRONMENTS, each["computeEnvironment"]) for each in order]
    if len({(each["containerOrchestrationType"], _fargate(each)) for each in found}) > 1:
        raise refusal("Compute environments of a job queue must be of one kind: Fargate, EC2 or EKS.")
    if queue.get("schedulingPolicyArn"):
        existing(call, POLICIES, queue["schedulingPolicyArn"])


def _fargate(environment: Answer) -> bool:
    return str(environment.get("computeResources", {}).get("type", "")).startswith("FARGATE")
