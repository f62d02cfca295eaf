"""Cost Explorer: monitors of anomalies, who is told of them, and cost allocation tags.

Source: AWS Cost Explorer API Reference, CreateAnomalyMonitor, CreateAnomalySubscription, UpdateCostAllocationTags-
Status; Cost Management User Guide, quotas: one monitor of services an account, 500 others.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("ce", regional=False)

_MONITORS, _SUBSCRIPTIONS, _TAGS, _ALLOCATED = "monitors", "subscriptions", "tags", "allocation tags"
_MOST = 500


@service.operation("CreateAnomalyMonitor")
def create_monitor(call: Call) -> Answer:
    monitor = dict(call.parameters["AnomalyMonitor"])
    kept = call.store[_MONITORS].values()
    by_dimension = monitor["MonitorType"] == "DIMENSIONAL"
    if by_dimension != ("MonitorDimension" in monitor) or by_dimension == ("MonitorSpecification" in monitor):
        raise _invalid("A DIMENSIONAL monitor has a MonitorDimension, a CUSTOM one a MonitorSpecification.")
    # The sentence: aws-cloudformation/cloudformation-coverage-roadmap, issue 2515.
    if by_dimension and any(each.get("MonitorDimension") == monitor["MonitorDimension"] for each in kept):
        raise _invalid("Limit exceeded on dimensional spend monitor creation")
    if len(kept) >= _MOST:
        raise AwsError("LimitExceededException", "Limit exceeded on monitor creation")
    arn = _arn(call, "anomalymonitor")
    call.store[_MONITORS][arn] = monitor | {"MonitorArn": arn, "CreationDate": _today(), "LastUpdatedDate": _today()}
    _remember_tags(call, arn)
    return {"MonitorArn": arn}


@service.operation("GetAnomalyMonitors")
def get_monitors(call: Call) -> Answer:
    named = call.parameters.get("MonitorArnList")
    found = [_monitor(call, arn) for arn in named] if named else list(call.store[_MONITORS].values())
    return {"AnomalyMonitors": found}


@service.operation("UpdateAnomalyMonitor")
def update_monitor(call: Call) -> Answer:
    monitor = _monitor(call, call.parameters["MonitorArn"])
    monitor["MonitorName"] = call.parameters.get("MonitorName", monitor["MonitorName"])
    return {"MonitorArn": monitor["MonitorArn"]}


@service.operation("DeleteAnomalyMonitor")
def delete_monitor(call: Call) -> Answer:
    del call.store[_MONITORS][_monitor(call, call.parameters["MonitorArn"])["MonitorArn"]]
    return {}


@service.operation("CreateAnomalySubscription")
def create_subscription(call: Call) -> Answer:
    subscription = dict(call.parameters["AnomalySubscription"])
    arn = _arn(call, "anomalysubscription")
    told = subscription | {"SubscriptionArn": arn, "AccountId": call.account}
    _check_subscription(call, told)
    call.store[_SUBSCRIPTIONS][arn] = told
    _remember_tags(call, arn)
    return {"SubscriptionArn": arn}


@service.operation("GetAnomalySubscriptions")
def get_subscriptions(call: Call) -> Answer:
    named = call.parameters.get("SubscriptionArnList")
    found = [_subscription(call, arn) for arn in named] if named else list(call.store[_SUBSCRIPTIONS].values())
    return {"AnomalySubscriptions": found}


@service.operation("UpdateAnomalySubscription")
def update_subscription(call: Call) -> Answer:
    arn = call.parameters["SubscriptionArn"]
    changed = _subscription(call, arn) | dict(call.parameters)
    _check_subscription(call, changed)
    call.store[_SUBSCRIPTIONS][arn] = changed
    return {"SubscriptionArn": arn}


@service.operation("DeleteAnomalySubscription")
def delete_subscription(call: Call) -> Answer:
    del call.store[_SUBSCRIPTIONS][_subscription(call, call.parameters["SubscriptionArn"])["SubscriptionArn"]]
    return {}


@service.operation("UpdateCostAllocationTagsStatus")
def allocate(call: Call) -> Answer:
    """Take any key: AWS takes those that some resource has had for a day."""
    for each in call.parameters["CostAllocationTagsStatus"]:
        call.store[_ALLOCATED][each["TagKey"]] = each["Status"]
    return {"Errors": []}


@service.operation("ListCostAllocationTags")
def allocated(call: Call) -> Answer:
    wanted = call.parameters
    return {
        "CostAllocationTags": [
            {"TagKey": key, "Type": "UserDefined", "Status": status}
            for key, status in call.store[_ALLOCATED].items()
            if key in wanted.get("TagKeys", [key]) and status == wanted.get("Status", status)
        ]
    }


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    _remember_tags(call, call.parameters["ResourceArn"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    for key in call.parameters["ResourceTagKeys"]:
        call.store[_TAGS].get(call.parameters["ResourceArn"], {}).pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def tags(call: Call) -> Answer:
    kept = call.store[_TAGS].get(call.parameters["ResourceArn"], {})
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in kept.items()]}


def _check_subscription(call: Call, told: Answer) -> None:
    for arn in told["MonitorArnList"]:
        _monitor(call, arn)
    if not told["Subscribers"]:
        raise _invalid("At least one subscriber is required.")
    if "Threshold" not in told and "ThresholdExpression" not in told:
        raise _invalid("Threshold and ThresholdExpression cannot both be null")  # provider's issue 36853
    # User guide, "Creating your cost monitors and alert subscriptions": each by itself to SNS, summaries to e-mail.
    by_topic = told["Frequency"] == "IMMEDIATE"
    if any((each["Type"] == "SNS") != by_topic for each in told["Subscribers"]):
        raise _invalid("IMMEDIATE alerts go to an SNS topic, DAILY and WEEKLY ones to e-mail addresses.")


def _monitor(call: Call, arn: str) -> Answer:
    if arn not in call.store[_MONITORS]:
        raise AwsError("UnknownMonitorException", f"Monitor {arn} not found")
    found: Answer = call.store[_MONITORS][arn]
    return found


def _subscription(call: Call, arn: str) -> Answer:
    if arn not in call.store[_SUBSCRIPTIONS]:
        raise AwsError("UnknownSubscriptionException", f"Subscription {arn} not found")
    found: Answer = call.store[_SUBSCRIPTIONS][arn]
    return found


def _remember_tags(call: Call, arn: str) -> None:
    given: list[dict[str, Any]] = call.parameters.get("ResourceTags", [])
    call.store[_TAGS].setdefault(arn, {}).update({each["Key"]: each["Value"] for each in given})


def _arn(call: Call, kind: str) -> str:
    return f"arn:aws:ce::{call.account}:{kind}/{uuid.uuid4()}"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _invalid(said: str) -> AwsError:
    return AwsError("ValidationException", said)
