"""The function behind the layer's api-handler."""

from __future__ import annotations

import importlib.util
import json
import logging
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.harness import ROOT

EVENTS = Path(__file__).parent / "events"


def load(monkeypatch: pytest.MonkeyPatch, **environment: str) -> ModuleType:
    """Import the function anew, as a cold start with this environment does."""
    for name in ("ENVIRONMENT", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("api_handler", ROOT / "lambda/api_handler/lambda_function.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def event(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text())
    return loaded


@pytest.mark.parametrize("name", ["rest_health", "http_root"])
def test_both_kinds_of_api_get_service_and_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = load(monkeypatch, ENVIRONMENT="qa").lambda_handler(event(name), None)
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == "application/json"
    assert json.loads(answer["body"]) == {"service": "api-handler", "environment": "qa", "status": "ok"}


def test_an_unknown_path_is_404(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = load(monkeypatch, ENVIRONMENT="qa").lambda_handler(event("rest_unknown_path"), None)
    assert (answer["statusCode"], json.loads(answer["body"])) == (404, {"message": "There is no /orders here."})


def test_a_wrong_method_is_405_and_says_which_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = load(monkeypatch, ENVIRONMENT="qa").lambda_handler(event("http_delete"), None)
    assert (answer["statusCode"], answer["headers"]["allow"]) == (405, "GET")


def test_an_event_that_is_no_request_fails_so_that_a_queue_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyError):
        load(monkeypatch, ENVIRONMENT="qa").lambda_handler(event("sqs"), None)


def test_each_request_is_one_record_with_method_path_and_status(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    load(monkeypatch, ENVIRONMENT="qa", LOG_LEVEL="INFO").lambda_handler(event("rest_health"), None)
    [record] = caplog.records
    assert (record.method, record.path, record.status) == ("GET", "/health", 200)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "level"), [("TRACE", logging.DEBUG), ("DEBUG", logging.DEBUG), ("WARN", logging.WARNING)]
)
def test_every_level_of_lambda_is_understood(given: str, level: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, ENVIRONMENT="qa", LOG_LEVEL=given).logger.level == level


def test_a_missing_environment_fails_at_once_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyError, match="ENVIRONMENT"):
        load(monkeypatch)
