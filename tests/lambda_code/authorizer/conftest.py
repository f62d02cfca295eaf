"""An authorizer started cold, an issuer on loopback, and two watches: over its connections and over its words."""

from __future__ import annotations

import importlib
import logging
import re
import socket
import sys
import time
import traceback
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.lambda_code.authorizer.issuer import Issuer
from tests.lambda_code.authorizer.mint import AUDIENCE, Mint

ARN = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/v1"
VARIABLES = ("IDENTITY_CENTER_ISSUER_URL", "JWT_AUDIENCE", "JWKS_URI")


class Clock:
    """The time, plus what a test lets pass."""

    def __init__(self) -> None:
        self.passed = 0.0
        self._now = time.time

    def __call__(self) -> float:
        return self._now() + self.passed


class Authorizer:
    """The function as API Gateway sees it: an event in, a policy or an error out. Remembers what it was shown."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._module: ModuleType | None = None
        self.shown: list[str] = []
        self.errors: list[str] = []

    def start(self, **environment: str) -> Authorizer:
        """Import the function anew, as a cold start with these variables does."""
        for name in VARIABLES:
            self._monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            self._monkeypatch.setenv(name, value)
        for name in [name for name in sys.modules if name.partition(".")[0] == "authorizer"]:
            del sys.modules[name]
        self._module = importlib.import_module("authorizer.handler")
        return self

    def answer(self, event: Any) -> dict[str, Any]:
        assert self._module
        try:
            policy: dict[str, Any] = self._module.handler(event, None)
        except Exception as error:
            # What Lambda's runtime would log of it, with all that it is chained to.
            self.errors.append("".join(traceback.format_exception(error)))
            raise
        return policy

    def ask(self, token: str, path: str = "/GET/api/v1/sessions") -> dict[str, Any]:
        """Send a token as API Gateway does for a TOKEN authorizer."""
        self.show(token)
        return self.answer({"type": "TOKEN", "authorizationToken": f"Bearer {token}", "methodArn": ARN + path})

    def show(self, *tokens: str) -> None:
        """Remember the tokens and what is inside their segments."""
        for token in tokens:
            self.shown.append(token)
            for segment in re.findall(r"[A-Za-z0-9_-]{8,}", token):
                self.shown.append(urlsafe_b64decode(segment[: len(segment) & ~3]).decode("latin-1"))

    def denies(self, token: str) -> bool:
        with pytest.raises(Exception, match=r"^Unauthorized$"):
            self.ask(token)
        return True

    def denies_event(self, event: Any, *tokens: str) -> bool:
        self.show(*tokens)
        with pytest.raises(Exception, match=r"^Unauthorized$"):
            self.answer(event)
        return True


@pytest.fixture(scope="session")
def running_issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    issuer = Issuer(tmp_path_factory.mktemp("issuer"))
    yield issuer
    issuer.stop()


@pytest.fixture(scope="session")
def mint(running_issuer: Issuer) -> Mint:
    return Mint(running_issuer.url)


@pytest.fixture
def issuer(running_issuer: Issuer, mint: Mint, monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """The issuer in good health, and trusted."""
    running_issuer.serve(mint.key_set())
    monkeypatch.setenv("SSL_CERT_FILE", str(running_issuer.trust))
    return running_issuer


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    return clock


@pytest.fixture
def cold(
    issuer: Issuer, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Authorizer]:
    """An authorizer that is not started; in the end, nothing that it was shown may be in what it said."""
    caplog.set_level(logging.DEBUG)
    authorizer = Authorizer(monkeypatch)
    yield authorizer
    records = [str(vars(record) | {"created": ""}) for record in caplog.get_records("call")]  # it may well be an iat
    said = "\n".join(records + authorizer.errors)
    for address in (issuer.url, issuer.url.replace("127.0.0.1", "localhost")):  # a setting, no secret
        said = said.replace(address, "")
    leaked = pieces(said) & {piece for token in authorizer.shown for piece in pieces(token)}
    assert not leaked, f"parts of a token were logged: {leaked}"


def pieces(words: str) -> set[str]:
    """Return all runs of twelve characters: shorter ones meet by chance."""
    return {words[start : start + 12] for start in range(len(words) - 11)}


@pytest.fixture
def start(cold: Authorizer, issuer: Issuer) -> Callable[..., Authorizer]:
    """Start it cold for the issuer, with changes."""

    def start(**changes: str) -> Authorizer:
        good = {"IDENTITY_CENTER_ISSUER_URL": issuer.url, "JWT_AUDIENCE": AUDIENCE}
        return cold.start(**good | changes)

    return start


@pytest.fixture
def authorizer(start: Callable[..., Authorizer]) -> Authorizer:
    return start()


@pytest.fixture(autouse=True)
def watched_connections(running_issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test if anything but the issuer was called or looked up, even if the authorizer hid the error."""
    strangers: list[object] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def watched_connect(self: socket.socket, address: Any) -> None:
        if address[:2] != ("127.0.0.1", running_issuer.port):
            strangers.append(address)
            raise OSError("not the issuer")
        connect(self, address)

    def watched_look_up(host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        if host not in ("127.0.0.1", "localhost") or port != running_issuer.port:
            strangers.append((host, port))
            raise OSError("not the issuer")
        return look_up("127.0.0.1", port, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", watched_connect)
    monkeypatch.setattr(socket, "getaddrinfo", watched_look_up)
    yield
    assert not strangers, f"called or looked up: {strangers}"
