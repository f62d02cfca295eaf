"""Jobs: submitted, listed, cancelled. None runs here, for there is nothing to run containers."""

from __future__ import annotations

import time
import uuid
from typing import Any

from embedded_aws.additions import Answer, Call
from embedded_aws.services.batch.base import JOBS, QUEUES, arn, existing, given, refusal, remember_tags, service
from embedded_aws.services.batch.job_definitions import newest

_LARGEST_ARRAY = 10_000
_WAITING = "RUNNABLE"


@service.operation("SubmitJob")
def submit(call: Call) -> Answer:
    queue = existing(call, QUEUES, call.parameters["jobQueue"])
    if queue["state"] != "ENABLED":
        raise refusal(f"JobQueue {queue['jobQueueName']} is disabled.")
    definition = newest(call, call.parameters["jobDefinition"])
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
