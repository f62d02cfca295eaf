"""What the additions to DynamoDB make possible."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.scenarios import Client, refused, scenario

TEN = {"ReadCapacityUnits": 10, "WriteCapacityUnits": 10}
INDEX_UPDATE = {"GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": "ByUser", "ProvisionedThroughput": TEN}}]}


def make_table(aws: Client) -> None:
    aws("dynamodb").create_table(
        TableName="sessions",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("id", "user")],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "ByUser",
                "KeySchema": [{"AttributeName": "user", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
                "ProvisionedThroughput": TEN,
            }
        ],
        BillingMode="PROVISIONED",
        ProvisionedThroughput=TEN,
    )


def capacities(aws: Client) -> list[Any]:
    table = aws("dynamodb").describe_table(TableName="sessions")["Table"]
    [index] = table["GlobalSecondaryIndexes"]
    return [each["ProvisionedThroughput"]["ReadCapacityUnits"] for each in (table, index)]


@scenario
def on_demand_tables_and_indexes_have_no_capacity(aws: Client) -> None:
    make_table(aws)
    assert capacities(aws) == [10, 10]
    aws("dynamodb").update_table(TableName="sessions", BillingMode="PAY_PER_REQUEST")
    assert capacities(aws) == [0, 0]
    aws("dynamodb").update_table(
        TableName="sessions", BillingMode="PROVISIONED", ProvisionedThroughput=TEN, **INDEX_UPDATE
    )
    assert capacities(aws) == [10, 10]


@scenario
def provisioned_tables_need_a_capacity_for_each_index(aws: Client) -> None:
    make_table(aws)
    client = aws("dynamodb")
    client.update_table(TableName="sessions", BillingMode="PAY_PER_REQUEST")
    with refused("ValidationException"):
        client.update_table(TableName="sessions", BillingMode="PROVISIONED", **INDEX_UPDATE)
    with refused("ValidationException"):
        client.update_table(TableName="sessions", BillingMode="PROVISIONED", ProvisionedThroughput=TEN)
