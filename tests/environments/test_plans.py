"""What dev and prod plan: golden inventories, and what holds for everything they make."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tftest

from tests.environments.conftest import Checkout
from tests.harness import Inventory, failed_checks, resources

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_inventory(name: str, plans: dict[str, tftest.TerraformPlanOutput], request: pytest.FixtureRequest) -> None:
    Inventory(HERE / f"{name}.yaml").check(plans[name], request)


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_everything_carries_the_default_tags(name: str, plans: dict[str, tftest.TerraformPlanOutput]) -> None:
    expected = {"Project": "ai-platform", "Environment": name, "Layer": "compute", "ManagedBy": "terraform"}
    tagged = {address: values["tags_all"] for address, values in resources(plans[name]).items() if "tags_all" in values}
    assert tagged
    for address, tags in tagged.items():
        assert expected.items() <= tags.items(), address


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_every_log_group_keeps_encrypts_and_ends(name: str, plans: dict[str, tftest.TerraformPlanOutput]) -> None:
    groups = {a: v for a, v in resources(plans[name]).items() if ".aws_cloudwatch_log_group." in a}
    assert groups
    for address, values in groups.items():
        assert values["retention_in_days"] > 0, address
        assert values["kms_key_id"], address


def test_a_fresh_checkout_plans_the_placeholder_and_says_so(plans: dict[str, tftest.TerraformPlanOutput]) -> None:
    assert any("make package" in message for messages in failed_checks(plans["dev"]).values() for message in messages)


def test_the_specification_s_samples_plan_as_written(checkout: Checkout) -> None:
    checkout.below("dev")
    root = checkout.root("sample")
    root.mkdir()
    shutil.copy(HERE / "sample/main.tf.txt", root / "main.tf")
    for command in (["init", "-input=false", "-no-color"], ["plan", "-input=false", "-no-color"]):
        done = checkout.run(root, "terraform", *command)
        assert done.returncode == 0, done.stdout + done.stderr
    for address in (
        'lambda["api-handler"].aws_lambda_function.this[0]',
        'rest_api["main"].aws_api_gateway_rest_api.this',
        'http_api["fast"].aws_apigatewayv2_api.this',
    ):
        assert f"module.layer.module.{address} will be created" in done.stdout
    assert "aws_api_gateway_stage" not in done.stdout


def test_an_unknown_security_group_key_lists_the_known_ones(checkout: Checkout) -> None:
    checkout.below("dev")
    root = checkout.root("sample")
    text = (HERE / "sample/main.tf.txt").read_text()
    start, end = text.index("      vpc_config = {"), text.index("      }\n    }\n  }\n")
    (root / "main.tf").write_text(text[:start] + '      vpc_config = { security_group_keys = ["lamda"]\n' + text[end:])
    done = checkout.run(root, "terraform", "plan", "-input=false", "-no-color")
    assert done.returncode == 1
    said = " ".join(done.stderr.replace("│", " ").split())
    assert "lambda_functions name a security group that the networking layer does not have; it has" in said
    assert "lambda" in said.partition("it has")[2]


def test_services_that_are_switched_off_plan_nothing(checkout: Checkout) -> None:
    # Jobs may not call a service that is not there.
    off = {"enable_ecs             = true": "enable_ecs = false", "enable_eks = true": "enable_eks = false"}
    checkout.edit("prod", off | {'ecs_service_key = "web-app"': 'cidr_ipv4 = "10.0.0.0/8"'})
    planned = resources(checkout.plan("prod"))
    assert planned
    assert [address for address in planned if ".ecs_" in address or ".eks" in address] == []
