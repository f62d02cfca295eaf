"""The WSGI layer in front of moto's application."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from moto.core.request import Request
from moto.iam.models import get_account_id_from
from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Response

from embedded_aws import calls, execute_api, protocol
from embedded_aws.additions import Answer, Ask, AwsError, Call, Later, Service
from embedded_aws.protocol import Match, Scope
from embedded_aws.retries import Retries
from embedded_aws.server import HEALTH

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_RESET = "/moto-api/reset"
# What Flask says where moto has no route; moto's own 404s have other bodies.
_NO_ROUTE = b"<title>404 Not Found</title>"

# The rest of an answer, while others are answered.
Rest = Callable[[], Response]

log = logging.getLogger(__name__)


class Layer:
    """Answer what our services add, let moto answer the rest, and own up to what neither knows."""

    def __init__(self, moto: WSGIApplication, services: Mapping[str, Service], health: Mapping[str, Any]) -> None:
        self._moto = moto
        self._services = services
        self._health = json.dumps(health)
        # moto and our stores are plain objects that parallel requests would change under each other.
        self._one_at_a_time = threading.RLock()
        self._retries = Retries()
        self._calls = calls.Calls()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._answer(environ)(environ, start_response)

    def _answer(self, environ: WSGIEnvironment) -> Response:
        if environ["PATH_INFO"] == HEALTH:
            return Response(self._health, content_type="application/json")
        if environ["PATH_INFO"] == calls.PATH:
            return self._calls.answer(environ["REQUEST_METHOD"])
        request = _rereadable(environ)
        self._calls.remember(request)
        return self._retries.once(request.headers, lambda: self._answer_in_turn(request))

    def _answer_in_turn(self, request: Request) -> Response:
        """Answer alone, as far as that goes: the rest of an answer may take its time."""
        try:
            with self._one_at_a_time:
                answer = self._answer_alone(request)
            return answer if isinstance(answer, Response) else answer()
        except Exception:
            return _own_up(request)

    def _answer_alone(self, request: Request) -> Response | Rest:
        if request.path == _RESET:
            for service in self._services.values():
                service.reset()
        if execute_api.is_meant(request):
            return execute_api.answer(request, self._services, self._asking_as_us(request), _url(request))
        scope = protocol.scope_of(request)
        if scope is None:
            return self._stock(request.environ)
        return self._dispatch(request, scope)

    def _dispatch(self, request: Request, scope: Scope) -> Response | Rest:
        service = self._services.get(scope.service)
        found = protocol.match(scope.service, request) if service else None
        if service and found and service.known(found.operation.name):
            return self._added(service, found, request, scope)
        if service and service.whole:
            raise NotImplementedError("moto knows nothing of what this service keeps")
        response = self._stock(request.environ)
        if response.status_code == 404 and _NO_ROUTE in response.get_data():
            raise NotImplementedError("moto has no route for this")
        return response

    def _added(self, service: Service, found: Match, request: Request, scope: Scope) -> Response | Rest:
        """Refuse what AWS refuses; else run our operation, or moto's, and the completions of its answer."""
        name = str(found.operation.name)
        call = self._call(service, found, request, scope)
        try:
            for refuse in service.refusals.get(name, ()):
                refuse(call)
            if name in service.operations:
                answer = service.operations[name](call)
                if isinstance(answer, Later):
                    return _rest(answer, found)
            else:
                response = self._stock(request.environ)
                if response.status_code >= 300:
                    return response
                answer = protocol.answer_of(response, found)
            for complete in service.completions.get(name, ()):
                complete(call, answer)
        except AwsError as error:
            return protocol.respond(error, found)
        return protocol.respond(answer, found)

    def _call(self, added: Service, found: Match, request: Request, scope: Scope) -> Call:
        account = get_account_id_from(scope.access_key)
        return Call(
            service=added.name,
            operation=str(found.operation.name),
            account=account,
            region=scope.region,
            parameters=protocol.parameters_of(request, found),
            store=added.store(account, scope.region),
            ask=self._asking(scope, request, additions=False),
            ask_all=self._asking(scope, request),
            url=_url(request),
        )

    def _asking(self, scope: Scope, outer: Request, additions: bool = True) -> Ask:
        """Return what asks in the name of whom the scope says: all of us, or stock moto only."""

        def ask(named: str, /, **parameters: Any) -> Answer:
            service, _, operation = named.rpartition(":")
            environ, asked = protocol.build_request(service or scope.service, operation, parameters, scope)
            request = _rereadable(environ | {name: outer.environ[name] for name in ("SERVER_NAME", "SERVER_PORT")})
            with self._one_at_a_time:
                inner = protocol.scope_of(request) if additions else None
                response = self._dispatch(request, inner) if inner else self._stock(request.environ)
            return protocol.answer_of(response if isinstance(response, Response) else response(), asked)

        return ask

    def _asking_as_us(self, outer: Request) -> Callable[[str], Ask]:
        """Return what the embedded AWS asks itself with in a region, in the one account that it has."""
        return lambda region: self._asking(Scope("test", region, ""), outer)

    def _stock(self, environ: WSGIEnvironment) -> Response:
        body, status, headers = run_wsgi_app(self._moto, environ, buffered=True)
        return Response(body, status, headers)


def _rereadable(environ: WSGIEnvironment) -> Request:
    """Buffer the body, so that we can parse it and moto still reads all of it."""
    request = Request(environ)
    body = request.get_data(cache=True, parse_form_data=False)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("wsgi.input_terminated", None)
    return request


def _rest(later: Later, found: Match) -> Rest:
    def rest() -> Response:
        try:
            return protocol.respond(later.work(), found)
        except AwsError as error:
            return protocol.respond(error, found)

    return rest


def _url(request: Request) -> str:
    return f"http://{request.environ['SERVER_NAME']}:{request.environ['SERVER_PORT']}"


def _own_up(request: Request) -> Response:
    """Say that this cannot be done here, and log why."""
    scope = protocol.scope_of(request)
    service = scope.service if scope else "execute-api"
    log.exception("%s %s", service, request.full_path)
    found = protocol.match(service, request) if scope else None
    what = f"{service} {found.operation.name if found else request.full_path}"
    said = f"the embedded AWS cannot do {what}: its log says why, embedded_aws/README.md how to add it"
    return _refuse(found, AwsError("NotImplemented", said))


def _refuse(found: Match | None, error: AwsError) -> Response:
    """Say 501, which the SDKs do not retry, in the service's protocol where we know it."""
    if found is None:
        return Response(f"{error.message}\n", 501, content_type="text/plain")
    response = protocol.respond(error, found)
    response.status_code = 501
    return response
