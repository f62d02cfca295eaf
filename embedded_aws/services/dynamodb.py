"""DynamoDB: what a change of the billing mode asks of capacities and does to them, and what AWS refuses beside that."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("dynamodb")

_NO_CAPACITY = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
_INDEXES = 20
_SWITCHES_A_DAY = 4
_SWITCHED = "switched to on-demand"  # by table: when


@service.refusal("CreateTable")
def check_new(call: Call) -> None:
    indexes = call.parameters.get("GlobalSecondaryIndexes", [])
    if len(indexes) > _INDEXES:
        raise _invalid("GlobalSecondaryIndex count exceeds the per-table limit of 20")
    if call.parameters.get("BillingMode", "PROVISIONED") == "PROVISIONED":
        for index in indexes:
            if "ProvisionedThroughput" not in index:
                raise _invalid(f"ProvisionedThroughput must be specified for index: {index['IndexName']}")


@service.refusal("UpdateTable")
def check_update(call: Call) -> None:
    mode = call.parameters.get("BillingMode")
    if mode == "PROVISIONED":
        _check_capacities(call)
    if mode == "PAY_PER_REQUEST":
        _check_switches(call)
    _check_one_at_a_time(call)
    # https://github.com/hashicorp/terraform-provider-aws/issues/35673
    if "StreamSpecification" in call.parameters and "ProvisionedThroughput" in call.parameters:
        raise AwsError("ValidationException", "You cannot modify stream status while updating table IOPS")


@service.refusal("DeleteTable")
def check_protection(call: Call) -> None:
    """Refuse in AWS's words, which moto's are not."""
    try:
        table = call.ask("DescribeTable", TableName=call.parameters["TableName"])["Table"]
    except AwsError:
        return
    if table.get("DeletionProtectionEnabled"):
        raise AwsError(
            "ValidationException",
            "Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first.",
        )
    call.store[_SWITCHED].pop(call.parameters["TableName"], None)


@service.refusal("UpdateTimeToLive")
def check_time_to_live(call: Call) -> None:
    """Refuse another attribute while one is active.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
    """
    asked = call.parameters["TimeToLiveSpecification"]
    found = call.ask("DescribeTimeToLive", TableName=call.parameters["TableName"])["TimeToLiveDescription"]
    if found["TimeToLiveStatus"] != "ENABLED":
        return
    active = found["AttributeName"]
    if asked["AttributeName"] != active:
        raise AwsError(
            "ValidationException",
            f"TimeToLive is active on a different AttributeName: current AttributeName is {active}",
        )
    if asked["Enabled"]:
        raise AwsError("ValidationException", "TimeToLive is already enabled")


def _check_switches(call: Call) -> None:
    """Refuse the fifth change to on-demand within a day.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html, switching capacity modes
    """
    table = call.ask("DescribeTable", TableName=call.parameters["TableName"])["Table"]
    if _on_demand(table):
        return
    now = time.time()
    lately = [when for when in call.store[_SWITCHED].get(table["TableName"], []) if now - when < 86400]
    if len(lately) >= _SWITCHES_A_DAY:
        raise AwsError(
            "LimitExceededException",
            "Subscriber limit exceeded: Update to PayPerRequest mode are limited to once in 1 day(s). Last update at "
            f"{time.strftime('%a %b %d %H:%M:%S UTC %Y', time.gmtime(lately[-1]))}.",
        )
    call.store[_SWITCHED][table["TableName"]] = [*lately, now]


def _check_one_at_a_time(call: Call) -> None:
    """Refuse two indexes made or removed in one call.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
    """
    kinds = [kind for update in call.parameters.get("GlobalSecondaryIndexUpdates", []) for kind in update]
    if sum(kind != "Update" for kind in kinds) > 1:
        raise AwsError(
            "LimitExceededException",
            "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
        )


def _check_capacities(call: Call) -> None:
    """Refuse to leave PAY_PER_REQUEST while the table or an index is not told its capacity."""
    table = call.ask("DescribeTable", TableName=call.parameters["TableName"])["Table"]
    if not _on_demand(table):
        return
    if "ProvisionedThroughput" not in call.parameters:
        raise _invalid(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        )
    told = {update["Update"]["IndexName"] for update in _index_updates(call)}
    for index in table.get("GlobalSecondaryIndexes", []):
        if index["IndexName"] not in told:
            raise _invalid(f"ProvisionedThroughput must be specified for index: {index['IndexName']}")


def _index_updates(call: Call) -> Iterator[dict[str, Any]]:
    updates = call.parameters.get("GlobalSecondaryIndexUpdates", [])
    return (update for update in updates if "ProvisionedThroughput" in update.get("Update", {}))


def _invalid(problem: str) -> AwsError:
    return AwsError("ValidationException", f"One or more parameter values were invalid: {problem}")


@service.completion("CreateTable", "DescribeTable", "UpdateTable")
def show_no_capacity(_call: Call, answer: Answer) -> None:
    table = answer.get("Table") or answer["TableDescription"]
    if _on_demand(table):
        for each in (table, *table.get("GlobalSecondaryIndexes", [])):
            each["ProvisionedThroughput"] = each.get("ProvisionedThroughput", {}) | _NO_CAPACITY


def _on_demand(table: Answer) -> bool:
    return bool(table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST")
