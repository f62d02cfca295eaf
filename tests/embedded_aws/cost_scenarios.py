"""What an account has for its costs: anomalies, recommendations, exports; registered in scenarios.py."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from tests.embedded_aws.scenarios import Client, scenario

ACCOUNT = "123456789012"
SERVICES = {"MonitorName": "account", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}
IMPACT = {
    "Dimensions": {
        "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
        "Values": ["100"],
    }
}
TOPIC = {"Type": "SNS", "Address": f"arn:aws:sns:us-east-1:{ACCOUNT}:cost"}
SEARCH = {"TypeName": "AWS::XRay::TransactionSearchConfig", "DesiredState": json.dumps({"IndexingPercentage": 5})}


@scenario
def an_action_needs_a_role_that_budgets_may_take(aws: Client) -> None:
    budgets, iam = aws("budgets"), aws("iam")
    limit = {"Amount": "10", "Unit": "USD"}
    budget = {"BudgetName": "shop", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": limit}
    budgets.create_budget(AccountId=ACCOUNT, Budget=budget)
    denied = {"PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll", "Roles": ["deploy"]}
    asked = {
        "AccountId": ACCOUNT,
        "BudgetName": "shop",
        "NotificationType": "ACTUAL",
        "ActionType": "APPLY_IAM_POLICY",
        "ActionThreshold": {"ActionThresholdValue": 100, "ActionThresholdType": "PERCENTAGE"},
        "Definition": {"IamActionDefinition": denied},
        "ExecutionRoleArn": f"arn:aws:iam::{ACCOUNT}:role/budget",
        "ApprovalModel": "MANUAL",
        "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "a@example.com"}],
    }
    with pytest.raises(ClientError, match="AccessDeniedException"):
        budgets.create_budget_action(**asked)
    trust = {"Effect": "Allow", "Principal": {"Service": "budgets.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    iam.create_role(RoleName="budget", AssumeRolePolicyDocument=document)
    named = {"AccountId": ACCOUNT, "BudgetName": "shop", "ActionId": budgets.create_budget_action(**asked)["ActionId"]}
    budgets.update_budget_action(**named, ApprovalModel="AUTOMATIC")
    found = budgets.describe_budget_action(**named)["Action"]
    assert (found["Status"], found["ApprovalModel"]) == ("STANDBY", "AUTOMATIC")
    budgets.delete_budget(AccountId=ACCOUNT, BudgetName="shop")
    with pytest.raises(ClientError, match="NotFoundException"):
        budgets.describe_budget_action(**named)


@scenario
def an_account_has_one_monitor_of_its_services(aws: Client) -> None:
    ce = aws("ce")
    tagged = {"Tags": {"Key": "Environment", "Values": ["prod"]}}
    for name in ("prod", "uat"):
        monitor = {"MonitorName": name, "MonitorType": "CUSTOM", "MonitorSpecification": tagged}
        ce.create_anomaly_monitor(AnomalyMonitor=monitor)
    arn = ce.create_anomaly_monitor(AnomalyMonitor=SERVICES)["MonitorArn"]
    with pytest.raises(ClientError, match="Limit exceeded on dimensional spend monitor creation"):
        ce.create_anomaly_monitor(AnomalyMonitor=SERVICES)
    ce.delete_anomaly_monitor(MonitorArn=arn)
    with pytest.raises(ClientError, match="UnknownMonitorException"):
        ce.get_anomaly_monitors(MonitorArnList=[arn])


@scenario
def addresses_get_summaries_and_topics_each_anomaly(aws: Client) -> None:
    ce = aws("ce")
    arn = ce.create_anomaly_monitor(AnomalyMonitor=SERVICES)["MonitorArn"]
    told = {"SubscriptionName": "a", "MonitorArnList": [arn], "Subscribers": [TOPIC], "ThresholdExpression": IMPACT}
    with pytest.raises(ClientError, match="ValidationException"):
        ce.create_anomaly_subscription(AnomalySubscription=told | {"Frequency": "DAILY"})
    made = ce.create_anomaly_subscription(AnomalySubscription=told | {"Frequency": "IMMEDIATE"})["SubscriptionArn"]
    with pytest.raises(ClientError, match="ValidationException"):
        ce.update_anomaly_subscription(SubscriptionArn=made, Frequency="WEEKLY")
    [found] = ce.get_anomaly_subscriptions(SubscriptionArnList=[made])["AnomalySubscriptions"]
    assert (found["Frequency"], found["ThresholdExpression"]) == ("IMMEDIATE", IMPACT)


@scenario
def tags_become_cost_allocation_tags(aws: Client) -> None:
    ce = aws("ce")
    ce.update_cost_allocation_tags_status(CostAllocationTagsStatus=[{"TagKey": "Project", "Status": "Active"}])
    [found] = ce.list_cost_allocation_tags(TagKeys=["Project"])["CostAllocationTags"]
    assert found["Status"] == "Active"


@scenario
def accounts_enrol_for_recommendations(aws: Client) -> None:
    optimizer, hub = aws("compute-optimizer"), aws("cost-optimization-hub")
    assert optimizer.get_enrollment_status()["status"] == "Inactive"
    optimizer.update_enrollment_status(status="Active")
    assert optimizer.get_enrollment_status()["status"] == "Active"
    hub.update_enrollment_status(status="Active")
    assert hub.list_enrollment_statuses()["items"][0]["status"] == "Active"


@scenario
def costs_are_exported_into_buckets_that_let_aws_write(aws: Client) -> None:
    s3, exports = aws("s3"), aws("bcm-data-exports")
    s3.create_bucket(Bucket="costs-of-shop")
    output = {"OutputType": "CUSTOM", "Format": "PARQUET", "Compression": "PARQUET", "Overwrite": "OVERWRITE_REPORT"}
    target = {"S3Bucket": "costs-of-shop", "S3Prefix": "a", "S3Region": "us-east-1", "S3OutputConfigurations": output}
    export = {
        "Name": "costs",
        "DataQuery": {"QueryStatement": "SELECT line_item_usage_type FROM COST_AND_USAGE_REPORT"},
        "DestinationConfigurations": {"S3Destination": target},
        "RefreshCadence": {"Frequency": "SYNCHRONOUS"},
    }
    with pytest.raises(ClientError, match="S3 bucket permission validation failed"):
        exports.create_export(Export=export)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": ["bcm-data-exports.amazonaws.com"]},
        "Action": ["s3:PutObject", "s3:GetBucketPolicy"],
        "Resource": ["arn:aws:s3:::costs-of-shop", "arn:aws:s3:::costs-of-shop/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket="costs-of-shop", Policy=policy)
    arn = exports.create_export(Export=export)["ExportArn"]
    assert exports.get_export(ExportArn=arn)["Export"]["Name"] == "costs"
    exports.delete_export(ExportArn=arn)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        exports.get_export(ExportArn=arn)


@scenario
def spans_are_searched_once_xray_may_write_them(aws: Client) -> None:
    control = aws("cloudcontrol")
    with pytest.raises(ClientError, match="does not have permission to call PutLogEvents"):
        control.create_resource(**SEARCH)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "xray.amazonaws.com"},
        "Action": "logs:PutLogEvents",
        "Resource": [f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:aws/spans:*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws("logs").put_resource_policy(policyName="TransactionSearchAccess", policyDocument=policy)
    control.create_resource(**SEARCH)
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        control.create_resource(**SEARCH)
    named = {"TypeName": SEARCH["TypeName"], "Identifier": ACCOUNT}
    patch = [{"op": "replace", "path": "/IndexingPercentage", "value": 10}]
    control.update_resource(**named, PatchDocument=json.dumps(patch))
    found = json.loads(control.get_resource(**named)["ResourceDescription"]["Properties"])
    assert found == {"IndexingPercentage": 10, "AccountId": ACCOUNT}
    control.delete_resource(**named)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        control.get_resource(**named)
