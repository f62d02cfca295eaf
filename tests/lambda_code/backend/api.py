"""The REST function as API Gateway calls it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from backend.app import create_app
from backend.gateway import Gateway
from backend.services import Services
from shared.settings import Settings
from tests.lambda_code.backend.cloud import SETTINGS, Clock


class Context:
    """What Lambda tells of a call; 29 seconds are left."""

    aws_request_id = "request-1"

    def __init__(self, milliseconds: int = 29_000) -> None:
        self._milliseconds = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self._milliseconds


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The code of a refusal, whose body has this one shape."""
        assert set(self.body) == {"error"}
        assert set(self.body["error"]) == {"code", "message", "request_id"}
        return str(self.body["error"]["code"])


class Api:
    """Calls on behalf of a user; None is somebody whom no authorizer knows."""

    def __init__(self, clock: Clock, settings: Settings = SETTINGS, user: str | None = "ada") -> None:
        self.clock = clock
        self.user = user
        self.services = Services(settings, clock)
        self._handler = Gateway(create_app(self.services), settings.root_path)

    def of(self, user: str | None) -> Api:
        other = object.__new__(Api)
        other.__dict__ = self.__dict__ | {"user": user}
        return other

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, list[str]] | None = None,
        context: Context | None = None,
        authorizer: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Call; a body of text or bytes goes as it is."""
        sent = {"content-type": "application/json"} | dict(headers or {})
        known = {"principalId": self.user, "exp": str(int(self.clock.now) + 3600)} if self.user else {}
        event = {
            "resource": path,
            "path": path,
            "httpMethod": method,
            "headers": sent,
            "multiValueHeaders": {name: [value] for name, value in sent.items()},
            "queryStringParameters": {name: values[-1] for name, values in (query or {}).items()} or None,
            "multiValueQueryStringParameters": dict(query) if query else None,
            "requestContext": {"authorizer": dict(known if authorizer is None else authorizer)},
            "body": body if isinstance(body, str | None) else json.dumps(body),
            "isBase64Encoded": False,
        }
        answer = self._handler(event, cast(Any, context or Context()))
        return Answer(answer["statusCode"], answer["headers"], answer["body"])

    def create(self, **wanted: Any) -> str:
        """Create a session and return its id."""
        answer = self.call("POST", "/api/v1/sessions", wanted)
        assert answer.status == 201, answer
        return str(answer.body["session_id"])

    def read(self, session_id: str) -> Answer:
        return self.call("GET", f"/api/v1/sessions/{session_id}")

    def list(self, **query: Any) -> Answer:
        return self.call("GET", "/api/v1/sessions", query={name: [str(value)] for name, value in query.items()})

    def rename(self, session_id: str, title: str, version: int = 1) -> Answer:
        return self.call("PUT", f"/api/v1/sessions/{session_id}", {"title": title, "version": version})

    def delete(self, session_id: str) -> Answer:
        return self.call("DELETE", f"/api/v1/sessions/{session_id}")

    def say(self, session_id: str, text: str = "Hi", key: str | None = None, **arguments: Any) -> Answer:
        headers = {"idempotency-key": key} if key else {}
        path = f"/api/v1/sessions/{session_id}/messages"
        return self.call("POST", path, {"text": text}, headers=headers, **arguments)
