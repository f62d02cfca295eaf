"""The path that API Gateway says a request has, whatever stage and domain it came by."""

from __future__ import annotations

import dataclasses

import pytest

from tests.lambda_code.backend.api import Api
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud


@pytest.mark.parametrize("stage", ["v1", "api", "a", "api-v1"])
@pytest.mark.parametrize("by_domain", [False, True])
def test_every_stage_name_leads_to_the_routes(stage: str, by_domain: bool, cloud: Cloud, clock: Clock) -> None:
    api = Api(clock, dataclasses.replace(SETTINGS, root_path=f"/{stage}"))
    answer = api.call("GET", f"/{stage}/api/v1/health" if by_domain else "/api/v1/health")
    assert answer.status == 200, answer


def test_a_base_path_alone_is_no_route(cloud: Cloud, clock: Clock) -> None:
    api = Api(clock, dataclasses.replace(SETTINGS, root_path="/api"))
    assert api.call("GET", "/api/sessions").status == 404
