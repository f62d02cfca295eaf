"""DynamoDB: what a change of the billing mode asks of capacities, and does to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("dynamodb")

_NO_CAPACITY = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


@service.operation("UpdateTable")
def update(call: Call) -> Answer:
    if call.parameters.get("BillingMode") == "PROVISIONED":
        _check_capacities(call)
    return call.ask("UpdateTable", **call.parameters)


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
