"""What the additions to Batch make possible; registered in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.ecs_scenarios import network
from tests.embedded_aws.scenarios import QUEUE_ARN, Client, refused, scenario

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


@scenario
def clusters_of_environments_are_named_as_aws_names_them(aws: Client) -> None:
    batch, arn = aws("batch"), environment(aws)
    [found] = batch.describe_compute_environments(computeEnvironments=[arn])["computeEnvironments"]
    assert found["ecsClusterArn"].split(":cluster/")[1].startswith("AWSBatch-spot-")


def fargate(**changes: Any) -> dict[str, Any]:
    """Return a container as Fargate takes it, but for the changes."""
    needs = [{"type": "VCPU", "value": "1"}, {"type": "MEMORY", "value": "2048"}]
    role = "arn:aws:iam::123456789012:role/execution"
    return {"image": "busybox:1.37", "executionRoleArn": role, "resourceRequirements": needs, **changes}


@scenario
def definitions_that_cannot_run_are_refused(aws: Client) -> None:
    def register(container: Any, platform: str = "FARGATE", **more: Any) -> None:
        aws("batch").register_job_definition(
            jobDefinitionName="d",
            type="container",
            platformCapabilities=[platform],
            containerProperties=container,
            **more,
        )

    def needs(**amounts: str) -> list[dict[str, str]]:
        return [{"type": kind, "value": value} for kind, value in amounts.items()]

    register(fargate())
    for container in (
        fargate(resourceRequirements=needs(VCPU="1", MEMORY="1024")),
        fargate(resourceRequirements=needs(VCPU="1", MEMORY="2048", GPU="1")),
        fargate(resourceRequirements=needs(MEMORY="2048")),
        fargate(vcpus=1),
        fargate(privileged=True),
        fargate(environment=[{"name": "AWS_BATCH_JOB_ID", "value": "1"}]),
        {name: value for name, value in fargate().items() if name != "executionRoleArn"},
    ):
        with refused("ClientException"):
            register(container)
    with refused("ClientException"):
        register(fargate(resourceRequirements=needs(VCPU="1.0", MEMORY="2048")), "EC2")
    for wrong in (
        {"retryStrategy": {"attempts": 11}},
        {"retryStrategy": {"evaluateOnExit": [{"onReason": "*", "action": "RETRY"}] * 6}},
        {"timeout": {"attemptDurationSeconds": 59}},
    ):
        with refused("ClientException"):
            register(fargate(), **wrong)


@scenario
def jobs_say_their_share_where_a_queue_is_shared_and_only_there(aws: Client) -> None:
    batch, arn = aws("batch"), environment(aws)
    order = [{"order": 0, "computeEnvironment": arn}]
    policy = batch.create_scheduling_policy(name="fair", fairsharePolicy={})["arn"]
    batch.create_job_queue(jobQueueName="fair", priority=1, computeEnvironmentOrder=order, schedulingPolicyArn=policy)
    batch.create_job_queue(jobQueueName="plain", priority=1, computeEnvironmentOrder=order)
    batch.register_job_definition(jobDefinitionName="d", type="container", containerProperties=IMAGE)
    batch.register_job_definition(
        jobDefinitionName="p", type="container", containerProperties=IMAGE, schedulingPriority=0
    )
    job = {"jobName": "j", "jobDefinition": "p"}
    batch.submit_job(**job, jobQueue="fair", shareIdentifier="film")
    batch.submit_job(**job | {"jobDefinition": "d"}, jobQueue="fair", shareIdentifier="a", schedulingPriorityOverride=1)
    with refused("ClientException"):
        batch.submit_job(**job, jobQueue="fair")
    with refused("ClientException"):
        batch.submit_job(**job | {"jobDefinition": "d"}, jobQueue="fair", shareIdentifier="film")
    with refused("ClientException"):
        batch.submit_job(**job, jobQueue="plain", shareIdentifier="film")


@scenario
def spot_runs_no_multinode_jobs(aws: Client) -> None:
    batch = aws("batch")
    nodes = {"numNodes": 2, "mainNode": 0, "nodeRangeProperties": [{"targetNodes": "0:1", "container": IMAGE}]}
    batch.register_job_definition(jobDefinitionName="d", type="multinode", nodeProperties=nodes)
    arns = {"spot": environment(aws), "ec2": environment(aws, "ec2", type="EC2", allocationStrategy="BEST_FIT")}
    for name, arn in arns.items():
        order = [{"order": 0, "computeEnvironment": arn}]
        batch.create_job_queue(jobQueueName=name, priority=1, computeEnvironmentOrder=order)
    batch.submit_job(jobName="j", jobQueue="ec2", jobDefinition="d")
    with refused("ClientException"):
        batch.submit_job(jobName="j", jobQueue="spot", jobDefinition="d")


@scenario
def schedules_that_never_run_are_refused(aws: Client) -> None:
    def schedule(expression: str, **changes: Any) -> None:
        role = aws("iam").get_role(RoleName="scheduler")["Role"]["Arn"]
        aws("scheduler").create_schedule(
            **{
                "Name": "s",
                "ScheduleExpression": expression,
                "FlexibleTimeWindow": {"Mode": "OFF"},
                "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:batch:submitJob", "RoleArn": role},
                **changes,
            }
        )

    trust = '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}}]}'
    aws("iam").create_role(RoleName="scheduler", AssumeRolePolicyDocument=trust)
    for expression in ("rate(0 minutes)", "rate(1 week)", "cron(0 3 * * *)", "cron(0 3 * * * *)", "0 3 * * *"):
        with refused("ValidationException"):
            schedule(expression)
    with refused("ValidationException"):
        schedule("rate(1 day)", ScheduleExpressionTimezone="Europe/Berlim")
    with refused("ValidationException"):
        untrusted = {"Arn": QUEUE_ARN, "RoleArn": "arn:aws:iam::123456789012:role/scenario"}
        schedule("rate(1 day)", Target=untrusted)
    schedule("cron(0 3 ? * MON-FRI *)", ScheduleExpressionTimezone="Europe/Berlin")


@scenario
def rules_that_never_run_are_refused(aws: Client) -> None:
    events = aws("events")
    for expression in ("rate(1 minutes)", "rate(0 minutes)", "rate(2 hour)", "cron(0 3 * * *)"):
        with refused("ValidationException"):
            events.put_rule(Name="r", ScheduleExpression=expression)
    events.put_rule(Name="r", ScheduleExpression="rate(1 minute)")
    events.put_rule(Name="r", ScheduleExpression="cron(0 3 * * ? *)")
