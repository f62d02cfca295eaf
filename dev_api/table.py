"""The sessions table in the embedded AWS, as modules/compute makes it."""

from __future__ import annotations

import boto3

NAME = "dev-api-sessions"
INDEX = "UserIndex"


def ensure() -> None:
    """Make the table unless it is there."""
    client = boto3.client("dynamodb")
    if NAME in client.list_tables()["TableNames"]:
        return
    client.create_table(
        TableName=NAME,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("session_id", "user_id", "last_activity")
        ],
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": INDEX,
                "KeySchema": [
                    {"AttributeName": "user_id", "KeyType": "HASH"},
                    {"AttributeName": "last_activity", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    client.update_time_to_live(TableName=NAME, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"})
