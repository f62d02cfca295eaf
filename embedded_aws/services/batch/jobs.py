"""Jobs: submitted, listed, cancelled. None runs here, for there is nothing to run containers."""

from __future__ import annotations

import time
import uuid
from typing import Any

from embedded_aws.additions import Answer, Call
from embedded_aws.services.batch.base import (
    ENVIRONMENTS,
    JOBS,
    QUEUES,
    arn,
    existing,
    given,
    refusal,
    remember_tags,
    service,
)
from embedded_aws.services.batch.job_definitions import newest

_LARGEST_ARRAY = 10_000
_WAITING = "RUNNABLE"


@service.operation("SubmitJob")
def submit(call: Call) -> Answer:
    queue = existing(call, QUEUES, call.parameters["jobQueue"])
    if queue["state"] != "ENABLED":
        raise refusal(f"JobQueue {queue['jobQueueName']} is disabled.")
    definition = newest(call, call.parameters["jobDefinition"])
    _check_share(call, queue, definition)
    _check_nodes(call, queue, definition)
    identifier = str(uuid.uuid4())
    made: dict[str, Any] = {
        "jobId": identifier,
        "jobArn": arn(call, "job", identifier),
        "jobName": call.parameters["jobName"],
        "jobQueue": queue["jobQueueArn"],
        "jobDefinition": definition["jobDefinitionArn"],
        "status": _WAITING,
        "statusReason": "The embedded AWS runs no containers: this job waits.",
        "createdAt": int(time.time() * 1000),
        "startedAt": 0,
        "parameters": definition.get("parameters", {}) | call.parameters.get("parameters", {}),
        "dependsOn": call.parameters.get("dependsOn", []),
        **given(call, "schedulingPriorityOverride", "shareIdentifier", "timeout", "retryStrategy"),
    }
    size = call.parameters.get("arrayProperties", {}).get("size")
    if size is not None:
        if not 2 <= size <= _LARGEST_ARRAY or definition["type"] == "multinode":
            raise refusal(f"An array has 2 to {_LARGEST_ARRAY} jobs, and none of a multinode definition.")
        made["arrayProperties"] = {"size": size, "statusSummary": {_WAITING: size}}
    call.store[JOBS][identifier] = made
    remember_tags(call, made["jobArn"])
    return {name: made[name] for name in ("jobArn", "jobName", "jobId")}


def _check_share(call: Call, queue: Answer, definition: Answer) -> None:
    """Refuse a job without a share where the queue has fair share, and one with a share where it has not."""
    shared, share = bool(queue.get("schedulingPolicyArn")), call.parameters.get("shareIdentifier")
    if shared and not share:
        raise refusal("shareIdentifier must be specified for a job queue with a fair-share scheduling policy.")
    if share and not shared:
        raise refusal("shareIdentifier must not be specified: the job queue has no fair-share scheduling policy.")
    if shared and not {"schedulingPriority", "schedulingPriorityOverride"} & {*definition, *call.parameters}:
        # nextflow-io/nextflow#3505
        raise refusal("Either schedulingPriority in job definition or schedulingPriorityOverride should be specified.")


def _check_nodes(call: Call, queue: Answer, definition: Answer) -> None:
    """Refuse a multinode job on Spot: https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html."""
    environments = [
        existing(call, ENVIRONMENTS, each["computeEnvironment"]) for each in queue["computeEnvironmentOrder"]
    ]
    spot = any(each.get("computeResources", {}).get("type") == "SPOT" for each in environments)
    if definition["type"] == "multinode" and spot:
        raise refusal("Multi-node parallel jobs are not supported on compute environments that use Spot Instances.")


@service.operation("DescribeJobs")
def describe(call: Call) -> Answer:
    return {"jobs": [call.store[JOBS][each] for each in call.parameters["jobs"] if each in call.store[JOBS]]}


@service.operation("ListJobs")
def list_jobs(call: Call) -> Answer:
    asked = call.parameters
    queue = existing(call, QUEUES, asked["jobQueue"])["jobQueueArn"]
    status = asked.get("jobStatus", "RUNNING")
    found = [each for each in call.store[JOBS].values() if (each["jobQueue"], each["status"]) == (queue, status)]
    shown = ("jobId", "jobArn", "jobName", "createdAt", "status", "statusReason", "arrayProperties", "jobDefinition")
    return {"jobSummaryList": [{name: each[name] for name in shown if name in each} for each in found]}


@service.operation("CancelJob")
@service.operation("TerminateJob")
def cancel(call: Call) -> Answer:
    found = call.store[JOBS].get(call.parameters["jobId"])
    if found and found["status"] == _WAITING:
        found |= {"status": "FAILED", "statusReason": call.parameters["reason"], "stoppedAt": int(time.time() * 1000)}
        if "arrayProperties" in found:
            found["arrayProperties"]["statusSummary"] = {"FAILED": found["arrayProperties"]["size"]}
    return {}
