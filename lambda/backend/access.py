"""Around every request: an id, a line in the log, headers, and an answer even where the code is wrong."""

from __future__ import annotations

import logging
import time
import traceback
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.answers import refusal
from shared.errors import InternalError

logger = logging.getLogger("backend.access")

_HEADERS = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


class Access:
    """An ASGI middleware. What it logs holds no content, no token, and of the user only an alias."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = getattr(scope.get("aws.context"), "aws_request_id", None) or str(uuid.uuid4())
        started = time.monotonic()
        status = 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("failed", extra={"error": type(error).__name__, "place": f"{place.filename}:{place.lineno}"})
            await refusal(scope, InternalError())(scope, receive, answer)
        route = getattr(scope.get("route"), "path", None)
        logger.info(
            "request",
            extra={
                "request_id": state["request_id"],
                "method": scope["method"],
                "route": route,
                "status": status,
                "user": state.get("user"),
                "milliseconds": round((time.monotonic() - started) * 1000),
            },
        )
