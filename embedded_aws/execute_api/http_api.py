"""A request through an HTTP API: CORS, route, authorization, integration."""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from typing import Any

from werkzeug.wrappers import Response

from embedded_aws.execute_api import authorizers, events, functions, integrations
from embedded_aws.execute_api.events import Destination, Event
from embedded_aws.execute_api.exchange import CannotError, Carry, Exchange, RefusedError, message
from embedded_aws.execute_api.integrations import Integrate
from embedded_aws.execute_api.router import match_route
from embedded_aws.services.apigatewayv2.stages import DEPLOYED, SNAPSHOTS
from embedded_aws.services.lambda_ import invoke

Store = defaultdict[str, dict[Any, Any]]

_BACKEND_CORS = ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers")
# How an HTTP API says what a REST API has response types for.
_STATUS = {"UNAUTHORIZED": 401, "ACCESS_DENIED": 403, "INTEGRATION_TIMEOUT": 503, "NOT_FOUND": 404}
_SAID = {
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


def carry(exchange: Exchange, store: Store) -> Response | Carry:
    """Gather what the request takes: as it is for a stage that deploys by itself, else as it was deployed."""
    api = store["Api"][(exchange.api,)]
    if api["ProtocolType"] != "HTTP":
        raise CannotError("WebSocket APIs are kept, but carry no connections.")
    stage = store["Stage"].get((exchange.api, exchange.stage))
    if stage is None or api["DisableExecuteApiEndpoint"]:
        return message(404, "Not Found", "no such stage, or the API is reached by its own domain only")
    if stage["AutoDeploy"]:
        deployed = {kind: {k: v for k, v in store[kind].items() if k[0] == exchange.api} for kind in DEPLOYED}
    else:
        deployed = store[SNAPSHOTS].get((exchange.api, stage.get("DeploymentId")), {kind: {} for kind in DEPLOYED})
    cors = _Cors(exchange, copy.deepcopy(api.get("CorsConfiguration", {})))
    try:
        return _gather(exchange, stage, copy.deepcopy(deployed), cors)
    except RefusedError as refused:
        return cors.allow(_refuse(refused))
    except CannotError as reason:
        return cors.allow(reason.response)


def _gather(exchange: Exchange, stage: Event, deployed: Event, cors: _Cors) -> Carry:
    routes = {each["RouteKey"]: each for each in deployed["Route"].values()}
    found = match_route(exchange.method, exchange.path, routes)
    # A route that takes OPTIONS, as ANY and $default do, asks its authorizer before CORS is thought of:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    if cors.is_preflight and (found is None or routes[found.name]["AuthorizationType"] == "NONE"):
        return cors.preflight
    if found is None:
        raise RefusedError("NOT_FOUND", "Not Found", "no route leads there")
    route = routes[found.name]
    to = Destination(
        resource_path=found.name.partition(" ")[2] or "$default",
        resource_id=found.name,
        parameters=found.parameters,
        variables=copy.deepcopy(stage["StageVariables"]),
    )
    authorizer = deployed["Authorizer"].get((exchange.api, route.get("AuthorizerId")))
    authorize = authorizers.of_route(exchange, to, route, authorizer)
    if cors.is_preflight:
        return _allowed(authorize, cors)
    target = route.get("Target", "").removeprefix("integrations/")
    integration = deployed["Integration"].get((exchange.api, target))
    if integration is None:
        raise RefusedError("API_CONFIGURATION_ERROR", None, f"route {found.name} has no integration")
    integrate = integrations.postponed(lambda: _integration(exchange, to, integration))

    def rest() -> Response:
        try:
            return cors.allow(integrate(authorize()))
        except RefusedError as refused:
            return cors.allow(_refuse(refused))
        except CannotError as reason:
            return cors.allow(reason.response)

    return rest


def _allowed(authorize: authorizers.Authorize, cors: _Cors) -> Carry:
    """Return a preflight's answer to those whom the route's authorizer lets in."""

    def rest() -> Response:
        try:
            authorize()
        except RefusedError as refused:
            return cors.allow(_refuse(refused))
        return cors.preflight()

    return rest


def _integration(exchange: Exchange, to: Destination, integration: Event) -> Integrate:
    uri = functions.with_variables(integration.get("IntegrationUri", ""), to.variables)
    timeout = integration["TimeoutInMillis"]
    if integration["IntegrationType"] == "HTTP_PROXY":
        if integration["ConnectionType"] == "VPC_LINK":
            raise CannotError(f"there is nothing behind VPC links, such as {uri}.")
        whole = re.sub(r"\{(\w+)\+?\}", lambda found: to.parameters.get(found[1], ""), uri)
        return lambda _: integrations.forward(exchange, whole, integration.get("IntegrationMethod", "ANY"), timeout)
    if "IntegrationSubtype" in integration:
        raise CannotError(f"services of AWS are not called, such as {integration['IntegrationSubtype']}.")
    template = re.sub(r"\{[^}]*\}", "*", to.resource_path)
    verb = to.resource_id.partition(" ")[0]
    verb, template = ("*", "/$default") if verb == "$default" else (verb.replace("ANY", "*"), template)
    source = exchange.arn_of(f"{exchange.stage}/{verb}{template}")
    function = functions.find(exchange, uri, source, integration.get("CredentialsArn"))
    version_1 = integration["PayloadFormatVersion"] == "1.0"
    event_of = events.version_1 if version_1 else events.version_2

    def integrate(authorizer: Event | None) -> Response:
        outcome = invoke.run(function, event_of(exchange, to, authorizer))
        if outcome.seconds * 1000 > timeout:
            raise RefusedError("INTEGRATION_TIMEOUT", None)
        return _answered(outcome, version_1)

    return integrate


def _answered(outcome: invoke.Outcome, version_1: bool) -> Response:
    answer = json.loads(outcome.payload)
    if outcome.failed:
        raise RefusedError("INTERNAL", None, f"the function failed: {answer.get('errorMessage')}")
    if isinstance(answer, dict) and "statusCode" in answer:
        return integrations.proxied(answer, default_type="text/plain; charset=utf-8")
    if version_1:
        raise RefusedError("INTERNAL", None, "the function returned no statusCode, which format 1.0 asks for")
    body = answer if isinstance(answer, str) else json.dumps(answer)
    return Response(body, 200, content_type="application/json")


def _refuse(refused: RefusedError) -> Response:
    status = _STATUS.get(refused.kind, 500)
    return message(status, _SAID[status], refused.reason)


class _Cors:
    """What an HTTP API answers to browsers by itself, in place of what its backends say."""

    def __init__(self, exchange: Exchange, configuration: Event) -> None:
        self._exchange = exchange
        self._configuration = configuration

    @property
    def is_preflight(self) -> bool:
        asks = "Origin" in self._headers and "Access-Control-Request-Method" in self._headers
        return bool(self._configuration) and self._exchange.method == "OPTIONS" and asks

    def preflight(self) -> Response:
        response = Response(status=204)
        if self._allowed:
            for name in ("AllowMethods", "AllowHeaders"):
                if name in self._configuration:
                    header = f"Access-Control-Allow-{name.removeprefix('Allow')}"
                    response.headers[header] = ",".join(self._configuration[name])
            if "MaxAge" in self._configuration:
                response.headers["Access-Control-Max-Age"] = str(self._configuration["MaxAge"])
        return self.allow(response)

    def allow(self, response: Response) -> Response:
        """Put the API's CORS headers in place of the backend's."""
        if not self._configuration:
            return response
        for name in _BACKEND_CORS:
            response.headers.pop(name, None)
        if self._allowed:
            everyone = "*" in self._configuration.get("AllowOrigins", [])
            response.headers["Access-Control-Allow-Origin"] = "*" if everyone else self._headers["Origin"]
            if self._configuration.get("AllowCredentials"):
                response.headers["Access-Control-Allow-Credentials"] = "true"
            if self._configuration.get("ExposeHeaders"):
                response.headers["Access-Control-Expose-Headers"] = ",".join(self._configuration["ExposeHeaders"])
        return response

    @property
    def _headers(self) -> Any:
        return self._exchange.request.headers

    @property
    def _allowed(self) -> bool:
        origins = self._configuration.get("AllowOrigins", [])
        origin = self._headers.get("Origin")
        return bool(origin) and ("*" in origins or origin in origins)
