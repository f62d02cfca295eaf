"""What the routes ask for."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Security
from fastapi.security import HTTPBearer

from backend.services import Services as _Services
from shared.caller import Caller, caller
from shared.deadline import Deadline as _Deadline

# For the OpenAPI document. Nothing here looks at the token: API Gateway's authorizer did.
_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="A token of the configured issuer.")


def _services(request: Request) -> _Services:
    services: _Services = request.app.state.services
    return services


def _user_id(request: Request, services: Services, _token: Annotated[Any, Security(_bearer)]) -> str:
    context = request.scope.get("aws.event", {}).get("requestContext", {})
    found: Caller = caller(context, services.clock())
    request.scope["state"]["user"] = found.alias
    return found.user_id


def _deadline(request: Request) -> _Deadline:
    return _Deadline.of(request.scope.get("aws.context"))


Services = Annotated[_Services, Depends(_services)]
UserId = Annotated[str, Depends(_user_id)]
Deadline = Annotated[_Deadline, Depends(_deadline)]
