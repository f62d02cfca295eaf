"""The WebSocket function as API Gateway calls it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from shared.settings import Settings
from tests.lambda_code.backend.api import Api, Context
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud

ENDPOINT = "https://abc.execute-api.us-east-1.amazonaws.com/v1"


class Socket:
    """A connection; `token_life` is how long its token is good for."""

    def __init__(
        self, cloud: Cloud, clock: Clock, monkeypatch: pytest.MonkeyPatch, settings: Settings = SETTINGS
    ) -> None:
        monkeypatch.setenv("SESSIONS_TABLE_NAME", settings.sessions_table)
        monkeypatch.setenv("USER_INDEX_NAME", settings.user_index)
        monkeypatch.setenv("BEDROCK_MODELS", json.dumps(settings.models))
        monkeypatch.setenv("BEDROCK_REGION", settings.bedrock_region)
        monkeypatch.setenv("WEBSOCKET_API_ENDPOINT", ENDPOINT)
        from websocket_handler import handler
        from websocket_handler.services import Services

        monkeypatch.setattr(handler, "SERVICES", Services(settings, clock, endpoint=ENDPOINT))
        self.services = handler.SERVICES
        self._handler = handler.handler
        self._cloud = cloud
        self.clock = clock
        self.api = Api(clock)  # for the sessions that are talked in
        self.id = "Kx7abc="
        self.status = 0  # of the last message

    def call(self, route: str, *, context: Context | None = None, **event: Any) -> dict[str, Any]:
        request = {"routeKey": route, "connectionId": self.id} | event.pop("request", {})
        return self._handler(event | {"requestContext": request}, context or Context())

    def connect(self, user: str = "ada", life: int = 3600, authorizer: Mapping[str, str] | None = None) -> int:
        known = authorizer or {"principalId": user, "exp": str(int(self.clock.now) + life)}
        answer = self.call("$connect", request={"authorizer": known})
        return int(answer["statusCode"])

    def send(self, frame: Any, **arguments: Any) -> list[dict[str, Any]]:
        """Send a frame, text as it is; return the frames that came back."""
        before = len(self._cloud.sent)
        body = frame if isinstance(frame, str) else json.dumps(frame)
        self.status = self.call("$default", body=body, **arguments)["statusCode"]
        assert self.status == 200 or self.status >= 500
        return self._cloud.sent[before:]

    def ask(self, session_id: str, text: str = "Hi", message_id: str = "m1", **arguments: Any) -> list[dict[str, Any]]:
        frame = {"action": "ask", "session_id": session_id, "message_id": message_id, "text": text}
        return self.send(frame, **arguments)

    def disconnect(self) -> int:
        return int(self.call("$disconnect")["statusCode"])
