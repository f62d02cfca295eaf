"""What the additions to Batch make possible; registered in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.ecs_scenarios import network
from tests.embedded_aws.scenarios import Client, refused, scenario

IMAGE = {"image": "busybox:1.37", "resourceRequirements": [{"type": "VCPU", "value": "1"}]}


def environment(aws: Client, name: str = "spot", **changes: Any) -> str:
    """Make a compute environment with instances, and return its ARN."""
    iam = aws("iam")
    vpc, subnets = network(aws)
    group = aws("ec2").create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    profile = iam.create_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Arn"]
    resources = {
        "type": "SPOT",
        "allocationStrategy": "SPOT_PRICE_CAPACITY_OPTIMIZED",
        "minvCpus": 0,
        "maxvCpus": 16,
        "subnets": subnets,
        "securityGroupIds": [group],
        "instanceRole": profile,
        "instanceTypes": ["default_x86_64"],
        **changes,
    }
    batch = aws("batch")
    made = batch.create_compute_environment(
        computeEnvironmentName=name, type="MANAGED", computeResources=resources, tags={"a": "1"}
    )
    return str(made["computeEnvironmentArn"])


@scenario
def compute_environments_change_in_place(aws: Client) -> None:
    batch, arn = aws("batch"), environment(aws)
    policy = {"terminateJobsOnUpdate": False, "jobExecutionTimeoutMinutes": 60}
    batch.update_compute_environment(computeEnvironment=arn, computeResources={"maxvCpus": 32}, updatePolicy=policy)
    [found] = batch.describe_compute_environments(computeEnvironments=[arn])["computeEnvironments"]
    assert (found["computeResources"]["maxvCpus"], found["updatePolicy"]) == (32, policy)
    assert found["computeResources"]["instanceTypes"] == ["default_x86_64"]
    assert found["serviceRole"].endswith("/AWSServiceRoleForBatch")
    assert found["tags"] == batch.list_tags_for_resource(resourceArn=arn)["tags"] == {"a": "1"}


@scenario
def what_does_not_exist_is_no_compute_resource(aws: Client) -> None:
    with refused("ClientException"):
        environment(aws, instanceRole="arn:aws:iam::123456789012:instance-profile/none")
    with refused("ClientException"):
        environment(aws, "fargate", type="FARGATE")
    assert environment(aws, "ok", maxvCpus=1).endswith(":compute-environment/ok")


@scenario
def environments_stay_while_queues_use_them(aws: Client) -> None:
    batch, arn = aws("batch"), environment(aws)
    order = [{"order": 0, "computeEnvironment": arn}]
    limit = {
        "reason": "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
        "state": "RUNNABLE",
        "maxTimeSeconds": 600,
        "action": "CANCEL",
    }
    queue = {"jobQueueName": "q", "priority": 1, "computeEnvironmentOrder": order, "jobStateTimeLimitActions": [limit]}
    batch.create_job_queue(**queue)
    assert batch.describe_job_queues(jobQueues=["q"])["jobQueues"][0]["jobStateTimeLimitActions"] == [limit]
    with refused("ClientException"):
        batch.create_job_queue(**queue)
    with refused("ClientException"):
        batch.delete_job_queue(jobQueue="q")
    batch.update_compute_environment(computeEnvironment=arn, state="DISABLED")
    with refused("ClientException"):
        batch.delete_compute_environment(computeEnvironment=arn)
    batch.update_job_queue(jobQueue="q", state="DISABLED")
    batch.delete_job_queue(jobQueue="q")
    batch.delete_compute_environment(computeEnvironment=arn)
    assert batch.describe_compute_environments()["computeEnvironments"] == []


@scenario
def a_queue_keeps_its_scheduling_policy(aws: Client) -> None:
    batch, arn = aws("batch"), environment(aws)
    shares = {"shareDistribution": [{"shareIdentifier": "film", "weightFactor": 0.5}]}
    policy = batch.create_scheduling_policy(name="fair", fairsharePolicy=shares)["arn"]
    order = [{"order": 0, "computeEnvironment": arn}]
    batch.create_job_queue(jobQueueName="q", priority=1, computeEnvironmentOrder=order, schedulingPolicyArn=policy)
    batch.create_job_queue(jobQueueName="plain", priority=1, computeEnvironmentOrder=order)
    with refused("ClientException"):
        batch.update_job_queue(jobQueue="plain", schedulingPolicyArn=policy)
    with refused("ClientException"):
        batch.delete_scheduling_policy(arn=policy)
    batch.update_scheduling_policy(arn=policy, fairsharePolicy={"computeReservation": 10})
    [found] = batch.describe_scheduling_policies(arns=[policy])["schedulingPolicies"]
    assert found["fairsharePolicy"]["computeReservation"] == 10
    assert batch.list_scheduling_policies()["schedulingPolicies"] == [{"arn": policy}]


@scenario
def definitions_of_many_nodes_are_kept(aws: Client) -> None:
    batch = aws("batch")
    nodes = {"numNodes": 2, "mainNode": 0, "nodeRangeProperties": [{"targetNodes": "0:1", "container": IMAGE}]}
    batch.register_job_definition(jobDefinitionName="d", type="multinode", nodeProperties=nodes)
    again = batch.register_job_definition(jobDefinitionName="d", type="multinode", nodeProperties=nodes)
    assert again["revision"] == 2
    batch.deregister_job_definition(jobDefinition="d:1")
    [found] = batch.describe_job_definitions(jobDefinitionName="d", status="ACTIVE")["jobDefinitions"]
    assert (found["revision"], found["nodeProperties"]) == (2, nodes)
    with refused("ClientException"):
        batch.register_job_definition(jobDefinitionName="d", type="container")


@scenario
def arrays_wait_for_containers_that_nothing_runs(aws: Client) -> None:
    batch, arn = aws("batch"), environment(aws)
    batch.create_job_queue(
        jobQueueName="q", priority=1, computeEnvironmentOrder=[{"order": 0, "computeEnvironment": arn}]
    )
    batch.register_job_definition(jobDefinitionName="d", type="container", containerProperties=IMAGE)
    job = {"jobName": "j", "jobQueue": "q", "jobDefinition": "d"}
    with refused("ClientException"):
        batch.submit_job(**job, arrayProperties={"size": 10001})
    with refused("ClientException"):
        batch.submit_job(**job | {"jobDefinition": "other"})
    made = batch.submit_job(**job, arrayProperties={"size": 3})["jobId"]
    [found] = batch.describe_jobs(jobs=[made])["jobs"]
    assert (found["status"], found["arrayProperties"]["size"]) == ("RUNNABLE", 3)
    batch.terminate_job(jobId=made, reason="enough")
    assert [each["jobId"] for each in batch.list_jobs(jobQueue="q", jobStatus="FAILED")["jobSummaryList"]] == [made]
