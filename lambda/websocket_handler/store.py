"""Connections: who is at the other end, until when, and the way to send them something.

API Gateway knows what the authorizer said at $connect, but keeps no count of messages. The rows here do, in the
sessions table: their keys have another form than a session's, and they lack what would put them into its index.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from shared.caller import Caller
from shared.errors import TooManyError, UnauthorizedError
from shared.store.aws import config, problems_of, session
from shared.store.table import Table
from websocket_handler.errors import GoneError

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

MESSAGES_A_MINUTE = 30
_LIFE_SECONDS = 2 * 60 * 60 + 10 * 60  # API Gateway ends a connection after two hours, and may not say so


class Connections:
    """Rows of open connections; each method raises ApiError."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def open(self, connection_id: str, who: Caller, now: float) -> None:
        """Remember who connected."""
        row = _key(connection_id) | {
            "user_id": who.user_id,
            "authorized_until": who.expires,
            "expires_at": int(now) + _LIFE_SECONDS,
        }
        mine = "attribute_not_exists(session_id) OR user_id = :me"
        if not self._table.write("put_item", mine, {":me": who.user_id}, Item=row):
            raise UnauthorizedError

    def admit(self, connection_id: str, now: float) -> Caller:
        """Return who is at the other end of a message; refuse it after their token expired, or after too many."""
        key = _key(connection_id)
        row = self._table.get(key["session_id"])
        if row is None or row["expires_at"] <= now:
            raise UnauthorizedError
        who = Caller(row["user_id"], int(row["authorized_until"]))
        if who.expired(now):
            raise UnauthorizedError
        minute = f"minute_{int(now) // 60}"
        room = f"attribute_exists(session_id) AND (attribute_not_exists({minute}) OR {minute} < :most)"
        values = {":one": 1, ":most": MESSAGES_A_MINUTE}
        if not self._table.write("update_item", room, values, Key=key, UpdateExpression=f"ADD {minute} :one"):
            raise TooManyError
        return who

    def forget(self, connection_id: str) -> None:
        """Remove the row, which may be gone already."""
        self._table.write("delete_item", "attribute_exists(session_id)", {}, Key=_key(connection_id))


class Lines:
    """The API's own way to its connections; each method raises ApiError, or GoneError where nobody is there."""

    def __init__(self, endpoint: str) -> None:
        limits = config(read_timeout=3, attempts=3)
        self._client: ApiGatewayManagementApiClient = session().client(
            "apigatewaymanagementapi", endpoint_url=endpoint, config=limits
        )

    def send(self, connection_id: str, frame: dict[str, Any]) -> None:
        with self._problems():
            self._client.post_to_connection(ConnectionId=connection_id, Data=json.dumps(frame, ensure_ascii=False))

    def close(self, connection_id: str) -> None:
        with self._problems():
            self._client.delete_connection(ConnectionId=connection_id)

    @contextmanager
    def _problems(self) -> Iterator[None]:
        with problems_of("execute-api"):
            try:
                yield
            except self._client.exceptions.GoneException:
                raise GoneError from None


def _key(connection_id: str) -> dict[str, str]:
    return {"session_id": f"connection#{connection_id}"}
