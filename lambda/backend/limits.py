"""What is refused before any route sees it: bodies that are too large, no JSON or not strict, and ambiguous queries."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.answers import refusal
from shared.errors import ApiError, BadRequestError, MediaTypeError, TooLargeError
from shared.strict_json import parse

MAX_BODY = 64 * 1024
_TYPES = {b"application/json", b"application/json;charset=utf-8"}


class Limits:
    """An ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _check_query(scope["query_string"])
            if scope["method"] in ("POST", "PUT"):
                receive = _replay(await _body(scope, receive))
        except ApiError as error:
            await refusal(scope, error)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _check_query(query: bytes) -> None:
    try:
        names = Counter(name for name, _ in parse_qsl(query.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        raise BadRequestError("The query is malformed.") from None
    if names and max(names.values()) > 1:
        raise BadRequestError("A query parameter is given twice.")


async def _body(scope: Scope, receive: Receive) -> bytes:
    kind = b",".join(value for name, value in scope["headers"] if name.lower() == b"content-type")
    if kind.lower().replace(b" ", b"") not in _TYPES:
        raise MediaTypeError
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MAX_BODY:
            raise TooLargeError
    parse(body)
    return body


def _replay(body: bytes) -> Receive:
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive
