"""What API Gateway asks: which token, for which stage? Formats 1.0 and 2.0, of REST, WebSocket and HTTP APIs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from authorizer.errors import RefusedError

Event = Mapping[str, Any]

# What follows the stage is the caller's own path, where a * would be a wildcard: it is never looked at.
_STAGE = re.compile(
    r"(arn:aws[a-z-]*:execute-api:[a-z0-9-]+:\d{12}:[A-Za-z0-9]+/(?:\$default|[A-Za-z0-9_-]+))/", re.ASCII
)


def stage_arn(event: Event) -> str:
    """Return the ARN of the stage that is called, or raise RefusedError."""
    match = _STAGE.match(event.get("methodArn") or event.get("routeArn") or "")
    if not match:
        raise RefusedError("the event names no stage")
    return match[1]


def bearer_token(event: Event) -> str:
    """Return the one token that the request brings, or raise RefusedError.

    A browser cannot set a WebSocket's headers, so there the token may be a subprotocol instead:
    new WebSocket(url, ["bearer", token]). The query string is never read: it ends in access logs.
    """
    tokens = set(_tokens(event))
    if len(tokens) != 1:
        raise RefusedError("the request brings several tokens" if tokens else "the request brings no token")
    return tokens.pop()


def _tokens(event: Event) -> Iterator[str]:
    if event.get("type") == "TOKEN":
        yield _credentials(event.get("authorizationToken") or "")
        return
    yield from map(_credentials, _values(event, "authorization"))
    if (event.get("requestContext") or {}).get("eventType") == "CONNECT":
        for value in _values(event, "sec-websocket-protocol"):
            offers = [offer.strip() for offer in value.split(",")]
            if offers[0] == "bearer":
                yield _credentials(" ".join(offers))


def _values(event: Event, name: str) -> Iterator[str]:
    """Yield every value of a header: API Gateway keeps the last of several in one member and all in another."""
    for header, value in (event.get("headers") or {}).items():
        if header.lower() == name:
            yield value
    for header, values in (event.get("multiValueHeaders") or {}).items():
        if header.lower() == name:
            yield from values


def _credentials(value: str) -> str:
    scheme, _, token = value.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise RefusedError("the request brings no bearer token")
    return token
