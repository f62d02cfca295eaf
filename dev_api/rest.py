"""A stand-in for the REST API: the routes of the committed OpenAPI document, authorized unless it says otherwise."""

from __future__ import annotations

import json
import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dev_api.authorization import STAGE, DeniedError, authorize
from dev_api.lambdas import SOURCES, Event, Functions

_MESSAGES = {401: "Unauthorized", 403: "Forbidden", 500: "Internal Server Error"}


def document() -> dict[str, Any]:
    """Return the OpenAPI document of the backend, for this server."""
    loaded: dict[str, Any] = json.loads((SOURCES / "backend/openapi.json").read_text())
    return loaded | {"servers": [{"url": f"/{STAGE}"}]}


def routes(functions: Functions) -> list[Route]:
    """Return a route for each operation of the document."""
    return [
        Route(f"/{STAGE}{path}", _endpoint(functions, path, public="security" not in operation), methods=[method])
        for path, operations in document()["paths"].items()
        for method, operation in operations.items()
    ]


def _endpoint(functions: Functions, resource: str, *, public: bool) -> Any:
    async def endpoint(request: Request) -> Response:
        event = await _event(request, resource)
        if not public:
            token = {"type": "TOKEN", "authorizationToken": request.headers.get("authorization", "")}
            try:
                context = await authorize(functions, f"{request.method}{event['path']}", token)
            except DeniedError as error:
                return _denied(error.status)
            event["requestContext"]["authorizer"] = context
        answer = await functions.call("backend", event)
        return Response(answer["body"], answer["statusCode"], answer["headers"])

    return endpoint


async def _event(request: Request, resource: str) -> Event:
    """Return what API Gateway makes of a request."""
    query = request.query_params
    return {
        "resource": resource,
        "path": request.scope["raw_path"].decode("latin-1").removeprefix(f"/{STAGE}"),
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": {name: request.headers.getlist(name) for name in request.headers},
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": {name: query.getlist(name) for name in query} or None,
        "pathParameters": request.path_params or None,
        "requestContext": {"stage": STAGE, "requestId": str(uuid.uuid4()), "identity": {"sourceIp": "127.0.0.1"}},
        "body": (await request.body()).decode(errors="replace") or None,
        "isBase64Encoded": False,
    }


def _denied(status: int) -> JSONResponse:
    """Refuse in the words of the module's gateway responses."""
    error = {"code": _MESSAGES[status].upper(), "message": _MESSAGES[status], "request_id": str(uuid.uuid4())}
    return JSONResponse({"error": error}, status)
