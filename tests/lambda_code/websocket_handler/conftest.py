"""The WebSocket function and the AWS that it meets, which is that of the REST function's tests."""

from __future__ import annotations

import pytest

from tests.lambda_code.backend.cloud import Clock, Cloud
from tests.lambda_code.backend.fixtures import _environment, _impatience, clock, cloud, dynamodb
from tests.lambda_code.websocket_handler.socket import Socket

__all__ = ["_environment", "_impatience", "clock", "cloud", "dynamodb"]


@pytest.fixture
def socket(cloud: Cloud, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Socket:
    """An open connection of the user ada."""
    opened = Socket(cloud, clock, monkeypatch)
    assert opened.connect() == 200
    return opened
