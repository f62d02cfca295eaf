"""Lambda authorizers: what identifies the caller, and what the function's policy says of the request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from embedded_aws.execute_api import events, functions
from embedded_aws.execute_api.events import Destination, Event
from embedded_aws.execute_api.exchange import CannotError, Exchange, RefusedError
from embedded_aws.services.lambda_ import invoke

# Carried out once others may be answered; returns what the authorizer says of the caller.
Authorize = Callable[[], Event | None]

_UNAUTHORIZED = "UNAUTHORIZED"


def of_method(exchange: Exchange, to: Destination, method: Event, authorizer: Event | None) -> Authorize:
    """Return how a method of a REST API is authorized."""
    kind = method["authorizationType"]
    if kind == "AWS_IAM" and not exchange.signed:
        raise RefusedError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
    if kind in {"NONE", "AWS_IAM"} or authorizer is None:
        return lambda: None
    sources = _rest_sources(exchange, to, authorizer.get("identitySource", ""))
    if None in sources:
        raise RefusedError(_UNAUTHORIZED, "Unauthorized", f"one of {authorizer['identitySource']} is missing")
    values = [str(source) for source in sources]
    if kind == "COGNITO_USER_POOLS":
        raise CannotError("tokens of Cognito user pools are not verified.")
    expression = authorizer.get("identityValidationExpression")
    if authorizer["type"] == "TOKEN":
        if expression and not re.fullmatch(expression, values[0]):
            raise RefusedError(_UNAUTHORIZED, "Unauthorized", f"the token does not match {expression}")
        event = events.token(exchange, values[0])
    else:
        event = events.request_1(exchange, to, http=False, sources=values)
    function = _find(
        exchange, authorizer["authorizerUri"], authorizer["id"], authorizer.get("authorizerCredentials"), to
    )
    return lambda: _judge_policy(exchange, invoke.run(function, event))


def of_route(exchange: Exchange, to: Destination, route: Event, authorizer: Event | None) -> Authorize:
    """Return how a route of an HTTP API is authorized."""
    kind = route["AuthorizationType"]
    if kind == "AWS_IAM" and not exchange.signed:
        raise RefusedError("ACCESS_DENIED", "Forbidden", "the request is not signed")
    if kind in {"NONE", "AWS_IAM"} or authorizer is None:
        return lambda: None
    sources = [_http_source(exchange, to, source) for source in authorizer.get("IdentitySource", [])]
    if None in sources:
        raise RefusedError(
            _UNAUTHORIZED, "Unauthorized", f"one of {', '.join(authorizer['IdentitySource'])} is missing"
        )
    values = [str(source) for source in sources]
    if kind == "JWT":
        raise CannotError("JSON web tokens are not verified, for their issuer is not asked for its keys.")
    version_1 = authorizer["AuthorizerPayloadFormatVersion"] == "1.0"
    event = events.request_1(exchange, to, True, values) if version_1 else events.request_2(exchange, to, values)
    credentials = authorizer.get("AuthorizerCredentialsArn")
    function = _find(exchange, authorizer["AuthorizerUri"], authorizer["AuthorizerId"], credentials, to)
    simple = authorizer.get("EnableSimpleResponses", False)

    def authorize() -> Event:
        outcome = invoke.run(function, event)
        context = _judge_simple(outcome) if simple else _judge_policy(exchange, outcome)
        return context if version_1 else {"lambda": {k: v for k, v in context.items() if k != "principalId"}}

    return authorize


def _find(exchange: Exchange, uri: str, identifier: str, credentials: str | None, to: Destination) -> invoke.Function:
    source = exchange.arn_of(f"authorizers/{identifier}")
    try:
        return functions.find(exchange, functions.with_variables(uri, to.variables), source, credentials)
    except RefusedError as refused:
        raise RefusedError("AUTHORIZER_CONFIGURATION_ERROR", None, refused.reason) from None


def _rest_sources(exchange: Exchange, to: Destination, sources: str) -> list[str | None]:
    return [_rest_source(exchange, to, source.strip()) for source in sources.split(",") if source.strip()]


def _rest_source(exchange: Exchange, to: Destination, source: str) -> str | None:
    if source.startswith("stageVariables."):
        return to.variables.get(source.removeprefix("stageVariables."))
    if source.startswith("context."):
        return _from_context(events.version_1(exchange, to)["requestContext"], source)
    place, _, name = source.removeprefix("method.request.").partition(".")
    return _from_request(exchange, place, name)


def _http_source(exchange: Exchange, to: Destination, source: str) -> str | None:
    if source.startswith("$stageVariables."):
        return to.variables.get(source.removeprefix("$stageVariables."))
    if source.startswith("$context."):
        return _from_context(events.version_2(exchange, to)["requestContext"], source)
    place, _, name = source.removeprefix("$request.").partition(".")
    return _from_request(exchange, place, name)


def _from_request(exchange: Exchange, place: str, name: str) -> str | None:
    values = exchange.request.headers if place == "header" else exchange.request.args
    return values.get(name) or None


def _from_context(context: Any, source: str) -> str | None:
    for step in source.split(".")[1:]:
        context = context.get(step) if isinstance(context, Mapping) else None
    return str(context) if context else None


def _given(outcome: invoke.Outcome) -> Event:
    """Return what the function gave; raise RefusedError where it failed, and "Unauthorized" is how it says so."""
    answer = json.loads(outcome.payload)
    if outcome.failed:
        if answer.get("errorMessage") == "Unauthorized":
            raise RefusedError(_UNAUTHORIZED, "Unauthorized")
        raise RefusedError("AUTHORIZER_FAILURE", None, f"the authorizer failed: {answer.get('errorMessage')}")
    if not isinstance(answer, dict):
        raise RefusedError("AUTHORIZER_CONFIGURATION_ERROR", None, "the authorizer returned no object")
    return answer


def _judge_simple(outcome: invoke.Outcome) -> Event:
    answer = _given(outcome)
    if answer.get("isAuthorized") is not True:
        raise RefusedError("ACCESS_DENIED", "Forbidden")
    return dict(answer.get("context") or {})


def _judge_policy(exchange: Exchange, outcome: invoke.Outcome) -> Event:
    """Return the context of a caller whose policy allows the request; explicit denials win."""
    answer = _given(outcome)
    context, principal = answer.get("context") or {}, answer.get("principalId")
    wrong = [name for name, value in context.items() if isinstance(value, dict | list)]
    if not principal or "policyDocument" not in answer or wrong:
        reason = (
            f"context {wrong[0]} is no string, number or boolean" if wrong else "no principalId or no policyDocument"
        )
        raise RefusedError("AUTHORIZER_CONFIGURATION_ERROR", None, f"the authorizer's answer is not valid: {reason}")
    said = "User is not authorized to access this resource"
    effects = {
        statement.get("Effect")
        for statement in _listed(answer["policyDocument"].get("Statement", []))
        if _covers(statement.get("Action", []), "execute-api:Invoke")
        and _covers(statement.get("Resource", []), exchange.arn)
    }
    if "Deny" in effects:
        raise RefusedError("ACCESS_DENIED", f"{said} with an explicit deny")
    if "Allow" not in effects:
        raise RefusedError("ACCESS_DENIED", said)
    told = {name: events.text(value) for name, value in context.items() if value is not None}
    key = answer.get("usageIdentifierKey")
    return {"principalId": principal, **told, **({"usageIdentifierKey": key} if key else {})}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _covers(patterns: Iterable[str] | str, name: str) -> bool:
    return any(fnmatchcase(name, pattern.replace("[", "[[]")) for pattern in _listed(patterns))
