"""Between API Gateway's events and the app: which path a request has."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from mangum import Mangum

from backend.app import PREFIX


class Gateway:
    """Takes the base path of a custom domain off, which comes with the path; a stage does not.

    The base path may be the word that a route begins with, such as /api: only before a whole route is it one.
    """

    def __init__(self, app: FastAPI, base_path: str) -> None:
        self._below = f"{base_path}{PREFIX}/"
        self._plain = Mangum(app, lifespan="off")
        self._based = Mangum(app, lifespan="off", api_gateway_base_path=base_path) if base_path else self._plain

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        handler = self._based if str(event.get("path", "")).startswith(self._below) else self._plain
        return handler(event, context)
