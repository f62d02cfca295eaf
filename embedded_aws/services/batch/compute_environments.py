"""Compute environments and the scheduling policies of queues."""

from __future__ import annotations

import uuid
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
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
    tagged,
)

_SERVICE_LINKED = "arn:aws:iam::{}:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
_DEFAULT_UPDATES = {"terminateJobsOnUpdate": False, "jobExecutionTimeoutMinutes": 30}
# Everything else may change in place where the service-linked role and a strategy other than BEST_FIT are used.
# https://docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html
_UNCHANGEABLE = {"type"}


@service.operation("CreateComputeEnvironment")
def create(call: Call) -> Answer:
    name = call.parameters["computeEnvironmentName"]
    if name in call.store[ENVIRONMENTS]:
        raise refusal("Object already exists")
    resources = call.parameters.get("computeResources")
    managed = call.parameters["type"] == "MANAGED"
    if managed and not resources:
        raise refusal("Error executing request, Exception : computeResources is required for managed environments.")
    if resources:
        _check(call, resources, on_eks="eksConfiguration" in call.parameters)
    made = {
        "computeEnvironmentName": name,
        "computeEnvironmentArn": arn(call, "compute-environment", name),
        "containerOrchestrationType": "EKS" if "eksConfiguration" in call.parameters else "ECS",
        "serviceRole": _SERVICE_LINKED.format(call.account),
        "state": "ENABLED",
        "status": "VALID",
        "statusReason": "ComputeEnvironment Healthy",
        **({"updatePolicy": _DEFAULT_UPDATES} if managed and not _serverless(resources) else {}),
        **given(call, "type", "state", "computeResources", "eksConfiguration", "serviceRole", "unmanagedvCpus"),
    }
    if made["containerOrchestrationType"] == "ECS":
        # As AWS names it; its own policies allow clusters AWSBatch* (BatchServiceRolePolicy).
        cluster = f"AWSBatch-{name}-{uuid.uuid4()}"
        made["ecsClusterArn"] = f"arn:aws:ecs:{call.region}:{call.account}:cluster/{cluster}"
    if resources and not _serverless(resources):
        made["computeResources"] = {"desiredvCpus": resources.get("minvCpus", 0), "minvCpus": 0} | resources
    call.store[ENVIRONMENTS][name] = made
    remember_tags(call, made["computeEnvironmentArn"])
    return {"computeEnvironmentName": name, "computeEnvironmentArn": made["computeEnvironmentArn"]}


@service.operation("DescribeComputeEnvironments")
def describe(call: Call) -> Answer:
    return {"computeEnvironments": chosen(call, ENVIRONMENTS, call.parameters.get("computeEnvironments"))}


@service.operation("UpdateComputeEnvironment")
def update(call: Call) -> Answer:
    found = existing(call, ENVIRONMENTS, call.parameters["computeEnvironment"])
    changes = call.parameters.get("computeResources", {})
    resources = found.get("computeResources", {}) | changes
    if _UNCHANGEABLE & changes.keys() and changes["type"] != found["computeResources"]["type"]:
        raise refusal("The type of compute resources cannot be changed between EC2 and Fargate in place.")
    if resources:
        _check(call, resources, on_eks=found["containerOrchestrationType"] == "EKS")
        found["computeResources"] = resources
    found |= given(call, "state", "serviceRole", "unmanagedvCpus", "updatePolicy")
    return {
        "computeEnvironmentName": found["computeEnvironmentName"],
        "computeEnvironmentArn": found["computeEnvironmentArn"],
    }


@service.operation("DeleteComputeEnvironment")
def delete(call: Call) -> Answer:
    name = short(call.parameters["computeEnvironment"])
    found = call.store[ENVIRONMENTS].get(name)
    if not found:
        return {}
    if found["state"] == "ENABLED":
        raise refusal("Cannot delete, state must be DISABLED")
    for queue in call.store[QUEUES].values():
        if any(short(each["computeEnvironment"]) == name for each in queue["computeEnvironmentOrder"]):
            raise refusal("Cannot delete, found existing JobQueue relationship")
    del call.store[ENVIRONMENTS][name]
    return {}


def _serverless(resources: Any) -> bool:
    return str(resources["type"]).startswith("FARGATE")


def _check(call: Call, resources: dict[str, Any], *, on_eks: bool) -> None:
    """Refuse what does not exist, and what Fargate has not."""
    if _serverless(resources):
        wrong = {
            "minvCpus",
            "instanceTypes",
            "instanceRole",
            "allocationStrategy",
            "ec2Configuration",
        } & resources.keys()
        if wrong:
            raise refusal(
                f"Error executing request, Exception : {', '.join(sorted(wrong))} not applicable for Fargate."
            )
    elif not resources.get("instanceRole"):
        raise refusal("Error executing request, Exception : Instance role is required.")
    elif resources.get("minvCpus", 0) > resources["maxvCpus"]:
        raise refusal("Error executing request, Exception : minvCpus must not exceed maxvCpus.")
    if not (resources.get("securityGroupIds") or on_eks):
        raise refusal("Error executing request, Exception : securityGroupIds is required.")
    try:
        call.ask("ec2:DescribeSubnets", SubnetIds=resources["subnets"])
        call.ask("ec2:DescribeSecurityGroups", GroupIds=resources.get("securityGroupIds", []))
        if "instanceRole" in resources:
            call.ask("iam:GetInstanceProfile", InstanceProfileName=resources["instanceRole"].rpartition("/")[2])
    except AwsError as error:
        raise refusal(f"Error executing request, Exception : {error.message}") from None


@service.operation("CreateSchedulingPolicy")
def create_policy(call: Call) -> Answer:
    name = call.parameters["name"]
    if name in call.store[POLICIES]:
        raise refusal("Object already exists")
    made = {"name": name, "arn": arn(call, "scheduling-policy", name), "fairsharePolicy": _shares(call)}
    call.store[POLICIES][name] = made
    remember_tags(call, made["arn"])
    return {"name": name, "arn": made["arn"]}


@service.operation("DescribeSchedulingPolicies")
def describe_policies(call: Call) -> Answer:
    return {"schedulingPolicies": chosen(call, POLICIES, call.parameters["arns"])}


@service.operation("ListSchedulingPolicies")
def list_policies(call: Call) -> Answer:
    return {"schedulingPolicies": [{"arn": tagged(call, each)["arn"]} for each in call.store[POLICIES].values()]}


@service.operation("UpdateSchedulingPolicy")
def update_policy(call: Call) -> Answer:
    existing(call, POLICIES, call.parameters["arn"])["fairsharePolicy"] = _shares(call)
    return {}


@service.operation("DeleteSchedulingPolicy")
def delete_policy(call: Call) -> Answer:
    found = existing(call, POLICIES, call.parameters["arn"])
    if any(queue.get("schedulingPolicyArn") == found["arn"] for queue in call.store[QUEUES].values()):
        raise refusal("Cannot delete, found existing JobQueue relationship")
    del call.store[POLICIES][found["name"]]
    return {}


def _shares(call: Call) -> Answer:
    nothing: Answer = {"shareDecaySeconds": 0, "computeReservation": 0, "shareDistribution": []}
    return nothing | dict(call.parameters.get("fairsharePolicy", {}))
