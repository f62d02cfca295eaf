"""An outage is always an alarm, at low traffic too: the real functions meet faults, and the real alarms listen.

The alarms and the filters of log lines are those that modules/compute plans (tests/modules/compute/alarms.yaml, which
tests/modules/test_compute.py holds against the plan). What comes of it is the table in the module's README.
"""

from __future__ import annotations

import importlib
import logging
import re
import socket as sockets
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml

from tests.cloudwatch import Metrics, alarm_goes_off, matches, metric_key
from tests.harness import ROOT, regenerate_command
from tests.lambda_code.authorizer.conftest import Authorizer, cold, issuer, mint, running_issuer, start
from tests.lambda_code.authorizer.conftest import Clock as Time
from tests.lambda_code.authorizer.issuer import DISCOVERY, KEYS, Issuer, document, status
from tests.lambda_code.authorizer.mint import Mint
from tests.lambda_code.backend.cloud import CONNECT_TIMEOUT, SETTINGS, TIMEOUT, Cloud, said
from tests.lambda_code.backend.cloud import Clock as Noon
from tests.lambda_code.backend.fixtures import _environment, _impatience, cloud, dynamodb
from tests.lambda_code.websocket_handler.socket import Socket

__all__ = ["_environment", "_impatience", "cloud", "cold", "dynamodb", "issuer", "mint", "running_issuer", "start"]

DEFINED = yaml.safe_load((ROOT / "tests/modules/compute/alarms.yaml").read_text())
README = ROOT / "modules/compute/README.md"
BEGIN, END = "<!-- outages -->\n", "<!-- /outages -->\n"
# A small team: a question every quarter of an hour, for an hour.
MINUTES = (0, 15, 30, 45)
WATCHED_MINUTES = 120
ROWS: dict[str, str] = {}
# Words of the system and of OpenSSL, which differ from machine to machine.
_UNSTEADY = re.compile(r": \[(Errno|SSL).*(?=\))")
# What logging's records have anyway; the rest is what our code says with a line.
_USUAL = {*vars(logging.makeLogRecord({})), "message", "taskName"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The time of both, the authorizer and the functions behind it."""
    passing = Time()
    monkeypatch.setattr(time, "time", passing)
    return passing


@pytest.fixture
def socket(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Socket:
    """An open connection of the user ada."""
    opened = Socket(cloud, Noon(), monkeypatch)
    assert opened.connect() == 200
    return opened


@dataclass
class Watch:
    """CloudWatch, told of every call: its log lines, Lambda's metrics and those of the API in front."""

    metrics: Metrics = field(default_factory=Metrics)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def call(self, function: str, minute: int, action: Callable[[], Any]) -> Any:
        """Do it as an invocation of the function; return what it returns, or the exception that it ends in."""
        handler = _Lines()
        logging.getLogger().addHandler(handler)
        try:
            result = action()
        except Exception as error:
            result = error
            # As Lambda's runtime writes an exception that nobody caught (awslambdaric, bootstrap.py, log_error).
            kind = "Runtime.ImportModuleError" if isinstance(error, ImportError) else type(error).__name__
            handler.lines.append({"level": "ERROR", "errorType": kind, "errorMessage": str(error), "stackTrace": []})
        finally:
            logging.getLogger().removeHandler(handler)
        self.took(function, minute, handler.lines, failed=isinstance(result, Exception))
        return result

    def took(self, function: str, minute: int, lines: list[dict[str, Any]], *, failed: bool) -> None:
        """Count the lines of one invocation, and the invocation."""
        self.lines += lines
        for name, counted in DEFINED["filters"].items():
            if counted["log_group"].endswith(f"-{function}"):
                for line in lines:
                    if matches(counted["pattern"], line):
                        self.metrics.put(metric_key(counted["namespace"], name), minute)
        dimensions = {"FunctionName": _group(function).rpartition("/")[2]}
        self.metrics.put(metric_key("AWS/Lambda", "Invocations", dimensions), minute)
        self.metrics.put(metric_key("AWS/Lambda", "Errors", dimensions), minute, float(failed))

    def answered(self, api: str, minute: int, status: int) -> None:
        """Count a request of the REST API, or a message of the WebSocket API, whose id a plan does not know yet."""
        if api == "websocket":
            self.metrics.put(metric_key("AWS/ApiGateway", "MessageCount"), minute)
            if status >= 400:
                self.metrics.put(metric_key("AWS/ApiGateway", "IntegrationError"), minute)
            return
        query = DEFINED["alarms"]["rest-api-errors"]["metric_query"]
        dimensions = next(metric["dimensions"] for each in query for metric in each["metric"])
        self.metrics.put(metric_key("AWS/ApiGateway", "Count", dimensions), minute)
        for name, first in {"4XXError": 4, "5XXError": 5}.items():
            self.metrics.put(metric_key("AWS/ApiGateway", name, dimensions), minute, float(status // 100 == first))

    def alarms(self) -> list[str]:
        """Return the names of the alarms that go off."""
        return [
            name for name, alarm in DEFINED["alarms"].items() if alarm_goes_off(alarm, self.metrics, WATCHED_MINUTES)
        ]

    def said(self) -> str:
        """Return what stands in the log, of the worst line."""
        order = ["INFO", "WARNING", "ERROR", "CRITICAL"]
        worst = max(self.lines, key=lambda line: order.index(line.get("level", "INFO")), default={})
        why = worst.get("reason") or worst.get("code") or worst.get("error") or worst.get("errorType")
        if "record" in worst:
            why = worst["record"]["status"]
        text = worst.get("message") or worst.get("errorMessage", "") or worst.get("type", "")
        said = f"{worst.get('level', '')} {text}{f' ({why})' if why else ''}".strip()
        return _UNSTEADY.sub("", re.sub(r"https://[^ :]*:\d+/tenant", "https://issuer.example/tenant", said))


class _Lines(logging.Handler):
    """Lines as Lambda's runtime writes them in JSON (awslambdaric, lambda_runtime_log_utils.py, JsonFormatter)."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in ("authorizer", "backend", "shared", "websocket_handler"):
            extra = {name: value for name, value in vars(record).items() if name not in _USUAL}
            self.lines.append(
                {"level": record.levelname, "logger": record.name, "message": record.getMessage()} | extra
            )


def _group(function: str) -> str:
    return next(each["log_group"] for each in DEFINED["filters"].values() if each["log_group"].endswith(f"-{function}"))


@pytest.fixture(autouse=True)
def _levels() -> Iterator[None]:
    """Have the loggers write what they write in Lambda."""
    loggers = [logging.getLogger(name) for name in ("authorizer", "backend", "shared", "websocket_handler")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.INFO)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


def row(fault: str, sees: str, watch: Watch) -> list[str]:
    """Keep a row of the README's table, and return the alarms in it."""
    alarms = watch.alarms()
    named = ", ".join(f"`{name}`" for name in alarms)
    ROWS[fault] = f"| {fault} | {sees} | {watch.said().replace('|', '/')} | {named} |"
    return alarms


# What the model, the table and the network do, by operation.
BEHIND: dict[str, tuple[str, str]] = {
    "the model is missing": ("ConverseStream", "ResourceNotFoundException"),
    "the model is not allowed": ("ConverseStream", "AccessDeniedException"),
    "the model refuses our request": ("ConverseStream", "ValidationException"),
    "the model is throttled": ("ConverseStream", "ThrottlingException"),
    "the model fails": ("ConverseStream", "ModelErrorException"),
    "Bedrock is unavailable": ("ConverseStream", "ServiceUnavailableException"),
    "Bedrock does not answer": ("ConverseStream", TIMEOUT),
    "there is no way to Bedrock": ("ConverseStream", CONNECT_TIMEOUT),
    "the knowledge base is missing": ("Retrieve", "ResourceNotFoundException"),
    "the table is missing": ("GetItem", "ResourceNotFoundException"),
    "the table is not allowed": ("UpdateItem", "AccessDeniedException"),
    "the table's key is disabled": ("GetItem", "KMSInvalidStateException"),
    "the table is throttled": ("UpdateItem", "ProvisionedThroughputExceededException"),
    "the table does not answer": ("GetItem", TIMEOUT),
}
SENDING = {
    "answers may not be sent": "ForbiddenException",
    "there is no way to @connections": CONNECT_TIMEOUT,
    "an answer's frame is too large": "PayloadTooLargeException",
}
SESSION = {"knowledge_base_id": SETTINGS.knowledge_base_id}


def ask_by_websocket(socket: Socket, watch: Watch, session_id: str) -> str:
    """Ask once a quarter; return what the user sees."""
    frames: list[dict[str, Any]] = []
    for number, minute in enumerate(MINUTES):
        frames = []
        watch.call(
            "websocket",
            minute,
            lambda: frames.extend(socket.ask(session_id, message_id=f"m{number}")),  # noqa: B023
        )
        watch.answered("websocket", minute, socket.status)
    return frames[-1].get("message", frames[-1]["type"]) if frames else "nothing"


def ask_by_rest(socket: Socket, watch: Watch, session_id: str) -> str:
    answer: Any = None
    for minute in MINUTES:
        answer = watch.call("main", minute, lambda: socket.api.say(session_id))
        watch.answered("rest", minute, answer.status)
    return f"{answer.status} {answer.code}"


@pytest.mark.parametrize("fault", BEHIND)
def test_what_fails_behind_the_functions_is_an_alarm(fault: str, socket: Socket, cloud: Cloud) -> None:
    operation, code = BEHIND[fault]
    session_id = socket.api.create(**SESSION)
    cloud.fail(operation, code)
    watch = Watch()
    by_rest = ask_by_rest(socket, watch, session_id)
    assert [name for name in watch.alarms() if name.startswith("main-")]
    over_websocket = Watch(metrics=watch.metrics)
    sees = ask_by_websocket(socket, over_websocket, session_id)
    alarms = row(f"{fault[:1].upper()}{fault[1:]}", f"“{sees}”; by REST {by_rest}", over_websocket)
    assert [name for name in alarms if name.startswith("websocket-")]


@pytest.mark.parametrize("fault", SENDING)
def test_what_cannot_be_sent_is_an_alarm(fault: str, socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    cloud.fail("PostToConnection", SENDING[fault])
    watch = Watch()
    sees = ask_by_websocket(socket, watch, session_id)
    assert row(f"{fault[:1].upper()}{fault[1:]}", sees, watch)
    assert cloud.count("ConverseStream") == 0


def test_who_cannot_connect_is_an_alarm(socket: Socket, cloud: Cloud) -> None:
    cloud.fail("PutItem", "AccessDeniedException")
    watch = Watch()
    for minute in MINUTES:
        watch.call("connections", minute, socket.connect)
    assert row("Connections cannot be kept", "no connection", watch)


def test_a_mistake_in_the_code_is_an_alarm(socket: Socket, monkeypatch: pytest.MonkeyPatch) -> None:
    session_id = socket.api.create()
    monkeypatch.setattr("websocket_handler.frames.read", None)
    watch = Watch()
    sees = ask_by_websocket(socket, watch, session_id)
    assert row("A mistake in the code", f"“{sees}”", watch)


@pytest.mark.parametrize(
    ("function", "module", "missing"),
    [
        ("main", "backend.handler", "backend.app"),
        ("websocket", "websocket_handler.handler", "shared.deadline"),
        ("connections", "websocket_handler.handler", "shared.deadline"),
        ("jwt-authorizer", "authorizer.handler", "jwt"),
    ],
)
def test_a_function_that_cannot_be_imported_is_an_alarm(
    function: str, module: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name == module or name.startswith("authorizer")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    watch = Watch()
    assert isinstance(watch.call(function, 0, lambda: importlib.import_module(module)), ImportError)
    alarms = row(f"Function {function} cannot be imported", "500, or no connection", watch)
    assert f"{function}-failures" in alarms


@pytest.mark.parametrize("function", ["main", "websocket", "connections", "jwt-authorizer"])
@pytest.mark.parametrize("status", ["timeout", "failure"])
def test_a_function_that_is_cut_off_is_an_alarm(function: str, status: str) -> None:
    # https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html, platform.report
    line = {"type": "platform.report", "record": {"requestId": "1", "status": status}}
    watch = Watch()
    watch.took(function, 0, [line], failed=True)
    what = {"timeout": "runs out of time", "failure": "runs out of memory"}[status]
    assert f"{function}-failures" in row(f"Function {function} {what}", "500, 504 or nothing", watch)


def closed_port() -> int:
    with sockets.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


ISSUER: dict[str, Callable[[Issuer], object]] = {
    "answers 500": lambda issuer: issuer.answers.update({DISCOVERY: status(500)}),
    "answers 404": lambda issuer: issuer.answers.update({DISCOVERY: status(404)}),
    "redirects": lambda issuer: issuer.answers.update({DISCOVERY: status(302, Location="https://example.com/")}),
    "sends no JSON": lambda issuer: issuer.answers.update({DISCOVERY: document(b"<html>")}),
    "says it is another": lambda issuer: issuer.answers.update({DISCOVERY: document({"issuer": "https://x.test"})}),
    "names no keys": lambda issuer: issuer.answers.update({DISCOVERY: document({"issuer": issuer.url})}),
    "answers 500 for its keys": lambda issuer: issuer.answers.update({KEYS: status(500)}),
    "has no keys": lambda issuer: issuer.answers.update({KEYS: document({"keys": []})}),
    "has only keys that are no good": lambda issuer: issuer.answers.update(
        {KEYS: document({"keys": [{"kty": "oct", "kid": "r1", "k": "AAAA"}]})}
    ),
    "sends too much": lambda issuer: issuer.answers.update({KEYS: document(b"x" * 300_000)}),
    "hangs": lambda issuer: issuer.answers.update({DISCOVERY: lambda _: time.sleep(3)}),
}


@pytest.mark.parametrize("fault", ISSUER)
def test_an_issuer_that_fails_from_a_cold_start_is_an_alarm(
    fault: str, mint: Mint, issuer: Issuer, start: Callable[..., Authorizer]
) -> None:
    ISSUER[fault](issuer)
    authorizer, watch = start(), Watch()
    assert "Unauthorized" in str(watch.call("jwt-authorizer", 0, lambda: authorizer.ask(mint.token())))
    assert row(f"The issuer {fault}", "401", watch) == ["jwt-authorizer-failures"]


@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        ("The issuer cannot be reached", {"JWKS_URI": f"https://localhost:{closed_port()}/tenant/keys"}),
        ("The issuer's name is unknown", {"IDENTITY_CENTER_ISSUER_URL": "https://issuer.invalid/tenant"}),
        ("The issuer's certificate is for another name", {"JWKS_URI": "https://localhost:{port}/tenant/keys"}),
        ("The authorizer's audience is missing", {"JWT_AUDIENCE": ""}),
    ],
)
def test_an_authorizer_that_cannot_tell_is_an_alarm(
    fault: str, changes: dict[str, str], mint: Mint, issuer: Issuer, cold: Authorizer, start: Callable[..., Authorizer]
) -> None:
    settings = {name: value.replace("{port}", str(issuer.port)) for name, value in changes.items()}
    watch = Watch()

    def first_call() -> None:
        start(**settings).ask(mint.token())

    assert "Unauthorized" in str(watch.call("jwt-authorizer", 0, first_call))
    assert row(fault, "401", watch) == ["jwt-authorizer-failures"]


def test_an_issuer_that_fails_later_can_wait_until_morning(
    mint: Mint, issuer: Issuer, start: Callable[..., Authorizer], clock: Time
) -> None:
    authorizer, watch = start(), Watch()
    watch.call("jwt-authorizer", 0, lambda: authorizer.ask(mint.token()))
    issuer.answers[DISCOVERY] = status(500)
    clock.passed += 600
    assert watch.call("jwt-authorizer", 10, lambda: authorizer.ask(mint.token()))["principalId"]
    assert row("The issuer fails while older keys serve", "nothing", watch) == ["jwt-authorizer-key-fetches"]


def test_what_is_no_outage_is_no_alarm(
    socket: Socket, cloud: Cloud, mint: Mint, issuer: Issuer, start: Callable[..., Authorizer]
) -> None:
    watch, authorizer = Watch(), start()
    session_id = socket.api.create(**SESSION)
    assert ask_by_websocket(socket, watch, session_id) == "answered"
    for minute in range(0, 60, 4):  # somebody tries doors, with tokens and with messages that are none
        watch.call("jwt-authorizer", minute, lambda: authorizer.denies("a.b.c"))
        watch.call("websocket", minute, lambda: socket.send("{"))
        watch.answered("websocket", minute, socket.status)
    cloud.fail("ConverseStream", "ThrottlingException", "ThrottlingException", "")
    ask_by_websocket(socket, watch, session_id)  # one of many is not answered
    cloud.answers["ConverseStream"] = said("Half", stop="max_tokens")
    ask_by_websocket(socket, watch, session_id)
    assert watch.alarms() == []


def test_the_readme_has_the_table(request: pytest.FixtureRequest) -> None:
    expected = len(BEHIND) + len(SENDING) + len(ISSUER) + 4 + 4 + 8 + 3
    if len(ROWS) < expected:
        pytest.skip("the table is made by all tests of this file together")
    head = "| Fault | User sees | Worst line of the log | Alarms |\n|---|---|---|---|\n"
    table = head + "".join(f"{text}\n" for text in ROWS.values())
    text = README.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    wanted = f"{before}{BEGIN}\n{table}\n{END}{after}"
    if request.config.getoption("--regenerate"):
        README.write_text(wanted)
    assert README.read_text() == wanted, f"the table is stale: {regenerate_command(request)}"
