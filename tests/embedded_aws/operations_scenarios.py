"""What stands beside the services: saved queries, budgets, backups; registered in scenarios.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.embedded_aws.scenarios import Client, scenario

ACCOUNT = "123456789012"
BUDGET = {
    "BudgetName": "shop",
    "BudgetType": "COST",
    "TimeUnit": "MONTHLY",
    "BudgetLimit": {"Amount": "10", "Unit": "USD"},
}
SPENT = {
    "NotificationType": "ACTUAL",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 80,
    "ThresholdType": "PERCENTAGE",
}
SOMEBODY = {"SubscriptionType": "EMAIL", "Address": "a@example.com"}
RULE = {"RuleName": "nightly", "TargetBackupVaultName": "shop"}


@scenario
def queries_are_kept_changed_and_dropped(aws: Client) -> None:
    logs = aws("logs")
    kept = logs.put_query_definition(name="shop/errors", queryString="limit 1", logGroupNames=["a"])[
        "queryDefinitionId"
    ]
    logs.put_query_definition(queryDefinitionId=kept, name="shop/errors", queryString="limit 2", logGroupNames=["a"])
    [found] = logs.describe_query_definitions(queryDefinitionNamePrefix="shop/")["queryDefinitions"]
    assert (found["queryDefinitionId"], found["queryString"]) == (kept, "limit 2")
    assert logs.delete_query_definition(queryDefinitionId=kept)["success"] is True
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.delete_query_definition(queryDefinitionId=kept)


MASKING: dict[str, Any] = {
    "Name": "shop",
    "Version": "2021-06-01",
    "Configuration": {"CustomDataIdentifier": [{"Name": "Token", "Regex": "[Bb]earer [a-z]{8,}"}]},
    "Statement": [
        {"DataIdentifier": ["Token"], "Operation": {"Audit": {"FindingsDestination": {}}}},
        {"DataIdentifier": ["Token"], "Operation": {"Deidentify": {"MaskConfig": {}}}},
    ],
}


@scenario
def a_log_group_is_masked_and_indexed_until_it_goes(aws: Client) -> None:
    logs = aws("logs")
    logs.create_log_group(logGroupName="shop")
    logs.put_data_protection_policy(logGroupIdentifier="shop", policyDocument=json.dumps(MASKING))
    logs.put_index_policy(logGroupIdentifier="shop", policyDocument='{"Fields": ["request_id"]}')
    assert json.loads(logs.get_data_protection_policy(logGroupIdentifier="shop")["policyDocument"]) == MASKING
    [policy] = logs.describe_index_policies(logGroupIdentifiers=["shop"])["indexPolicies"]
    assert policy["policyDocument"] == '{"Fields": ["request_id"]}'
    logs.delete_index_policy(logGroupIdentifier="shop")
    assert logs.describe_index_policies(logGroupIdentifiers=["shop"])["indexPolicies"] == []
    logs.delete_log_group(logGroupName="shop")
    logs.create_log_group(logGroupName="shop")
    assert "policyDocument" not in logs.get_data_protection_policy(logGroupIdentifier="shop")


@scenario
def masking_that_aws_does_not_know_is_refused(aws: Client) -> None:
    logs = aws("logs")
    logs.create_log_group(logGroupName="shop")
    group = {"Name": "Token", "Regex": "(a|b)"}
    audit, mask = MASKING["Statement"]
    wrongs: list[dict[str, Any]] = [
        {"Configuration": {"CustomDataIdentifier": [group]}},
        {"Configuration": {}},
        {"Statement": [audit]},
        {"Statement": [audit, mask | {"DataIdentifier": []}]},
    ]
    for wrong in wrongs:
        with pytest.raises(ClientError, match="InvalidParameterException"):
            logs.put_data_protection_policy(logGroupIdentifier="shop", policyDocument=json.dumps(MASKING | wrong))
    nowhere = {"Audit": {"FindingsDestination": {"CloudWatchLogs": {"LogGroup": "nowhere"}}}}
    wrong = {"Statement": [audit | {"Operation": nowhere}, mask]}
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.put_data_protection_policy(logGroupIdentifier="shop", policyDocument=json.dumps(MASKING | wrong))
    with pytest.raises(ClientError, match="InvalidParameterException"):
        logs.put_index_policy(
            logGroupIdentifier="shop", policyDocument=json.dumps({"Fields": [str(n) for n in range(21)]})
        )


@scenario
def budgets_change_and_tell_their_subscribers(aws: Client) -> None:
    budgets = aws("budgets")
    told = [{"Notification": SPENT, "Subscribers": [SOMEBODY]}]
    budgets.create_budget(AccountId=ACCOUNT, Budget=BUDGET, NotificationsWithSubscribers=told)
    budgets.update_budget(AccountId=ACCOUNT, NewBudget=BUDGET | {"BudgetLimit": {"Amount": "20", "Unit": "USD"}})
    assert budgets.describe_budget(AccountId=ACCOUNT, BudgetName="shop")["Budget"]["BudgetLimit"]["Amount"] == "20"
    asked = {"AccountId": ACCOUNT, "BudgetName": "shop", "Notification": SPENT}
    assert budgets.describe_subscribers_for_notification(**asked)["Subscribers"] == [SOMEBODY]


@scenario
def a_budget_of_nothing_is_refused(aws: Client) -> None:
    with pytest.raises(ClientError, match="InvalidParameterException"):
        aws("budgets").create_budget(AccountId=ACCOUNT, Budget=BUDGET | {"BudgetLimit": {"Amount": "0", "Unit": "USD"}})


@scenario
def a_plan_stays_while_it_has_selections(aws: Client) -> None:
    backup, role = aws("backup"), _role(aws)
    backup.create_backup_vault(BackupVaultName="shop")
    plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": "shop", "Rules": [RULE]})["BackupPlanId"]
    selected = {"SelectionName": "tables", "IamRoleArn": role, "Resources": ["arn:aws:dynamodb:*:*:table/orders"]}
    made = backup.create_backup_selection(BackupPlanId=plan, BackupSelection=selected)["SelectionId"]
    assert backup.get_backup_selection(BackupPlanId=plan, SelectionId=made)["BackupSelection"] == selected
    with pytest.raises(ClientError, match="InvalidRequestException"):
        backup.delete_backup_plan(BackupPlanId=plan)
    backup.delete_backup_selection(BackupPlanId=plan, SelectionId=made)
    backup.delete_backup_plan(BackupPlanId=plan)


@scenario
def a_vault_is_empty(aws: Client) -> None:
    backup = aws("backup")
    backup.create_backup_vault(BackupVaultName="shop")
    assert backup.list_recovery_points_by_backup_vault(BackupVaultName="shop")["RecoveryPoints"] == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        backup.list_recovery_points_by_backup_vault(BackupVaultName="none")


@scenario
def a_backup_stays_in_cold_storage_for_ninety_days(aws: Client) -> None:
    backup = aws("backup")
    backup.create_backup_vault(BackupVaultName="shop")
    rule = RULE | {"Lifecycle": {"MoveToColdStorageAfterDays": 30, "DeleteAfterDays": 100}}
    with pytest.raises(ClientError, match="InvalidParameterValueException"):
        backup.create_backup_plan(BackupPlan={"BackupPlanName": "shop", "Rules": [rule]})


@scenario
def restores_are_tested(aws: Client) -> None:
    backup = aws("backup")
    points = {
        "Algorithm": "LATEST_WITHIN_WINDOW",
        "IncludeVaults": ["*"],
        "RecoveryPointTypes": ["SNAPSHOT"],
        "SelectionWindowDays": 7,
    }
    plan = {
        "RestoreTestingPlanName": "shop",
        "ScheduleExpression": "cron(0 9 ? * MON *)",
        "RecoveryPointSelection": points,
    }
    backup.create_restore_testing_plan(RestoreTestingPlan=plan)
    [listed] = backup.list_restore_testing_plans()["RestoreTestingPlans"]
    assert listed["RestoreTestingPlanName"] == "shop"
    selection = {
        "RestoreTestingSelectionName": "tables",
        "ProtectedResourceType": "DynamoDB",
        "ProtectedResourceArns": ["*"],
        "IamRoleArn": _role(aws),
    }
    backup.create_restore_testing_selection(RestoreTestingPlanName="shop", RestoreTestingSelection=selection)
    with pytest.raises(ClientError, match="InvalidRequestException"):
        backup.delete_restore_testing_plan(RestoreTestingPlanName="shop")
    names = {"RestoreTestingPlanName": "shop", "RestoreTestingSelectionName": "tables"}
    assert backup.get_restore_testing_selection(**names)["RestoreTestingSelection"]["ProtectedResourceArns"] == ["*"]
    backup.delete_restore_testing_selection(**names)
    backup.delete_restore_testing_plan(RestoreTestingPlanName="shop")


def _role(aws: Client) -> str:
    trust = '{"Version": "2012-10-17", "Statement": []}'
    return str(aws("iam").create_role(RoleName="backup", AssumeRolePolicyDocument=trust)["Role"]["Arn"])


GROUP = {"GroupName": "shop", "FilterExpression": 'service("orders")'}
SAMPLED = {
    "RuleName": "health",
    "Priority": 1,
    "FixedRate": 0.0,
    "ReservoirSize": 0,
    "Version": 1,
    **dict.fromkeys(("ResourceARN", "ServiceName", "ServiceType", "Host", "HTTPMethod", "URLPath"), "*"),
}


@scenario
def groups_of_traces_keep_what_an_update_does_not_say(aws: Client) -> None:
    xray = aws("xray")
    xray.create_group(**GROUP, InsightsConfiguration={"InsightsEnabled": True, "NotificationsEnabled": True})
    changed = xray.update_group(GroupName="shop", FilterExpression="responsetime > 5")["Group"]
    assert changed["InsightsConfiguration"] == {"InsightsEnabled": True, "NotificationsEnabled": True}
    with pytest.raises(ClientError, match="already exists"):
        xray.create_group(**GROUP)
    with pytest.raises(ClientError, match="InvalidRequestException"):
        xray.update_group(GroupName="shop", InsightsConfiguration={"InsightsEnabled": False})
    xray.delete_group(GroupName="shop")
    with pytest.raises(ClientError, match="InvalidRequestException"):
        xray.get_group(GroupName="shop")


@scenario
def an_account_has_25_sampling_rules(aws: Client) -> None:
    xray = aws("xray")
    for number in range(25):
        xray.create_sampling_rule(SamplingRule=SAMPLED | {"RuleName": f"rule{number}"})
    with pytest.raises(ClientError, match="RuleLimitExceededException"):
        xray.create_sampling_rule(SamplingRule=SAMPLED)
    xray.delete_sampling_rule(RuleName="rule0")
    xray.create_sampling_rule(SamplingRule=SAMPLED, Tags=[{"Key": "Team", "Value": "platform"}])
    changed = xray.update_sampling_rule(SamplingRuleUpdate={"RuleName": "health", "FixedRate": 0.5})
    rule = changed["SamplingRuleRecord"]["SamplingRule"]
    assert (rule["FixedRate"], rule["Priority"]) == (0.5, 1)
    assert xray.list_tags_for_resource(ResourceARN=rule["RuleARN"])["Tags"] == [{"Key": "Team", "Value": "platform"}]
