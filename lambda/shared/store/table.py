"""The one table: sessions, signing keys and WebSocket connections, told apart by the form of their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from shared.settings import Settings
from shared.store.aws import config, problems_of, session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table as Resource

Item = Mapping[str, Any]
Write = Literal["put_item", "update_item", "delete_item"]


class Table:
    """Items by their key; each method raises ApiError."""

    def __init__(self, settings: Settings) -> None:
        limits = config(connect_timeout=1, read_timeout=2)
        self._table: Resource = session().resource("dynamodb", config=limits).Table(settings.sessions_table)
        self._index = settings.user_index

    def get(self, key: str) -> Item | None:
        with problems_of("dynamodb"):
            return self._table.get_item(Key={"session_id": key}, ConsistentRead=True).get("Item")

    def query(self, start: Item | None, values: Item, **arguments: Any) -> tuple[list[Item], Item | None]:
        """Return items of the index, latest first, and where to go on (None: that was all)."""
        if start:
            arguments["ExclusiveStartKey"] = start
        with problems_of("dynamodb"):
            answer = self._table.query(
                IndexName=self._index, ExpressionAttributeValues=dict(values), ScanIndexForward=False, **arguments
            )
        return list(answer["Items"]), answer.get("LastEvaluatedKey")

    def write(self, operation: Write, condition: str, values: Item, **arguments: Any) -> bool:
        """Write if the condition holds, and tell whether it did."""
        arguments["ConditionExpression"] = condition
        if values:
            arguments["ExpressionAttributeValues"] = values
        with problems_of("dynamodb"):
            try:
                getattr(self._table, operation)(**arguments)
            except ClientError as error:
                if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                    return False
                raise
        return True
