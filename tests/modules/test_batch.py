"""modules/batch: its README's examples and some more cases, planned together."""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import tftest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from tests.harness import Inventory, failed_checks, module_root, of_type, plan, resources

FIXTURES = Path(__file__).parent / "batch"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
BATCH = "arn:aws:batch:us-east-1:123456789012"
LONG_QUEUE = "q123456789-123456789-123456789-123456789"
LONG_JOB = "d123456789-123456789-123456789-123456789"

Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    folder = tmp_path_factory.mktemp("batch")
    return plan(module_root(folder, "batch", *(FIXTURES / name for name in ("support.tf", "cases.tf", "networking"))))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def statements(values: Values, address: str) -> dict[str, dict[str, Any]]:
    return {statement["Sid"]: statement for statement in values[address]["policy"]["Statement"]}


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_only_an_image_without_a_version_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {
        "module.long.check.images": [
            "Batch a123456789-123456789-123456789-123456789-123456789-123456789 runs whatever is newest in "
            "gpu (busybox:latest): name a version, or better a digest, image@sha256:..."
        ]
    }


def test_without_compute_environments_there_is_nothing(values: Values) -> None:
    assert not [address for address in values if address.startswith("module.off.")]


def test_unmanaged_environments_need_no_network_and_no_roles(values: Values) -> None:
    assert [address for address in values if address.startswith("module.nulls.")] == [
        'module.nulls.aws_batch_compute_environment.this["own"]'
    ]


def test_nothing_about_an_environment_forces_its_replacement(values: Values) -> None:
    environments = of_type(values, "aws_batch_compute_environment").values()
    assert len(environments) == 12
    for each in environments:
        assert "service_role" not in each
        assert "compute_environment_name" not in each
        for compute in each["compute_resources"]:
            assert compute.get("allocation_strategy") != "BEST_FIT"
            assert not compute.get("tags")
            assert "desired_vcpus" not in compute
            if compute["type"] in ("EC2", "SPOT"):
                assert each["update_policy"] == [
                    {"job_execution_timeout_minutes": 30, "terminate_jobs_on_update": False}
                ]


def test_every_environment_bounds_its_cost(values: Values) -> None:
    for each in of_type(values, "aws_batch_compute_environment").values():
        assert all(compute["max_vcpus"] > 0 for compute in each["compute_resources"])


def test_instances_ask_for_session_tokens_and_have_encrypted_volumes(values: Values) -> None:
    templates = of_type(values, "aws_launch_template").values()
    assert len(templates) == 7
    for each in templates:
        [metadata], [device] = each["metadata_options"], each["block_device_mappings"]
        assert (metadata["http_tokens"], metadata["http_put_response_hop_limit"]) == ("required", 1)
        assert (device["ebs"][0]["encrypted"], device["ebs"][0]["volume_type"]) == ("true", "gp3")
    assert (
        values['module.long.aws_launch_template.this["ec2"]']["block_device_mappings"][0]["ebs"][0]["kms_key_id"] == KEY
    )


def test_nothing_comes_in_but_nodes_of_a_job(values: Values) -> None:
    rules = [address for address in values if ".aws_vpc_security_group_ingress_rule." in address]
    assert rules == [
        'module.long.aws_vpc_security_group_ingress_rule.this["workers"]',
        "module.render.aws_vpc_security_group_ingress_rule.nodes[0]",
    ]
    workers = values[rules[0]]
    assert (workers["from_port"], workers["to_port"], workers["referenced_security_group_id"]) == (9000, 9009, "sg-3")


def test_what_goes_out_is_added_to_https(values: Values) -> None:
    start = "module.long.aws_vpc_security_group_egress_rule.this["
    rules = {address.split('"')[1]: each for address, each in values.items() if address.startswith(start)}
    assert {name: (each["from_port"], each["to_port"]) for name, each in rules.items()} == {
        "database": (5432, 5432),
        "files": (2049, 2049),
        "https": (443, 443),
    }


def test_the_image_follows_the_gpu(values: Values) -> None:
    def images(environment: str) -> list[str]:
        [resources] = values[environment]["compute_resources"]
        return [each["image_type"] for each in resources["ec2_configuration"]]

    assert images('module.render.aws_batch_compute_environment.this["spot"]') == ["ECS_AL2023"]
    assert images('module.long.aws_batch_compute_environment.this["spot"]') == ["ECS_AL2023", "ECS_AL2023_NVIDIA"]
    assert images('module.long.aws_batch_compute_environment.this["ec2"]') == ["ECS_AL2_NVIDIA"]
    assert images('module.elsewhere.aws_batch_compute_environment.this["pods"]') == ["EKS_AL2023"]


def containers(values: Values) -> list[dict[str, Any]]:
    definitions = of_type(values, "aws_batch_job_definition").values()
    on_one = [each["container_properties"] for each in definitions if each.get("container_properties")]
    on_many = [
        nodes["container"]
        for each in definitions
        if each.get("node_properties")
        for nodes in each["node_properties"]["nodeRangeProperties"]
    ]
    return on_one + on_many


def test_jobs_cannot_write_to_their_image_log_and_have_two_roles(values: Values) -> None:
    found = containers(values)
    assert len(found) == 6
    for each in found:
        assert each["readonlyRootFilesystem"] is not each["image"].endswith(f"import@sha256:{'0' * 64}")
        assert each["logConfiguration"]["options"]["awslogs-group"].startswith("/aws/batch/")
        assert each["executionRoleArn"] != each["jobRoleArn"]
        assert each.get("networkConfiguration", {"assignPublicIp": "DISABLED"}) == {"assignPublicIp": "DISABLED"}


def test_nobody_is_root_unless_it_says_so(values: Values) -> None:
    # job busybox:latest says run_as_root
    assert [each["image"] for each in containers(values) if each.get("user") != "1000:1000"] == ["busybox:latest"]


def test_only_what_says_so_is_privileged(values: Values) -> None:
    assert [each["image"] for each in containers(values) if each.get("privileged")] == ["busybox:latest"]
    [pod] = values['module.elsewhere.aws_batch_job_definition.this["convert"]']["eks_properties"][0]["pod_properties"]
    assert pod["host_network"] is False
    assert pod["containers"][0]["security_context"] == [
        {
            "privileged": False,
            "read_only_root_file_system": True,
            "run_as_group": None,
            "run_as_non_root": True,
            "run_as_user": None,
        }
    ]


def test_every_job_ends_and_is_retried_for_its_surroundings_only(values: Values) -> None:
    for each in of_type(values, "aws_batch_job_definition").values():
        assert each["timeout"][0]["attempt_duration_seconds"] <= 7200
    [retry] = values['module.reports.aws_batch_job_definition.this["monthly"]']["retry_strategy"]
    assert retry["attempts"] == 3
    assert [(rule["action"], rule["on_status_reason"] or rule["on_reason"]) for rule in retry["evaluate_on_exit"]] == [
        ("retry", "Host EC2*"),
        ("retry", "Your Spot Task was interrupted*"),
        ("retry", "CannotPullContainerError*"),
        ("exit", "*"),
    ]
    [retry] = values[f'module.long.aws_batch_job_definition.this["{LONG_JOB}"]']["retry_strategy"]
    assert [(rule["action"], rule["on_exit_code"] or rule["on_reason"]) for rule in retry["evaluate_on_exit"]] == [
        ("exit", "2"),
        ("retry", "*"),
    ]


def test_stuck_jobs_are_cancelled(values: Values) -> None:
    actions = values['module.render.aws_batch_job_queue.this["frames"]']["job_state_time_limit_action"]
    assert {each["reason"]: each["max_time_seconds"] for each in actions} == {
        "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": 3600,
        "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": 600,
        "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT": 600,
    }
    assert not values[f'module.long.aws_batch_job_queue.this["{LONG_QUEUE}"]'].get("job_state_time_limit_action")


def test_an_execution_role_logs_pulls_and_reads_its_secrets_only(values: Values) -> None:
    allowed = statements(values, f'module.long.aws_iam_role_policy.execution["{LONG_JOB}"]')
    assert {sid: (each["Action"], each["Resource"]) for sid, each in allowed.items()} == {
        "WriteLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:us-east-1:123456789012:log-group:/aws/batch/"
            f"a123456789-123456789-123456789-123456789-123456789-123456789-{LONG_JOB}:*",
        ),
        "PullImages": (
            ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            ["arn:aws:ecr:us-east-1:123456789012:repository/tools/import"],
        ),
        "LogInToRegistry": ("ecr:GetAuthorizationToken", ["*"]),
        "ReadSecrets": (
            "secretsmanager:GetSecretValue",
            ["arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1b2c3"],
        ),
        "DecryptSecrets": ("kms:Decrypt", KEY),
    }
    assert statements(values, 'module.reports.aws_iam_role_policy.execution["monthly"]').keys() == {"WriteLogs"}


def test_a_job_may_do_what_it_says_and_no_more(values: Values) -> None:
    allowed = statements(values, f'module.long.aws_iam_role_policy.job["{LONG_JOB}"]')
    files = "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1"
    assert {sid: (each["Action"], each["Resource"]) for sid, each in allowed.items()} == {
        "MountVolume0": (["elasticfilesystem:ClientMount"], files),
        "MountVolume1": (["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], files),
        "ReadOrders": (["dynamodb:GetItem"], ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"]),
    }
    assert allowed["MountVolume0"]["Condition"] == {
        "ArnEquals": {
            "elasticfilesystem:AccessPointArn": "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-1"
        }
    }
    assert 'module.reports.aws_iam_role_policy.job["monthly"]' not in values


def test_only_tasks_of_this_account_may_take_a_job_role(values: Values) -> None:
    roles = [
        each
        for address, each in values.items()
        if (".aws_iam_role.job[" in address or ".aws_iam_role.execution[" in address) and "dependent" not in address
    ]
    assert len(roles) == 14
    for each in roles:
        [statement] = each["assume_role_policy"]["Statement"]
        assert statement["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
        assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}


def test_a_schedule_may_submit_its_jobs_to_their_queues_only(values: Values) -> None:
    allowed = statements(values, "module.render.aws_iam_role_policy.scheduler[0]")["SubmitJobs"]
    assert (allowed["Action"], allowed["Resource"]) == (
        "batch:SubmitJob",
        [
            f"{BATCH}:job-queue/render-frames",
            f"{BATCH}:job-definition/render-frame",
            f"{BATCH}:job-definition/render-frame:*",
        ],
    )


def test_a_schedule_submits_an_array(values: Values) -> None:
    [target] = values['module.render.aws_scheduler_schedule.this["frame/nightly"]']["target"]
    assert (target["arn"], _json(target["input"])) == (
        "arn:aws:scheduler:::aws-sdk:batch:submitJob",
        {
            "ArrayProperties": {"Size": 500},
            "JobDefinition": "render-frame",
            "JobName": "render-frame-scheduled",
            "JobQueue": f"{BATCH}:job-queue/render-frames",
            "Parameters": {},
            "ShareIdentifier": "film",
        },
    )


def test_a_job_that_is_not_accepted_is_kept_and_told_of(values: Values) -> None:
    [statement] = [
        each
        for sid, each in statements(values, "module.render.aws_iam_role_policy.scheduler[0]").items()
        if sid == "KeepWhatFailed"
    ]
    queue = values["module.render.aws_sqs_queue.not_submitted[0]"]
    assert (statement["Action"], statement["Resource"].rpartition(":")[2]) == ("sqs:SendMessage", queue["name"])
    alarm = values['module.render.module.alarms.aws_cloudwatch_metric_alarm.this["not-submitted"]']
    assert (alarm["dimensions"], alarm["threshold"]) == ({"QueueName": queue["name"]}, 0)


def test_failed_jobs_and_blocked_queues_are_told_once(values: Values) -> None:
    failed = values['module.render.aws_cloudwatch_event_rule.this["failed"]']["event_pattern"]
    assert failed["detail"] == {
        "arrayProperties": {"index": [{"exists": False}]},
        "jobQueue": [f"{BATCH}:job-queue/render-frames", f"{BATCH}:job-queue/render-simulations"],
        "status": ["FAILED"],
    }
    assert len(of_type(values, "aws_cloudwatch_event_target", "render")) == 2
    assert not [address for address in values if address.startswith("module.reports.aws_cloudwatch_event_rule")]


def test_logs_are_kept_for_a_while_under_the_key(values: Values) -> None:
    groups = of_type(values, "aws_cloudwatch_log_group").values()
    assert len(groups) == 8
    assert all(each["retention_in_days"] for each in groups)
    assert values[f'module.long.aws_cloudwatch_log_group.this["{LONG_JOB}"]']["kms_key_id"] == KEY


def test_long_names_fit_and_stay_apart(values: Values) -> None:
    roles = [each["name"] for each in of_type(values, "aws_iam_role", "long").values()]
    assert len(set(roles)) == len(roles) > 5
    assert max(map(len, roles)) <= 64
    assert max(len(each["name"]) for each in of_type(values, "aws_scheduler_schedule").values()) <= 64
    assert max(len(each["name"]) for each in of_type(values, "aws_batch_job_queue").values()) <= 128


# What AWS's own policies allow for the same purpose, and this module does not.
LEFT_OUT = {
    "AmazonEC2ContainerServiceforEC2Role": {
        "ec2:DescribeTags": "the agent copies no tags of instances unless its configuration says so",
        "ecr:BatchCheckLayerAvailability": "images are pulled with the job's execution role",
        "ecr:BatchGetImage": "images are pulled with the job's execution role",
        "ecr:GetAuthorizationToken": "images are pulled with the job's execution role",
        "ecr:GetDownloadUrlForLayer": "images are pulled with the job's execution role",
        "ecs:CreateCluster": "AWS Batch makes the cluster",
    },
    "AmazonECSTaskExecutionRolePolicy": {},
    "AmazonElasticFileSystemClientFullAccess": {
        "elasticfilesystem:ClientRootAccess": "root of the container is nobody unless an access point says otherwise",
        "elasticfilesystem:DescribeMountTargets": "the agent mounts by the name of the file system",
    },
}
OWN = {
    "AmazonEC2ContainerServiceforEC2Role": 'module.render.aws_iam_role_policy.instance["ecs"]',
    "AmazonECSTaskExecutionRolePolicy": f'module.long.aws_iam_role_policy.execution["{LONG_JOB}"]',
    "AmazonElasticFileSystemClientFullAccess": f'module.long.aws_iam_role_policy.job["{LONG_JOB}"]',
}


@pytest.mark.parametrize("managed", OWN)
def test_each_action_of_awss_own_policy_is_there_or_left_out_for_a_reason(values: Values, managed: str) -> None:
    document = json.loads(aws_managed_policies_data)[managed]["Document"]
    theirs = {action for statement in document["Statement"] for action in listed(statement["Action"])}
    ours = {action for statement in statements(values, OWN[managed]).values() for action in listed(statement["Action"])}
    missing = {each for each in theirs if not any(fnmatch(action, each) for action in ours)}
    assert missing == LEFT_OUT[managed].keys()


def test_instances_join_the_clusters_that_aws_batch_makes(values: Values) -> None:
    allowed = statements(values, 'module.render.aws_iam_role_policy.instance["ecs"]')
    named = "arn:aws:ecs:us-east-1:123456789012:cluster/AWSBatch-render-spot-1b2c3d4e"
    assert any(fnmatch(named, pattern) for pattern in allowed["JoinClusters"]["Resource"])
    assert any(fnmatch(named, pattern) for pattern in allowed["ReceiveTasks"]["Condition"]["ArnLike"]["ecs:cluster"])
    instance = f"{named.replace(':cluster/', ':container-instance/')}/0f1e"
    assert any(fnmatch(instance, pattern) for pattern in allowed["ReceiveTasks"]["Resource"])
    other = "arn:aws:ecs:us-east-1:123456789012:cluster/shop"
    assert not any(fnmatch(other, pattern) for pattern in allowed["JoinClusters"]["Resource"])


def listed(actions: Any) -> list[str]:
    return [actions] if isinstance(actions, str) else list(actions)


def _json(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else text
