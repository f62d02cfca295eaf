"""modules/lambda: its README's examples and some more cases, planned together."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.harness import ROOT, Inventory, failed_checks, module_root, plan, resources

FIXTURES = Path(__file__).parent / "lambda"
FUNCTION = "aws_lambda_function.this[0]"
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
LONG = "a123456789-123456789-123456789-123456789-123456789-123456789-123"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    folder = tmp_path_factory.mktemp("lambda")
    root = module_root(folder, "lambda", *(FIXTURES / name for name in ("support.tf", "cases.tf", "networking")))
    shutil.copy(ROOT / "modules/lambda/placeholder.zip", root / "package.zip")
    return plan(root)


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> dict[str, dict[str, Any]]:
    return resources(planned)


def statements(values: dict[str, dict[str, Any]], module: str) -> dict[str, dict[str, Any]]:
    """Return the statements of a function's role by id."""
    policy = values[f"module.{module}.aws_iam_role_policy.this"]["policy"]
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_only_a_missing_package_and_a_single_zone_warn(planned: tftest.TerraformPlanOutput) -> None:
    assert failed_checks(planned) == {
        "module.api_handler.check.package": [
            "Function api-handler gets the placeholder because its package api-handler.zip does not exist: "
            "run `make package`, or correct filename."
        ],
        "module.long.check.availability": [
            f"Function {LONG} stops with its one availability zone: give vpc_config.subnet_ids a second subnet."
        ],
    }


def test_a_role_may_log_trace_and_keep_dead_letters_only(values: dict[str, dict[str, Any]]) -> None:
    assert {sid: (each["Action"], each["Resource"]) for sid, each in statements(values, "hello").items()} == {
        "WriteLogs": (
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/hello:*",
        ),
        "WriteTraces": (["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"),
        "SendDeadLetters": ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:hello-dead-letter"),
    }


def test_a_role_of_a_function_with_everything_off_may_log_only(values: dict[str, dict[str, Any]]) -> None:
    assert statements(values, "off").keys() == {"WriteLogs"}


def test_network_permissions_come_with_a_vpc_and_not_to_the_code(values: dict[str, dict[str, Any]]) -> None:
    allowed, denied = (statements(values, "long")[sid] for sid in ("AttachToNetwork", "KeepCodeOffNetwork"))
    assert (allowed["Effect"], denied["Effect"]) == ("Allow", "Deny")
    assert allowed["Action"] == denied["Action"]
    assert denied["Condition"]["ArnEquals"] == {
        "lambda:SourceFunctionArn": f"arn:aws:lambda:us-east-1:123456789012:function:{LONG}"
    }
    assert not [sid for sid in statements(values, "hello") if "Network" in sid]


def test_the_key_may_be_used_for_dead_letters_only(values: dict[str, dict[str, Any]]) -> None:
    statement = statements(values, "long")["EncryptDeadLetters"]
    assert (statement["Action"], statement["Resource"]) == (["kms:Decrypt", "kms:GenerateDataKey"], KEY)
    assert statement["Condition"] == {"StringEquals": {"kms:ViaService": "sqs.us-east-1.amazonaws.com"}}


def test_no_role_makes_log_groups_or_has_wildcard_actions(values: dict[str, dict[str, Any]]) -> None:
    roles = [each for address, each in values.items() if ".aws_iam_role_policy." in address]
    policies = [each["policy"] for each in roles if "policy" in each]
    actions = [action for policy in policies for each in policy["Statement"] for action in _listed(each["Action"])]
    assert len(policies) >= 4
    assert "logs:CreateLogGroup" not in actions
    assert not [action for action in actions if "*" in action]


def test_only_lambda_may_take_a_role(values: dict[str, dict[str, Any]]) -> None:
    for address, each in values.items():
        if ".aws_iam_role." in address:
            [statement] = each["assume_role_policy"]["Statement"]
            assert statement["Action"] == "sts:AssumeRole"
            assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_every_log_group_is_kept_for_a_while_and_not_for_ever(values: dict[str, dict[str, Any]]) -> None:
    groups = [each for address, each in values.items() if ".aws_cloudwatch_log_group." in address]
    assert len(groups) == 9
    assert all(group["retention_in_days"] for group in groups)


def test_everything_is_under_the_key_that_is_given(values: dict[str, dict[str, Any]]) -> None:
    assert values[f"module.long.{FUNCTION}"]["kms_key_arn"] == KEY
    assert values["module.long.aws_cloudwatch_log_group.this"]["kms_key_id"] == KEY
    assert values["module.long.aws_sqs_queue.dead_letter[0]"]["kms_master_key_id"] == KEY


def test_dead_letters_are_encrypted_at_rest_and_in_transit(values: dict[str, dict[str, Any]]) -> None:
    queue = values["module.hello.aws_sqs_queue.dead_letter[0]"]
    [statement] = queue["policy"]["Statement"]
    assert queue["sqs_managed_sse_enabled"] is True
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_long_names_fit_and_stay_apart(values: dict[str, dict[str, Any]]) -> None:
    names = [values[f"module.{module}.aws_iam_role.this"]["name"] for module in ("long", "long_twin")]
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 64
    assert len(values["module.long.aws_sqs_queue.dead_letter[0]"]["name"]) <= 80


def test_further_permissions_are_exactly_the_callers(values: dict[str, dict[str, Any]]) -> None:
    own = statements(values, "long_twin")
    assert own.keys() - statements(values, "hello").keys() == {"ReadOrders", "WriteMetrics"}
    assert own["ReadOrders"] == {
        "Sid": "ReadOrders",
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem"],
        "Resource": ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"],
        "Condition": {"StringEquals": {"dynamodb:Attributes": ["id"]}},
    }
    assert own["WriteMetrics"] == {
        "Sid": "WriteMetrics",
        "Effect": "Allow",
        "Action": ["cloudwatch:PutMetricData"],
        "Resource": ["*"],
    }


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value
