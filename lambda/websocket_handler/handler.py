"""The function's door: an event of a WebSocket API in, a status out; answers go to the connection itself."""

from __future__ import annotations

import logging
import os
from typing import Any

from shared.deadline import Deadline
from shared.settings import Settings, required
from websocket_handler import routes
from websocket_handler.services import Services

SETTINGS = Settings.read(os.environ)
SERVICES = Services(SETTINGS, endpoint=required(os.environ, "WEBSOCKET_API_ENDPOINT"))

# Lambda's runtime writes each record as a line of JSON, with its extra fields and the id of the request.
for name in ("websocket_handler", "shared"):
    logging.getLogger(name).setLevel(SETTINGS.log_level)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Do what the route asks for."""
    request = event["requestContext"]
    connection_id = request["connectionId"]
    match request["routeKey"]:
        case "$connect":
            return {"statusCode": routes.connect(SERVICES, connection_id, request), "headers": _subprotocol(event)}
        case "$disconnect":
            routes.disconnect(SERVICES, connection_id)
        case _:
            body = "" if event.get("isBase64Encoded") else event.get("body") or ""
            return {"statusCode": routes.receive(SERVICES, connection_id, body, Deadline.of(context))}
    return {"statusCode": 200}


def _subprotocol(event: dict[str, Any]) -> dict[str, str]:
    """Choose the subprotocol "bearer" where it is offered: a browser that offers one insists on an answer.

    The token, which the authorizer finds beside it, is not repeated.
    """
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    offers = headers.get("sec-websocket-protocol", "").split(",")
    return {"Sec-WebSocket-Protocol": "bearer"} if offers[0].strip() == "bearer" else {}
