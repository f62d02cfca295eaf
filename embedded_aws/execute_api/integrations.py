"""What a request reaches at last: a function, a mock, or an HTTP server on this machine."""

from __future__ import annotations

import base64
import http.client
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from embedded_aws.execute_api import events, functions, velocity
from embedded_aws.execute_api.events import Destination, Event
from embedded_aws.execute_api.exchange import CannotError, Exchange, RefusedError
from embedded_aws.services.lambda_ import invoke

# Carried out once others may be answered, with what the authorizer says of the caller.
Integrate = Callable[[Event | None], Response]

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_STATUS = re.compile(r'"?statusCode"?\s*:\s*(\d{3})')
# Of one connection only, not of the message.
_HOP_BY_HOP = {"connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade"}


def postponed(gather: Callable[[], Integrate]) -> Integrate:
    """Put off what stands in the way, so that a caller without permission hears of that first."""
    try:
        return gather()
    except (CannotError, RefusedError) as problem:
        found = problem

        def fail(_: Event | None) -> Response:
            raise found

        return fail


def of_method(
    exchange: Exchange, to: Destination, method: str, integration: Event, responses: list[Event]
) -> Integrate:
    """Return the integration of a REST API's method."""
    kind, uri = integration["type"], functions.with_variables(integration.get("uri", ""), to.variables)
    if kind == "MOCK":
        return lambda _: _mock(exchange, to, integration, responses)
    if kind == "HTTP_PROXY":
        path = _path_parameters(integration, to)
        return lambda _: forward(
            exchange, _filled(uri, path), integration["httpMethod"], integration["timeoutInMillis"]
        )
    if kind != "AWS_PROXY":
        raise CannotError(f"integrations of type {kind} need mapping templates, which are not carried out.")
    template = re.sub(r"\{[^}]*\}", "*", to.resource_path)
    source = exchange.arn_of(f"{exchange.stage}/{'*' if method == 'ANY' else method}{template}")
    function = functions.find(exchange, uri, source, integration.get("credentials"))

    def integrate(authorizer: Event | None) -> Response:
        outcome = invoke.run(function, events.version_1(exchange, to, authorizer))
        if outcome.seconds * 1000 > integration["timeoutInMillis"]:
            raise RefusedError("INTEGRATION_TIMEOUT", "Endpoint request timed out")
        answer = json.loads(outcome.payload)
        if outcome.failed or not _is_proxy_answer(answer):
            raise RefusedError("INTERNAL", "Internal server error", _why(outcome, answer))
        return proxied(answer, default_type="application/json", as_is=to.binary_types)

    return integrate


def _is_proxy_answer(answer: Any) -> bool:
    known = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
    return (
        isinstance(answer, dict)
        and set(answer) <= known
        and str(answer.get("statusCode", "")).isdigit()
        and isinstance(answer.get("body"), str | None)
    )


def _why(outcome: invoke.Outcome, answer: Any) -> str:
    if outcome.failed:
        return f"the function failed: {answer.get('errorMessage')}"
    return "the function did not return an object of statusCode, headers, and a body that is text"


def proxied(answer: Mapping[str, Any], default_type: str, as_is: tuple[str, ...] | None = None) -> Response:
    """Return the response that a function's answer describes."""
    headers = Headers()
    for name, value in (answer.get("headers") or {}).items():
        headers.set(name, events.text(value))
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        headers.setlist(name, [events.text(value) for value in values])
    for cookie in answer.get("cookies") or []:
        headers.add("Set-Cookie", cookie)
    headers.setdefault("Content-Type", default_type)
    body = answer.get("body") or ""
    data = body.encode()
    kind = headers["Content-Type"].partition(";")[0]
    # REST APIs decode only what they know to be binary.
    if answer.get("isBase64Encoded") and (as_is is None or any(events.matches_type(kind, each) for each in as_is)):
        data = base64.b64decode(body)
    return Response(data, int(answer["statusCode"]), headers)


def forward(exchange: Exchange, uri: str, method: str, timeout_millis: int) -> Response:
    """Send the request on, to this machine only."""
    target = urlsplit(uri)
    if target.hostname not in _LOOPBACK or target.scheme != "http":
        raise CannotError(
            f"it sends requests to this machine only (http://127.0.0.1), not to {target.scheme}://{target.netloc}."
        )
    query = "&".join(filter(None, [target.query, urlencode(list(exchange.request.args.items(multi=True)))]))
    headers = {k: v for k, v in exchange.request.headers.items() if k.lower() not in _HOP_BY_HOP}
    connection = http.client.HTTPConnection(target.hostname, target.port or 80, timeout=timeout_millis / 1000)
    try:
        connection.request(
            exchange.method if method == "ANY" else method,
            f"{target.path or '/'}{'?' if query else ''}{query}",
            exchange.request.get_data() or None,
            headers | {"X-Forwarded-For": exchange.request.remote_addr or ""},
        )
        answer = connection.getresponse()
        kept = [(k, v) for k, v in answer.getheaders() if k.lower() not in _HOP_BY_HOP]
        return Response(answer.read(), answer.status, kept)
    except TimeoutError:
        raise RefusedError("INTEGRATION_TIMEOUT", "Endpoint request timed out") from None
    except OSError as error:
        raise RefusedError("INTEGRATION_FAILURE", "Internal server error", f"{uri}: {error}") from None
    finally:
        connection.close()


def _mock(exchange: Exchange, to: Destination, integration: Event, responses: list[Event]) -> Response:
    """Answer as the templates say."""
    # A template reads text, and bytes are none unless API Gateway is told to convert them. A request without a content
    # type, such as a preflight, counts as JSON.
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
    kind = (exchange.request.content_type or "application/json").partition(";")[0]
    bytes_ = any(events.matches_type(kind, each) for each in to.binary_types)
    if bytes_ and integration.get("contentHandling") != "CONVERT_TO_TEXT":
        reason = f"Unable to transform request: {kind} is binary here, and the integration has no contentHandling"
        raise RefusedError("API_CONFIGURATION_ERROR", "Internal server error", reason)
    template = integration.get("requestTemplates", {}).get("application/json", "")
    status = _STATUS.search(template)
    if status is None:
        reason = "the request template of a MOCK integration must give a statusCode"
        raise RefusedError("API_CONFIGURATION_ERROR", "Internal server error", reason)
    chosen = [each for each in responses if re.fullmatch(each.get("selectionPattern") or r"(?!)", status[1])]
    chosen = chosen or [each for each in responses if not each.get("selectionPattern")]
    if not chosen:
        reason = f"no integration response for status {status[1]}"
        raise RefusedError("API_CONFIGURATION_ERROR", "Internal server error", reason)
    templates = chosen[0].get("responseTemplates") or {"application/json": ""}
    kind = "application/json" if "application/json" in templates else next(iter(templates))
    body, overridden = velocity.render(templates[kind] or "", dict(exchange.request.headers.items()))
    response = Response(body, int(chosen[0]["statusCode"]), content_type=kind)
    for name, value in chosen[0].get("responseParameters", {}).items():
        response.headers[name.removeprefix("method.response.header.")] = value.strip("'")
    response.headers.update(overridden)
    return response


def _path_parameters(integration: Event, to: Destination) -> dict[str, str]:
    """Return the values for the places in an HTTP integration's URI."""
    mapped = integration.get("requestParameters", {}).items()
    prefixes = ("integration.request.path.", "method.request.path.")
    return {
        target.removeprefix(prefixes[0]): to.parameters.get(source.removeprefix(prefixes[1]), "")
        for target, source in mapped
        if target.startswith(prefixes[0]) and source.startswith(prefixes[1])
    }


def _filled(uri: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        uri = uri.replace(f"{{{name}}}", value)
    return uri
