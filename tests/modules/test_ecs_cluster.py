"""modules/ecs-cluster: its README's examples and some more cases, planned together."""

from __future__ import annotations

import base64
import fnmatch
import json
from pathlib import Path
from typing import Any

import pytest
import tftest
from moto.iam.aws_managed_policies import aws_managed_policies_data

from tests.harness import Inventory, failed_checks, module_root, of_type, plan, resources

FIXTURES = Path(__file__).parent / "ecs-cluster"
CLUSTER = "aws_ecs_cluster.this"
TEMPLATE = "aws_launch_template.ec2[0]"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
STORAGE_KEY = "arn:aws:kms:us-east-1:123456789012:key/66666666-2222-3333-4444-555555555555"
VOLUME_KEY = "arn:aws:kms:us-east-1:123456789012:key/77777777-2222-3333-4444-555555555555"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    folder = tmp_path_factory.mktemp("ecs-cluster")
    fixtures = (FIXTURES / name for name in ("support.tf", "cases.tf", "networking"))
    return plan(module_root(folder, "ecs-cluster", *fixtures))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> dict[str, dict[str, Any]]:
    return resources(planned)


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_a_minimal_cluster_has_no_instances_names_or_alarms(values: dict[str, dict[str, Any]]) -> None:
    assert {address.split(".")[2] for address in values if address.startswith("module.cluster.")} == {
        "aws_cloudwatch_log_group",
        "aws_ecs_cluster",
        "aws_ecs_cluster_capacity_providers",
    }


def test_instances_ask_for_session_tokens_and_have_no_public_address(values: dict[str, dict[str, Any]]) -> None:
    templates = of_type(values, "aws_launch_template").values()
    assert len(templates) == 4
    for template in templates:
        [metadata], [interface] = template["metadata_options"], template["network_interfaces"]
        assert (metadata["http_tokens"], metadata["http_put_response_hop_limit"]) == ("required", 1)
        assert interface["associate_public_ip_address"] == "false"


def test_volumes_of_instances_are_encrypted(values: dict[str, dict[str, Any]]) -> None:
    for template in of_type(values, "aws_launch_template").values():
        [device] = template["block_device_mappings"]
        assert (device["ebs"][0]["encrypted"], device["ebs"][0]["volume_type"]) == ("true", "gp3")
    [device] = values[f"module.long.{TEMPLATE}"]["block_device_mappings"]
    assert device["ebs"][0]["kms_key_id"] == VOLUME_KEY


@pytest.mark.parametrize(
    ("module", "image"),
    [
        ("everything", "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id"),
        ("long", "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"),
        ("long_twin", "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"),
    ],
)
def test_the_image_fits_the_processor(values: dict[str, dict[str, Any]], module: str, image: str) -> None:
    assert values[f"module.{module}.{TEMPLATE}"]["image_id"] == image


def test_instances_join_their_cluster_and_keep_their_role_from_tasks(values: dict[str, dict[str, Any]]) -> None:
    user_data = base64.b64decode(values[f"module.everything.{TEMPLATE}"]["user_data"]).decode()
    assert user_data.startswith("#!/bin/bash\n")
    assert {"ECS_CLUSTER=prod", "ECS_AWSVPC_BLOCK_IMDS=true"} <= set(user_data.splitlines())


def test_the_instances_role_may_serve_its_cluster_only(values: dict[str, dict[str, Any]]) -> None:
    policy = values["module.everything.aws_iam_role_policy.ec2[0]"]["policy"]
    assert {each["Sid"]: each["Resource"] for each in policy["Statement"]} == {
        "JoinCluster": "arn:aws:ecs:us-east-1:123456789012:cluster/prod",
        "ReceiveTasks": "arn:aws:ecs:us-east-1:123456789012:container-instance/prod/*",
        "FindEndpoint": "*",
    }
    assert not [action for each in policy["Statement"] for action in each["Action"] if "*" in action]


# What AmazonEC2ContainerServiceforEC2Role allows and ours does not, and why.
LEFT_OUT = {
    "ec2:DescribeTags": "the agent asks for tags only with ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM",
    "ecr:BatchCheckLayerAvailability": "images are pulled by the tasks' execution roles",
    "ecr:BatchGetImage": "images are pulled by the tasks' execution roles",
    "ecr:GetAuthorizationToken": "images are pulled by the tasks' execution roles",
    "ecr:GetDownloadUrlForLayer": "images are pulled by the tasks' execution roles",
    "ecs:CreateCluster": "the cluster is there first",
    "ecs:ListTagsForResource": "for tags in the task metadata endpoint, which nobody asks for",
    "ecs:TagResource": "instances register without tags",
    "ecs:UpdateContainerInstancesState": "ECS drains instances itself, by managed_draining",
    "logs:CreateLogStream": "logs are written by the tasks' execution roles",
    "logs:PutLogEvents": "logs are written by the tasks' execution roles",
}


def test_instances_may_what_aws_lets_them(values: dict[str, dict[str, Any]]) -> None:
    def actions(document: dict[str, Any]) -> set[str]:
        listed = (each["Action"] for each in document["Statement"])
        return {action for each in listed for action in ([each] if isinstance(each, str) else each)}

    allowed = actions(values["module.everything.aws_iam_role_policy.ec2[0]"]["policy"])
    wanted = actions(json.loads(aws_managed_policies_data)["AmazonEC2ContainerServiceforEC2Role"]["Document"])
    missing = {action for action in wanted if not fnmatch.filter(allowed, action)}
    assert missing == LEFT_OUT.keys()


def test_capacity_is_scaled_drained_and_protected_by_ecs(values: dict[str, dict[str, Any]]) -> None:
    [provider] = values["module.everything.aws_ecs_capacity_provider.ec2[0]"]["auto_scaling_group_provider"]
    group = values["module.everything.aws_autoscaling_group.ec2[0]"]
    assert provider["managed_scaling"][0]["status"] == "ENABLED"
    assert (provider["managed_draining"], provider["managed_termination_protection"]) == ("ENABLED", "ENABLED")
    assert (group["protect_from_scale_in"], group["force_delete"]) == (True, True)
    assert {"key": "AmazonECSManaged", "value": "true", "propagate_at_launch": True} in group["tag"]


def test_sessions_are_logged_and_everything_is_under_the_keys_that_are_given(values: dict[str, dict[str, Any]]) -> None:
    [configuration] = values[f"module.long.{CLUSTER}"]["configuration"]
    [session], [storage] = (configuration[f"{kind}_configuration"] for kind in ("execute_command", "managed_storage"))
    [log] = session["log_configuration"]
    assert (session["logging"], session["kms_key_id"]) == ("OVERRIDE", KEY)
    assert log["cloud_watch_encryption_enabled"] is True
    assert log["cloud_watch_log_group_name"] == values["module.long.aws_cloudwatch_log_group.exec"]["name"]
    assert values["module.long.aws_cloudwatch_log_group.exec"]["kms_key_id"] == KEY
    assert set(storage.values()) == {STORAGE_KEY}


def test_every_log_group_is_kept_for_a_while_and_not_for_ever(values: dict[str, dict[str, Any]]) -> None:
    groups = of_type(values, "aws_cloudwatch_log_group").values()
    assert len(groups) == 7
    assert all(group["retention_in_days"] for group in groups)


def test_long_names_fit_and_stay_apart(values: dict[str, dict[str, Any]]) -> None:
    names = [values[f"module.{module}.aws_iam_role.ec2[0]"]["name"] for module in ("long", "long_twin")]
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 64
    assert len(values[f"module.long.{TEMPLATE}"]["name"]) <= 128
