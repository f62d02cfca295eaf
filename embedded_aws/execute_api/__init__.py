"""execute-api: carry requests through the REST and HTTP APIs that API Gateway keeps.

`/_aws/execute-api/{api}/{stage}/{path}` stands for `https://{api}.execute-api.{region}.amazonaws.com/{stage}/{path}`;
the stage `$default`, which AWS leaves out of the path, is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from moto.core.request import Request
from werkzeug.wrappers import Response

from embedded_aws.additions import Ask, Service
from embedded_aws.execute_api import http_api, rest_api
from embedded_aws.execute_api.exchange import CannotError, Exchange, message

PREFIX = "/_aws/execute-api/"
_KINDS = (("apigateway", "RestApi", rest_api.carry), ("apigatewayv2", "Api", http_api.carry))


def is_meant(request: Request) -> bool:
    return bool(request.path.startswith(PREFIX))


def answer(
    request: Request, services: Mapping[str, Service], ask_in: Callable[[str], Ask], url: str
) -> Response | Callable[[], Response]:
    """Gather all that the answer takes while nothing changes, and return what then gives the answer."""
    api, _, rest = request.path.removeprefix(PREFIX).partition("/")
    stage, _, path = rest.partition("/")
    for name, kind, carry in _KINDS:
        service = services.get(name)
        for account, region, store in service.stores() if service else ():
            if (api,) in store[kind]:
                exchange = Exchange(request, api, stage, f"/{path}", account, region, ask_in(region), url)
                try:
                    return carry(exchange, store)
                except CannotError as reason:
                    return reason.response
    return message(404, f"There is no API {api or '(none)'} in this embedded AWS.")
