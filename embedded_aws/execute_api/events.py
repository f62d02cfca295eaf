"""The events that functions get: payload format 1.0, payload format 2.0, and those of authorizers."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.execute_api.exchange import Exchange

Event = dict[str, Any]
_TEXT = ("text/", "application/json", "application/xml", "application/javascript", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Destination:
    """Where a request has arrived: the resource or route, and what the stage adds."""

    resource_path: str
    resource_id: str
    parameters: dict[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)
    binary_types: tuple[str, ...] = ()


def version_1(exchange: Exchange, to: Destination, authorizer: Event | None = None) -> Event:
    """Return the event of a Lambda proxy integration of REST APIs, and of HTTP APIs that ask for format 1.0."""
    body, encoded = _body(exchange, to.binary_types)
    return {
        "resource": to.resource_path,
        "path": exchange.path,
        "httpMethod": exchange.method,
        **_headers_and_query(exchange),
        "pathParameters": to.parameters or None,
        "stageVariables": dict(to.variables) or None,
        "requestContext": _context_1(exchange, to, authorizer),
        "body": body,
        "isBase64Encoded": encoded,
    }


def version_2(exchange: Exchange, to: Destination, authorizer: Event | None = None) -> Event:
    """Return the event of payload format 2.0, which leaves out what is empty."""
    event = _version_2(exchange, to)
    body, encoded = _body(exchange, None)
    event |= {"body": body} if body else {}
    event["isBase64Encoded"] = encoded
    if authorizer is not None:
        event["requestContext"]["authorizer"] = authorizer
    return event


def token(exchange: Exchange, value: str) -> Event:
    """Return the event of a TOKEN authorizer."""
    return {"type": "TOKEN", "authorizationToken": value, "methodArn": exchange.arn}


def request_1(exchange: Exchange, to: Destination, http: bool, sources: list[str]) -> Event:
    """Return the event of a REQUEST authorizer, format 1.0."""
    event = version_1(exchange, to)
    del event["body"], event["isBase64Encoded"]
    arn = {"routeArn" if http else "methodArn": exchange.arn}
    identity = {
        "version": "1.0",
        "identitySource": ",".join(sources),
        "authorizationToken": sources[0] if sources else "",
    }
    return {"type": "REQUEST", **arn, **(identity if http else {}), **event}


def request_2(exchange: Exchange, to: Destination, sources: list[str]) -> Event:
    """Return the event of a REQUEST authorizer of an HTTP API, format 2.0."""
    return _version_2(exchange, to) | {"type": "REQUEST", "routeArn": exchange.arn, "identitySource": sources}


def _version_2(exchange: Exchange, to: Destination) -> Event:
    request = exchange.request
    path = _whole_path(exchange)
    event: Event = {
        "version": "2.0",
        "routeKey": to.resource_id,
        "rawPath": path,
        "rawQueryString": request.query_string.decode(),
        "headers": {
            name.lower(): ",".join(request.headers.getlist(name)) for name, _ in request.headers if name != "Cookie"
        },
        "requestContext": {
            "accountId": exchange.account,
            "apiId": exchange.api,
            "domainName": exchange.domain,
            "domainPrefix": exchange.api,
            "http": {
                "method": exchange.method,
                "path": path,
                "protocol": request.environ["SERVER_PROTOCOL"],
                "sourceIp": request.remote_addr,
                "userAgent": request.headers.get("User-Agent", ""),
            },
            "requestId": exchange.id,
            "routeKey": to.resource_id,
            "stage": exchange.stage,
            "time": _time(exchange),
            "timeEpoch": int(exchange.started * 1000),
        },
    }
    query = {name: ",".join(values) for name, values in request.args.lists()}
    cookies = [cookie.strip() for cookie in request.headers.get("Cookie", "").split(";") if cookie.strip()]
    optional = {
        "cookies": cookies,
        "queryStringParameters": query,
        "pathParameters": to.parameters,
        "stageVariables": dict(to.variables),
    }
    return event | {name: value for name, value in optional.items() if value}


def _headers_and_query(exchange: Exchange) -> Event:
    headers, query = exchange.request.headers, dict(exchange.request.args.lists())
    names = list(dict.fromkeys(headers.keys()))
    return {
        "headers": {name: headers.getlist(name)[-1] for name in names},
        "multiValueHeaders": {name: headers.getlist(name) for name in names},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
    }


def _context_1(exchange: Exchange, to: Destination, authorizer: Event | None) -> Event:
    headers = exchange.request.headers
    context = {
        "accountId": exchange.account,
        "apiId": exchange.api,
        "domainName": exchange.domain,
        "domainPrefix": exchange.api,
        "extendedRequestId": exchange.id,
        "httpMethod": exchange.method,
        "identity": {
            "apiKey": headers.get("X-Api-Key"),
            "sourceIp": exchange.request.remote_addr,
            "userAgent": headers.get("User-Agent"),
        },
        "path": _whole_path(exchange),
        "protocol": exchange.request.environ["SERVER_PROTOCOL"],
        "requestId": exchange.id,
        "requestTime": _time(exchange),
        "requestTimeEpoch": int(exchange.started * 1000),
        "resourceId": to.resource_id,
        "resourcePath": to.resource_path,
        "stage": exchange.stage,
    }
    return context | ({"authorizer": authorizer} if authorizer is not None else {})


def _whole_path(exchange: Exchange) -> str:
    return exchange.path if exchange.stage == "$default" else f"/{exchange.stage}{exchange.path}"


def _time(exchange: Exchange) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(exchange.started))


def _body(exchange: Exchange, binary_types: tuple[str, ...] | None) -> tuple[str | None, bool]:
    """Return the body, and whether it is in Base64: what the API calls binary, or (None) what is not text."""
    data, kind = exchange.request.get_data(), exchange.request.mimetype
    if not data:
        return None, False
    if binary_types is None:
        binary = bool(kind) and not kind.startswith(_TEXT)
    else:
        binary = any(matches_type(kind, each) for each in binary_types)
    return (base64.b64encode(data).decode(), True) if binary else (data.decode(errors="replace"), False)


def matches_type(kind: str, wanted: str) -> bool:
    """Tell whether a content type is the wanted one, such as image/png, image/* or */*."""
    return wanted == "*/*" or kind == wanted or (wanted.endswith("/*") and kind.startswith(wanted[:-1]))


def text(value: Any) -> str:
    """Return a value of a header or of an authorizer's context as API Gateway writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
