"""What the additions to DynamoDB make possible."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

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


@scenario
def new_provisioned_tables_need_a_capacity_for_each_index(aws: Client) -> None:
    index = {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    table: dict[str, Any] = {
        "TableName": "t",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    }
    with refused("ValidationException"):
        aws("dynamodb").create_table(
            **table, ProvisionedThroughput=TEN, GlobalSecondaryIndexes=[index | {"IndexName": "one"}]
        )
    many = [index | {"IndexName": f"index{number}"} for number in range(21)]
    with refused("ValidationException"):
        aws("dynamodb").create_table(**table, BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=many)


@scenario
def tables_change_their_mode_four_times_a_day_and_one_index_at_a_time(aws: Client) -> None:
    make_table(aws)
    client = aws("dynamodb")
    for _ in range(4):
        client.update_table(TableName="sessions", BillingMode="PAY_PER_REQUEST")
        client.update_table(TableName="sessions", BillingMode="PROVISIONED", ProvisionedThroughput=TEN, **INDEX_UPDATE)
    with refused("LimitExceededException"):
        client.update_table(TableName="sessions", BillingMode="PAY_PER_REQUEST")
    key = {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    made = [{"Create": {"IndexName": name, "ProvisionedThroughput": TEN, **key}} for name in ("one", "two")]
    with refused("LimitExceededException"):
        client.update_table(
            TableName="sessions",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=made,
        )
    with refused("ValidationException"):
        client.update_table(
            TableName="sessions",
            ProvisionedThroughput=TEN,
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )


@scenario
def protected_tables_stay_and_one_attribute_ends_items(aws: Client) -> None:
    make_table(aws)
    client = aws("dynamodb")
    client.update_table(TableName="sessions", DeletionProtectionEnabled=True)
    with pytest.raises(
        ClientError, match=r"currently protected against deletion\. Disable deletion protection first\."
    ):
        client.delete_table(TableName="sessions")
    ending = {"TableName": "sessions", "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "expires_at"}}
    client.update_time_to_live(**ending)
    with refused("ValidationException"):
        client.update_time_to_live(**ending)
    ending["TimeToLiveSpecification"] = {"Enabled": True, "AttributeName": "ends"}
    with refused("ValidationException"):
        client.update_time_to_live(**ending)
