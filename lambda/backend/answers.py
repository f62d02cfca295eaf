"""One shape for every refusal, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Scope

from shared.errors import ApiError, BadRequestError, InvalidError, NotFoundError

_MAX_MESSAGE = 500


def refusal(scope: Scope, error: ApiError) -> JSONResponse:
    headers = {} if error.retry_after is None else {"retry-after": str(error.retry_after)}
    return _answer(scope, error.status, error.code, str(error), headers)


def install(app: FastAPI) -> None:
    """Have the app answer in this shape, whoever refuses: a route, FastAPI or Starlette."""

    @app.exception_handler(ApiError)
    async def _(request: Request, error: ApiError) -> JSONResponse:
        return refusal(request.scope, error)

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, error: RequestValidationError) -> JSONResponse:
        return refusal(request.scope, InvalidError(_sentence(error.errors())))

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 405:
            headers = dict(error.headers or {})
            return _answer(request.scope, 405, "method_not_allowed", "There is no such method here.", headers)
        return refusal(request.scope, NotFoundError() if error.status_code == 404 else BadRequestError())


def _answer(scope: Scope, status: int, code: str, message: str, headers: dict[str, str]) -> JSONResponse:
    error = {"code": code, "message": message, "request_id": scope["state"]["request_id"]}
    return JSONResponse({"error": error}, status, headers)


def _sentence(errors: Sequence[Any]) -> str:
    """Say what is wrong and where, not what was sent."""
    parts = (f"{'.'.join(str(step) for step in error['loc'][1:])}: {error['msg']}" for error in errors)
    return "; ".join(parts).encode(errors="replace").decode()[:_MAX_MESSAGE]
