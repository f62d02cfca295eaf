"""What a person opens: the chat, the documentation of the REST API, and a login that believes everybody."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dev_api.issuer import Issuer
from dev_api.rest import document
from dev_api.stand_in_model import KNOWLEDGE_BASE_ID, MODELS

_PAGE = Path(__file__).parent / "page"
# Swagger's files from a package: the documentation works without a network.
_SWAGGER = str(files("fastapi_offline") / "static")


def routes(issuer: Issuer) -> list[BaseRoute]:
    """Return the pages; the issuer is whose tokens the login gives."""

    async def log_in(request: Request) -> Response:
        user = (await request.json())["user"]
        return JSONResponse({"token": issuer.token(user), "models": MODELS, "knowledge_base_id": KNOWLEDGE_BASE_ID})

    return [
        Route("/login", log_in, methods=["POST"]),
        Route("/openapi.json", _document),
        Route("/docs", _documentation),
        Mount("/swagger", StaticFiles(directory=_SWAGGER)),
        Mount("/", StaticFiles(directory=_PAGE, html=True)),
    ]


async def _document(_request: Request) -> Response:
    return JSONResponse(document())


async def _documentation(_request: Request) -> Response:
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="AI Assistant",
        swagger_js_url="/swagger/swagger-ui-bundle.js",
        swagger_css_url="/swagger/swagger-ui.css",
        swagger_favicon_url="/swagger/favicon.png",
        swagger_ui_parameters={"persistAuthorization": True},
    )
