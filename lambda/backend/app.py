"""The app: routes under /api/v1, between them and the world what every request needs."""

from __future__ import annotations

from fastapi import FastAPI

from backend import answers
from backend.access import Access
from backend.limits import Limits
from backend.routes import health, knowledge_bases, messages, sessions
from backend.schemas import Refusal
from backend.services import Services

PREFIX = "/api/v1"


def create_app(services: Services) -> FastAPI:
    """Return the app over these services."""
    app = FastAPI(
        title="AI Assistant",
        version="1.0.0",
        description="Sessions of a chat with a model. A WebSocket API beside it streams the answers.",
        docs_url=None,  # API Gateway has no such routes; lambda/backend/openapi.json is the document
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        responses={"4XX": {"model": Refusal}, "5XX": {"model": Refusal}},
    )
    app.state.services = services
    answers.install(app)
    for noun in (health, sessions, messages, knowledge_bases):
        app.include_router(noun.router, prefix=PREFIX)
    app.add_middleware(Limits)
    app.add_middleware(Access)
    if services.settings.cors_origins:
        _allow(services.settings.cors_origins, app)
    return app


def _allow(origins: tuple[str, ...], app: FastAPI) -> None:
    """Let browsers show the answers to these origins; API Gateway answers their preflight requests."""
    from starlette.middleware.cors import CORSMiddleware

    app.add_middleware(CORSMiddleware, allow_origins=origins, expose_headers=["retry-after"])
