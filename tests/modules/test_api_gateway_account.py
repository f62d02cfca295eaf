"""modules/api-gateway-account: its README's examples and some more cases, planned together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.harness import ROOT, Inventory, failed_checks, module_root, plan, resources

FIXTURES = Path(__file__).parent / "api-gateway-account"
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    folder = tmp_path_factory.mktemp("api-gateway-account")
    return plan(module_root(folder, "api-gateway-account", FIXTURES / "support.tf", FIXTURES / "cases.tf"))


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    return resources(planned)


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_nothing_warns(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {}


def test_the_role_is_api_gateway_s_and_writes_to_logs_of_this_account_and_region(values: Values) -> None:
    role = values["module.api_gateway_account.aws_iam_role.this"]
    assert role["name"] == "api-gateway-logs-us-east-1"
    [trust] = role["assume_role_policy"]["Statement"]
    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}
    [statement] = values["module.api_gateway_account.aws_iam_role_policy.this"]["policy"]["Statement"]
    assert statement["Resource"] == "arn:aws:logs:us-east-1:123456789012:*"
    assert statement["Action"] == [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
    ]


def test_the_boundary_is_set(values: Values) -> None:
    assert values["module.dependent.aws_iam_role.this"]["permissions_boundary"] == (
        "arn:aws:iam::123456789012:policy/boundary"
    )


def test_the_setting_waits_for_what_the_role_may_do_and_apis_wait_for_the_setting(
    planned: tftest.TerraformPlanOutput,
) -> None:
    module = planned["configuration"]["root_module"]["module_calls"]["api_gateway_account"]["module"]
    waits = {each["address"]: each.get("depends_on") for each in module["resources"]}
    assert waits["aws_api_gateway_account.this"] == ["aws_iam_role_policy.this"]
    assert module["outputs"]["logging_ready"]["depends_on"] == ["aws_api_gateway_account.this"]


def test_an_api_s_plan_knows_that_the_role_will_be_there(values: Values) -> None:
    assert "module.orders.aws_api_gateway_stage.this[0]" in values


def test_no_other_module_makes_the_setting() -> None:
    makers = {
        file.parent.name for file in ROOT.glob("modules/*/*.tf") if '"aws_api_gateway_account"' in file.read_text()
    }
    assert makers == {"api-gateway-account"}


def test_nothing_is_said_of_reset_on_delete() -> None:
    blocks = (ROOT / "modules" / "api-gateway-account" / "main.tf").read_text()
    assert "reset_on_delete =" not in blocks
