"""A stand-in for the WebSocket API: $connect with the authorizer, $default, $disconnect, and @connections."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from dev_api.authorization import DeniedError, authorize
from dev_api.lambdas import Event, Functions

PATH = "/socket"
MAX_MESSAGE = 128 * 1024
_MAX_FRAME = 32 * 1024
_UNSUPPORTED_DATA, _POLICY_VIOLATION, _MESSAGE_TOO_BIG = 1003, 1008, 1009


class WebSocketApi:
    """Open connections by their id."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._open: dict[str, WebSocket] = {}

    def routes(self) -> list[BaseRoute]:
        return [
            WebSocketRoute(PATH, self._serve),
            Route(f"{PATH}/@connections/{{id}}", self._manage, methods=["POST", "DELETE"]),
        ]

    async def _serve(self, socket: WebSocket) -> None:
        connection_id = secrets.token_urlsafe(12)
        handshake = {"headers": dict(socket.headers)}
        request = {"eventType": "CONNECT", "connectionId": connection_id}
        try:
            context = await authorize(
                self._functions, "$connect", handshake | {"type": "REQUEST", "requestContext": request}
            )
        except DeniedError as error:
            await socket.send_denial_response(Response(status_code=error.status))
            return
        answer = await self._call("$connect", connection_id, handshake, authorizer=context)
        if answer["statusCode"] != 200:
            await socket.send_denial_response(Response(status_code=answer["statusCode"]))
            return
        await socket.accept(answer.get("headers", {}).get("Sec-WebSocket-Protocol"))
        self._open[connection_id] = socket
        try:
            async with asyncio.TaskGroup() as calls:
                await self._receive(socket, connection_id, calls)
        finally:
            self._open.pop(connection_id, None)
            await self._call("$disconnect", connection_id, {})

    async def _receive(self, socket: WebSocket, connection_id: str, calls: asyncio.TaskGroup) -> None:
        """Pass messages on, each in a call of its own: API Gateway does not wait for the one before."""
        try:
            while True:
                body = await socket.receive_text()
                # A browser sends a message as one frame, and API Gateway hangs up on one that is too long:
                # https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
                if len(body.encode()) > _MAX_FRAME:
                    await socket.close(_MESSAGE_TOO_BIG)
                    return
                calls.create_task(self._call("$default", connection_id, {"body": body, "isBase64Encoded": False}))
        except WebSocketDisconnect:
            return
        except KeyError:  # a binary frame, which API Gateway does not take
            await socket.close(_UNSUPPORTED_DATA)

    async def _call(self, route: str, connection_id: str, event: Event, **context: Any) -> Any:
        request = {"routeKey": route, "connectionId": connection_id} | context
        return await self._functions.call("websocket_handler", event | {"requestContext": request})

    async def _manage(self, request: Request) -> Response:
        """Send to a connection, or end it."""
        socket = self._open.get(request.path_params["id"])
        if socket is None:
            return _error("GoneException", 410)
        if request.method == "DELETE":
            await socket.close(_POLICY_VIOLATION)
            return Response(status_code=204)
        body = await request.body()
        if len(body) > _MAX_FRAME:
            return _error("PayloadTooLargeException", 413)
        await socket.send_text(body.decode())
        return Response()


def _error(kind: str, status: int) -> JSONResponse:
    return JSONResponse({"message": kind}, status, {"x-amzn-errortype": kind})
