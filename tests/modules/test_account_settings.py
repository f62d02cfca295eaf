"""What an account has once, and who is told of its costs: the READMEs' examples, planned together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tftest

from tests.harness import Inventory, failed_checks, module_root, plan, readme_blocks, resources

HERE = Path(__file__).parent
SETTINGS = "module.account_settings"
Values = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    root = module_root(tmp_path_factory.mktemp("account"), "account-settings", HERE / "account-settings/support.tf")
    (root / "anomalies.tf").write_text("\n".join(readme_blocks("cost-anomalies")))
    return plan(root)


@pytest.fixture(scope="module")
def values(planned: tftest.TerraformPlanOutput) -> Values:
    assert failed_checks(planned) == {}
    return resources(planned)


def test_inventory(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(HERE / "account-settings/inventory.yaml").check(planned, request)


def test_a_tag_has_a_monitor_of_its_own_and_the_account_one_of_all_services(values: Values) -> None:
    by_tag = values["module.cost_anomalies.aws_ce_anomaly_monitor.this"]
    assert by_tag["monitor_type"] == "CUSTOM"
    assert by_tag["monitor_specification"]["Tags"] == {"Key": "Environment", "MatchOptions": None, "Values": ["prod"]}
    of_all = values["module.account_anomalies.aws_ce_anomaly_monitor.this"]
    assert (of_all["monitor_type"], of_all["monitor_dimension"]) == ("DIMENSIONAL", "SERVICE")


def test_addresses_get_a_summary_of_what_exceeds_both_thresholds(values: Values) -> None:
    told = values['module.cost_anomalies.aws_ce_anomaly_subscription.this["emails"]']
    assert told["frequency"] == "DAILY"
    [expression] = told["threshold_expression"]
    asked = {part["dimension"][0]["key"]: part["dimension"][0]["values"] for part in expression["and"]}
    assert asked == {"ANOMALY_TOTAL_IMPACT_ABSOLUTE": ["100"], "ANOMALY_TOTAL_IMPACT_PERCENTAGE": ["40"]}


def test_a_topic_is_told_at_once_of_what_exceeds_the_one_threshold(values: Values) -> None:
    told = values['module.account_anomalies.aws_ce_anomaly_subscription.this["topic"]']
    assert (told["frequency"], told["subscriber"][0]["type"]) == ("IMMEDIATE", "SNS")
    [expression] = told["threshold_expression"]
    assert expression["dimension"][0]["values"] == ["500"]
    assert expression["and"] == []


def test_xray_of_the_account_alone_writes_spans(values: Values) -> None:
    [statement] = values[f"{SETTINGS}.aws_cloudwatch_log_resource_policy.spans[0]"]["policy_document"]["Statement"]
    assert statement["Principal"] == {"Service": "xray.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "123456789012"}
    assert [name.split(":log-group:")[1] for name in statement["Resource"]] == [
        "aws/spans:*",
        "/aws/application-signals/data:*",
    ]
    search = values[f"{SETTINGS}.aws_cloudcontrolapi_resource.transaction_search[0]"]
    assert search["desired_state"] == {"IndexingPercentage": 1}


def test_the_bill_goes_to_a_private_bucket_that_aws_writes_to_for_this_account_only(values: Values) -> None:
    write, tls = values[f"{SETTINGS}.aws_s3_bucket_policy.cost_export[0]"]["policy"]["Statement"]
    assert write["Principal"] == {"Service": ["billingreports.amazonaws.com", "bcm-data-exports.amazonaws.com"]}
    assert write["Action"] == ["s3:PutObject", "s3:GetBucketPolicy"]
    assert write["Condition"]["StringLike"]["aws:SourceAccount"] == "123456789012"
    assert tls["Effect"] == "Deny"
    access = values[f"{SETTINGS}.aws_s3_bucket_public_access_block.cost_export[0]"]
    assert all(access[name] for name in access if name.startswith(("block_", "ignore_", "restrict_")))
    assert values[f"{SETTINGS}.aws_s3_bucket.cost_export[0]"]["force_destroy"] is False


def test_the_bill_names_resources_and_tags(values: Values) -> None:
    [export] = values[f"{SETTINGS}.aws_bcmdataexports_export.cost[0]"]["export"]
    [query] = export["data_query"]
    assert {"line_item_resource_id", "resource_tags", "line_item_unblended_cost"} <= set(
        query["query_statement"].replace(",", "").split()
    )
    assert query["table_configurations"]["COST_AND_USAGE_REPORT"]["INCLUDE_RESOURCES"] == "TRUE"


def test_the_account_is_enrolled_and_tells_costs_apart_by_our_tags(values: Values) -> None:
    assert values[f"{SETTINGS}.aws_computeoptimizer_enrollment_status.this[0]"]["status"] == "Active"
    assert f"{SETTINGS}.aws_costoptimizationhub_enrollment_status.this[0]" in values
    tags = {each["tag_key"]: each["status"] for name, each in values.items() if ".aws_ce_cost_allocation_tag." in name}
    assert tags == {"Project": "Active", "Environment": "Active"}
