"""What stands beside the services: the examples of dashboard, budget, backup and others, planned together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.harness import ROOT, Inventory, failed_checks, module_root, plan, readme_blocks, resources

HERE = Path(__file__).parent
MODULES = (
    "saved-queries",
    "budget",
    "backup",
    "tracing",
    "failover",
    "alarm-topic",
    "service-health",
    "log-group-policies",
)
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    """All that the READMEs' examples plan."""
    root = module_root(tmp_path_factory.mktemp("beside"), "dashboard", HERE / "beside-services/support.tf")
    for module in MODULES:
        (root / f"{module}.tf").write_text("\n".join(readme_blocks(module)))
    return plan(root)


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    assert failed_checks(planned) == {}
    return resources(planned)


def test_inventory(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(HERE / "beside-services/inventory.yaml").check(planned, request)


def test_a_group_of_traces_names_its_services(values: Values) -> None:
    group = values['module.tracing.aws_xray_group.this["shop-prod"]']
    assert group["filter_expression"] == 'service("shop-prod-api/v1") OR service("shop-prod-orders")'
    assert values['module.tracing.aws_xray_group.this["shop-prod-slow"]']["filter_expression"] == "responsetime > 5"


def test_a_failover_has_two_targets_and_a_check_of_the_first(values: Values) -> None:
    records = {address: each for address, each in values.items() if "module.failover.aws_route53_record" in address}
    ways = {each["set_identifier"]: each["failover_routing_policy"] for each in records.values()}
    assert ways == {"primary": [{"type": "PRIMARY"}], "secondary": [{"type": "SECONDARY"}]}
    assert all(each["alias"][0]["evaluate_target_health"] for each in records.values())
    check = values['module.failover.aws_route53_health_check.this["PRIMARY"]']
    assert (check["type"], check["resource_path"], check["enable_sni"]) == ("HTTPS", "/health", True)
    alarm = values['module.failover.module.alarms.aws_cloudwatch_metric_alarm.this["primary"]']
    assert (alarm["comparison_operator"], alarm["treat_missing_data"]) == ("LessThanThreshold", "breaching")


def test_a_service_tells_once_and_not_while_what_it_stands_on_is_to_blame(values: Values) -> None:
    service = values["module.service_health.aws_cloudwatch_composite_alarm.this"]
    assert service["alarm_name"] == "shop-prod-load-balancer-main-unhealthy"
    assert service["alarm_rule"] == 'ALARM("shop-prod-main-balancer-errors") OR ALARM("shop-prod-main-target-errors")'
    [silence] = service["actions_suppressor"]
    assert silence == {
        "alarm": "shop-prod-load-balancer-main-dependencies",
        "wait_period": 180,
        "extension_period": 300,
    }
    below = values["module.service_health.aws_cloudwatch_composite_alarm.dependencies[0]"]
    assert below["alarm_rule"] == 'ALARM("shop-prod-orders-tasks") OR ALARM("shop-prod-web-tasks")'
    assert (service["alarm_actions"], below["alarm_actions"]) == (service["ok_actions"], None)
    assert len(service["alarm_actions"]) == 1


# Dashboard Body Structure and Syntax, CloudWatch API Reference: what a widget of each type must have.
REQUIRED = {
    "text": {"markdown"},
    "metric": {"metrics", "region", "view", "stat", "period"},
    "alarm": {"alarms", "title"},
}


def test_a_dashboard_is_as_cloudwatch_reads_it(values: Values) -> None:
    body = values["module.dashboard.aws_cloudwatch_dashboard.this"]["dashboard_body"]
    widgets = (json.loads(body) if isinstance(body, str) else body)["widgets"]
    assert [widget["type"] for widget in widgets] == ["text", "metric", "metric"]
    for widget in widgets:
        assert REQUIRED[widget["type"]] <= widget["properties"].keys()
        assert 1 <= widget["width"] <= 24
        assert 1 <= widget["height"] <= 1000
    assert widgets[1]["properties"]["metrics"] == [
        ["AWS/Lambda", "Invocations", "FunctionName", "shop-prod-bills", {"label": "bills"}],
        ["AWS/Lambda", "Invocations", "FunctionName", "shop-prod-orders", {"label": "orders"}],
    ]
    assert [widget["properties"].get("stat") for widget in widgets] == [None, "Sum", "p95"]


def test_queries_stand_in_the_folder(values: Values) -> None:
    query = values['module.saved_queries.aws_cloudwatch_query_definition.this["function-errors"]']
    assert (query["name"], query["log_group_names"]) == ("shop-prod/function-errors", ["/aws/lambda/shop-prod-orders"])


def test_what_is_masked_is_looked_for_first_and_found_on_record(values: Values) -> None:
    policy = values['module.log_group_policies.aws_cloudwatch_log_data_protection_policy.this["orders"]'][
        "policy_document"
    ]
    audit, mask = policy["Statement"]
    assert audit["DataIdentifier"] == mask["DataIdentifier"]
    assert "arn:aws:dataprotection::aws:data-identifier/EmailAddress" in mask["DataIdentifier"]
    found = "/aws/vendedlogs/data-protection/shop-prod"
    assert audit["Operation"] == {"Audit": {"FindingsDestination": {"CloudWatchLogs": {"LogGroup": found}}}}
    assert mask["Operation"] == {"Deidentify": {"MaskConfig": {}}}


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('{"authorization": "Bearer abcdef.123456"}', '{"authorization": "*"}'),
        ("token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl.", "token=*."),
        ("the bearer of news", "the bearer of news"),
    ],
)
def test_tokens_are_masked_and_other_words_are_not(values: Values, line: str, shown: str) -> None:
    policy = values['module.log_group_policies.aws_cloudwatch_log_data_protection_policy.this["waf"]'][
        "policy_document"
    ]
    for custom in policy["Configuration"]["CustomDataIdentifier"]:
        line = re.sub(custom["Regex"], "*", line)
    assert line == shown


def test_fields_of_requests_are_indexed_where_lines_have_them(values: Values) -> None:
    indexed = {address: each for address, each in values.items() if "aws_cloudwatch_log_index_policy" in address}
    assert list(indexed) == ['module.log_group_policies.aws_cloudwatch_log_index_policy.this["orders"]']
    [policy] = indexed.values()
    assert {"request_id", "trace_id", "route", "status"} <= set(policy["policy_document"]["Fields"])


def test_a_budget_tells_of_what_was_spent_and_of_what_is_expected(values: Values) -> None:
    budget = values["module.budget.aws_budgets_budget.this"]
    assert (budget["budget_type"], budget["time_unit"], budget["limit_amount"]) == ("COST", "MONTHLY", "2000.00")
    assert budget["cost_filter"] == [{"name": "TagKeyValue", "values": ["user:Environment$prod"]}]
    told = {(each["notification_type"], each["threshold"]) for each in budget["notification"]}
    assert told == {("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)}
    assert {each["comparison_operator"] for each in budget["notification"]} == {"GREATER_THAN"}
    assert all(each["subscriber_email_addresses"] == ["platform@example.com"] for each in budget["notification"])


def test_a_budget_that_stops_something_asks_first_and_may_do_that_only(values: Values) -> None:
    stopping = "module.stopping_budget"
    action = values[f"{stopping}.aws_budgets_budget_action.this[0]"]
    assert (action["approval_model"], action["action_type"]) == ("MANUAL", "APPLY_IAM_POLICY")
    assert action["definition"][0]["iam_action_definition"][0]["roles"] == ["shop-dev-deploy"]
    [allowed] = values[f"{stopping}.aws_iam_role_policy.action[0]"]["policy"]["Statement"]
    assert allowed["Action"] == ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
    assert allowed["Resource"] == ["arn:aws:iam::123456789012:role/shop-dev-deploy"]
    assert allowed["Condition"] == {"ArnEquals": {"iam:PolicyARN": "arn:aws:iam::aws:policy/AWSDenyAll"}}
    [trust] = values[f"{stopping}.aws_iam_role.action[0]"]["assume_role_policy"]["Statement"]
    assert trust["Principal"] == {"Service": "budgets.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}
    assert not any(address.startswith("module.budget.aws_iam_role") for address in values)


def test_a_backup_has_an_end_a_copy_and_a_test(values: Values) -> None:
    [rule] = values["module.backup.aws_backup_plan.this"]["rule"]
    assert rule["target_vault_name"] == "shop-prod"
    assert rule["lifecycle"][0]["delete_after"] == 35
    [copy] = rule["copy_action"]
    assert copy["destination_vault_arn"].startswith("arn:aws:backup:us-west-2:")
    assert copy["lifecycle"] == rule["lifecycle"]
    assert values["module.backup.aws_backup_vault.this"]["force_destroy"] is False
    assert values["module.backup.aws_backup_vault.this"]["kms_key_arn"].startswith("arn:aws:kms:")
    [tested] = values["module.backup.aws_backup_restore_testing_plan.this[0]"]["recovery_point_selection"]
    assert (tested["algorithm"], tested["selection_window_days"]) == ("LATEST_WITHIN_WINDOW", 7)


def test_only_aws_backup_of_the_account_takes_the_role(values: Values) -> None:
    [trust] = values["module.backup.aws_iam_role.this"]["assume_role_policy"]["Statement"]
    assert trust["Principal"] == {"Service": "backup.amazonaws.com"}
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    attached = {each["policy_arn"] for address, each in values.items() if ".aws_iam_role_policy_attachment." in address}
    assert attached == {
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    }


def test_managed_policies_are_those_that_aws_has() -> None:
    """moto ships the names and documents of AWS's managed policies."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    known = json.loads(aws_managed_policies_data)
    text = (ROOT / "modules/backup/main.tf").read_text()
    for name in ("AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForRestores"):
        assert name in text
        assert known[name]["Path"] == "/service-role/"
