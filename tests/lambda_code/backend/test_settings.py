"""The environment, read once."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from shared.settings import Settings, SettingsError
from tests.harness import ROOT

ENVIRONMENT = {
    "SESSIONS_TABLE_NAME": "sessions",
    "USER_INDEX_NAME": "UserIndex",
    "BEDROCK_MODELS": '["model-a", "model-b"]',
    "BEDROCK_REGION": "us-east-1",
    "KNOWLEDGE_BASE_ID": "KB12345678",
    "API_ROOT_PATH": "/v1",
    "WEBSOCKET_API_ENDPOINT": "https://abc.execute-api.us-east-1.amazonaws.com/v1",
}


def test_what_the_module_gives_is_understood() -> None:
    settings = Settings.read(ENVIRONMENT)
    assert (settings.models, settings.knowledge_base_id) == (("model-a", "model-b"), "KB12345678")
    assert (settings.root_path, settings.cors_origins, settings.guardrail) == ("/v1", (), None)


@pytest.mark.parametrize("name", ["SESSIONS_TABLE_NAME", "USER_INDEX_NAME", "BEDROCK_MODELS", "BEDROCK_REGION"])
@pytest.mark.parametrize("empty", [False, True])
def test_a_missing_variable_is_named(name: str, empty: bool) -> None:
    environment = {key: value for key, value in ENVIRONMENT.items() if key != name} | ({name: ""} if empty else {})
    with pytest.raises(SettingsError, match=f"^{name}: is missing or empty"):
        Settings.read(environment)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BEDROCK_MODELS", "model-a"),
        ("BEDROCK_MODELS", "[]"),
        ("BEDROCK_MODELS", '[""]'),
        ("BEDROCK_MODELS", '{"a": 1}'),
        ("SESSION_TTL_DAYS", "0"),
        ("SESSION_TTL_DAYS", "366"),
        ("SESSION_TTL_DAYS", "a week"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: "):
        Settings.read(ENVIRONMENT | {name: value})


def test_a_guardrail_needs_its_version() -> None:
    with pytest.raises(SettingsError, match=r"^BEDROCK_GUARDRAIL_VERSION"):
        Settings.read(ENVIRONMENT | {"BEDROCK_GUARDRAIL_ID": "guard1"})
    environment = ENVIRONMENT | {"BEDROCK_GUARDRAIL_ID": "guard1", "BEDROCK_GUARDRAIL_VERSION": "3"}
    assert Settings.read(environment).guardrail == ("guard1", "3")


def imported(code: str, environment: dict[str, str] = ENVIRONMENT) -> subprocess.CompletedProcess[str]:
    """Import a handler as a cold start does."""
    code = f"import {code}"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"PYTHONPATH": str(ROOT / "lambda"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("handler", ["backend.handler", "websocket_handler.handler"])
def test_a_handler_is_imported_without_boto3(handler: str) -> None:
    result = imported(f"{handler}, sys; print([name for name in ('boto3', 'botocore') if name in sys.modules])")
    assert (result.stdout, result.stderr) == ("[]\n", "")


def test_mangum_whose_lines_hold_the_path_logs_errors_only() -> None:
    result = imported("backend.handler, logging; print(logging.getLogger('mangum.http').getEffectiveLevel())")
    assert result.stdout == f"{logging.ERROR}\n"


@pytest.mark.parametrize(
    ("handler", "missing"),
    [("backend.handler", "SESSIONS_TABLE_NAME"), ("websocket_handler.handler", "WEBSOCKET_API_ENDPOINT")],
)
def test_a_cold_start_without_a_variable_fails_with_its_name(handler: str, missing: str) -> None:
    result = imported(handler, {name: value for name, value in ENVIRONMENT.items() if name != missing})
    assert result.stderr.strip().endswith(f"SettingsError: {missing}: is missing or empty; set it on the function.")
