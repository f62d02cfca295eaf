"""What modules/compute deploys until the code is: it says what it is, and lets nobody in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runner.package import package
from tests.harness import ROOT
from tests.modules.assistant import code

MODULE = ROOT / "modules/compute"


def test_the_placeholder_is_what_its_sources_build(tmp_path: Path) -> None:
    built = package(MODULE / "placeholder", tmp_path / "placeholder.zip", python="none")
    assert built.path.read_bytes() == (MODULE / "placeholder.zip").read_bytes()


def test_the_placeholder_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("CORS_ALLOWED_ORIGINS", "*")
    handler = placeholder("backend")
    health = handler({"resource": "/api/v1/health"}, None)
    assert (health["statusCode"], json.loads(health["body"])["status"]) == (200, "placeholder")
    other = handler({"resource": "/api/v1/sessions"}, None)
    assert other["statusCode"] == 501
    assert other["headers"]["access-control-allow-origin"] == "*"
    assert "make deploy-code ENV=dev FUNCTION=main" in json.loads(other["body"])["error"]["message"]


def test_the_placeholder_connects_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "dev")
    handler = placeholder("websocket_handler")
    refused = handler({"requestContext": {"eventType": "CONNECT"}}, None)
    assert refused["statusCode"] == 501
    assert "make deploy-code ENV=dev FUNCTION=websocket" in refused["body"]
    assert handler({"requestContext": {"eventType": "DISCONNECT"}}, None) == {"statusCode": 200}


def test_the_placeholder_lets_nobody_in() -> None:
    handler = placeholder("authorizer")
    with pytest.raises(RuntimeError, match=r"^Unauthorized$"):
        handler({"authorizationToken": "Bearer a.b.c"}, None)


def placeholder(folder: str) -> Any:
    """Return a handler of the placeholder."""
    return code(f"../modules/compute/placeholder/{folder}/handler.py").handler
