"""The REST function and the AWS that it meets."""

from __future__ import annotations

import pytest

from tests.lambda_code.backend.api import Api
from tests.lambda_code.backend.cloud import Clock, Cloud
from tests.lambda_code.backend.fixtures import _environment, _impatience, clock, cloud, dynamodb

__all__ = ["_environment", "_impatience", "clock", "cloud", "dynamodb"]


@pytest.fixture
def api(cloud: Cloud, clock: Clock) -> Api:
    return Api(clock)
