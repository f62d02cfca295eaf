"""A request through a REST API: resource, authorization, API key, validation, integration, the gateway's responses."""

from __future__ import annotations

import copy
import json
import re
from collections import defaultdict
from typing import Any

from werkzeug.wrappers import Response

from embedded_aws.execute_api import authorizers, integrations
from embedded_aws.execute_api.events import Destination, Event
from embedded_aws.execute_api.exchange import CannotError, Carry, Exchange, RefusedError, message
from embedded_aws.execute_api.router import match_resource
from embedded_aws.services.apigateway.definitions import GATEWAY_RESPONSES
from embedded_aws.services.apigateway.stages import SNAPSHOTS

Store = defaultdict[str, dict[Any, Any]]


def carry(exchange: Exchange, store: Store) -> Response | Carry:
    """Gather what the request takes, as it was deployed to the stage."""
    stage = store["Stage"].get((exchange.api, exchange.stage))
    if stage is None:
        return message(403, "Forbidden", f"there is no stage {exchange.stage or '(none)'}")
    deployed = store[SNAPSHOTS][(exchange.api, stage["deploymentId"])]
    gateway = _Gateway(exchange, deployed)
    if deployed["RestApi"][(exchange.api,)]["disableExecuteApiEndpoint"]:
        return message(403, "Forbidden", "the API has disableExecuteApiEndpoint, and is reached by its own domain only")
    try:
        return _gather(exchange, store, copy.deepcopy(stage), deployed, gateway)
    except RefusedError as refused:
        return gateway.refuse(refused)


def _gather(exchange: Exchange, store: Store, stage: Event, deployed: Event, gateway: _Gateway) -> Carry:
    api = exchange.api
    paths = {identifier: each["path"] for (_, identifier), each in deployed["Resource"].items()}
    found = match_resource(exchange.path, paths)
    verbs = [each for each in (exchange.method, "ANY") if found and (api, found.name, each) in deployed["Method"]]
    if found is None or not verbs:
        raise RefusedError(
            "MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token", "no such resource and method"
        )
    key = (api, found.name, verbs[0])
    method, settings = deployed["Method"][key], deployed["RestApi"][(api,)]
    to = Destination(
        resource_path=paths[found.name],
        resource_id=found.name,
        parameters=found.parameters,
        variables=stage.get("variables", {}),
        binary_types=tuple(settings.get("binaryMediaTypes", [])),
    )
    authorizer = deployed["Authorizer"].get((api, method.get("authorizerId")))
    authorize = authorizers.of_method(exchange, to, method, authorizer)
    keys = _keys_of_stage(store, api, exchange.stage)
    _validate(exchange, method, deployed)
    responses = [each for where, each in deployed["IntegrationResponse"].items() if where[:3] == key]
    integrate = integrations.postponed(
        lambda: integrations.of_method(exchange, to, verbs[0], deployed["Integration"][key], responses)
    )

    def rest() -> Response:
        try:
            caller = authorize()
            if method["apiKeyRequired"]:
                _check_key(exchange, settings["apiKeySource"], caller or {}, keys)
            return integrate(caller)
        except RefusedError as refused:
            return gateway.refuse(refused)
        except CannotError as reason:
            return reason.response

    return rest


def _keys_of_stage(store: Store, api: str, stage: str) -> set[str]:
    """Return the values of the enabled API keys whose usage plans hold the stage."""
    here = {"apiId": api, "stage": stage}
    plans = {
        plan
        for (plan,), each in store["UsagePlan"].items()
        if any(here.items() <= of.items() for of in each["apiStages"])
    }
    members = {key for plan, key in store["UsagePlanKey"] if plan in plans}
    return {each["value"] for (key,), each in store["ApiKey"].items() if key in members and each["enabled"]}


def _check_key(exchange: Exchange, source: str, caller: Event, keys: set[str]) -> None:
    given = caller.get("usageIdentifierKey") if source == "AUTHORIZER" else exchange.request.headers.get("X-Api-Key")
    if given not in keys:
        raise RefusedError("INVALID_API_KEY", "Forbidden", "no API key of a usage plan of this stage")


def _validate(exchange: Exchange, method: Event, deployed: Event) -> None:
    """Refuse a request without what its validator asks for; of bodies only that they are JSON is looked at."""
    validator = deployed["RequestValidator"].get((exchange.api, method.get("requestValidatorId")), {})
    if validator.get("validateRequestParameters"):
        missing = [name for name, required in method.get("requestParameters", {}).items() if required]
        missing = [name.split(".", 3)[3] for name in missing if not _has(exchange, name)]
        if missing:
            raise RefusedError("BAD_REQUEST_PARAMETERS", f"Missing required request parameters: [{', '.join(missing)}]")
    if validator.get("validateRequestBody") and "application/json" in method.get("requestModels", {}):
        try:
            json.loads(exchange.request.get_data() or b"")
        except ValueError:
            raise RefusedError("BAD_REQUEST_BODY", "Invalid request body") from None


def _has(exchange: Exchange, parameter: str) -> bool:
    _, _, place, name = parameter.split(".", 3)
    # What the path must hold, it holds: it matched.
    given: Any = {"header": exchange.request.headers, "querystring": exchange.request.args}.get(place, {name: ""})
    return name in given


class _Gateway:
    """The responses of the gateway itself, as the API shapes them."""

    def __init__(self, exchange: Exchange, deployed: Event) -> None:
        self._exchange = exchange
        self._shaped = {kind: each for (_, kind), each in deployed["GatewayResponse"].items()}

    def refuse(self, refused: RefusedError) -> Response:
        # A function that fails, or answers what is no response, has no response type of its own.
        usual = 502 if refused.kind == "INTERNAL" else GATEWAY_RESPONSES[refused.kind] or 500
        default = "DEFAULT_5XX" if usual >= 500 else "DEFAULT_4XX"
        shaped = self._shaped.get(refused.kind) or self._shaped.get(default) or {}
        own = refused.kind in self._shaped
        status = int(shaped.get("statusCode") or usual) if own or "statusCode" in shaped else usual
        response = message(status, refused.said, refused.reason)
        template = shaped.get("responseTemplates", {}).get("application/json")
        if template:
            response.set_data(self._filled(template, refused))
        for name, value in shaped.get("responseParameters", {}).items():
            kind, _, header = name.removeprefix("gatewayresponse.").partition(".")
            if kind == "header":
                response.headers[header] = self._value(value)
        return response

    def _filled(self, template: str, refused: RefusedError) -> str:
        known = {
            "error.messageString": json.dumps(refused.said),
            "error.message": refused.said or "",
            "error.responseType": refused.kind,
            "requestId": self._exchange.id,
            "extendedRequestId": self._exchange.id,
            "stage": self._exchange.stage,
        }
        return re.sub(r"\$context\.([A-Za-z]+(?:\.[A-Za-z]+)?)", lambda found: known.get(found[1], ""), template)

    def _value(self, value: str) -> str:
        """Return the value of a header: text in quotes, or a header of the request."""
        if value.startswith("method.request.header."):
            return str(self._exchange.request.headers.get(value.removeprefix("method.request.header."), ""))
        return value.strip("'")
