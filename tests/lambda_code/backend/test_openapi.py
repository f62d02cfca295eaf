"""The OpenAPI document: committed, true, and kept by every answer to whatever schemathesis thinks of."""

from __future__ import annotations

import itertools
import json
from typing import Any

import hcl2
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.app import create_app
from backend.services import Services
from tests.harness import ROOT
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud

GOOD = "Bearer good"
DOCUMENT = ROOT / "lambda/backend/openapi.json"


def generated() -> dict[str, Any]:
    document: dict[str, Any] = create_app(Services(SETTINGS)).openapi()
    return document


def operations() -> list[str]:
    return [f"{method.upper()} {path}" for path, item in generated()["paths"].items() for method in item]


def test_the_committed_document_is_what_the_app_says(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--regenerate"):
        DOCUMENT.write_text(json.dumps(generated(), indent=2) + "\n")
    assert json.loads(DOCUMENT.read_text()) == generated(), "write it anew with --regenerate"


def test_the_rest_api_of_the_module_has_the_same_routes() -> None:
    """Read the module's source: what it plans is its own tests' business."""
    options = hcl2.SerializationOptions(strip_string_quotes=True, explicit_blocks=False)
    module = hcl2.loads((ROOT / "modules/compute/rest_api.tf").read_text(), serialization_options=options)
    [declared] = [block["_methods"] for block in module["locals"] if "_methods" in block]
    routes = {path: sorted(method.upper() for method in item) for path, item in generated()["paths"].items()}
    assert {path.strip('"'): sorted(methods) for path, methods in declared.items()} == routes


def test_everything_but_health_is_authorized() -> None:
    paths = generated()["paths"]
    public = [path for path, item in paths.items() for operation in item.values() if "security" not in operation]
    assert public == ["/api/v1/health"]


class Gateway:
    """Vouches for whoever sends the good token, as the authorizer would."""

    def __init__(self, clock: Clock) -> None:
        self._app = create_app(Services(SETTINGS, clock))
        self._expires = str(int(clock.now) + 3600)
        self.user = "ada"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = (b"authorization", GOOD.encode()) in scope.get("headers", ())
        authorizer = {"principalId": self.user, "exp": self._expires} if sent else {}
        event = {"requestContext": {"authorizer": authorizer}}
        await self._app({**scope, "aws.event": event}, receive, send)


class Token:
    """How schemathesis gets in; it also tries to without."""

    def get(self, _case: schemathesis.Case[Any], _context: schemathesis.AuthContext) -> str:
        return GOOD

    def set(self, case: schemathesis.Case[Any], data: str, _context: schemathesis.AuthContext) -> None:
        case.headers["Authorization"] = data


PATIENT = settings(
    max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


def schema(app: ASGIApp) -> schemathesis.BaseSchema:
    loaded = schemathesis.openapi.from_dict(generated())
    loaded.app = app
    loaded.auth()(Token)
    # A document cannot say which models are configured, nor which page tokens are good.
    loaded.config.checks.positive_data_acceptance.enabled = False
    loaded.config.checks.negative_data_rejection.expected_statuses += ["413"]
    return loaded


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", operations())
def test_each_operation_answers_as_its_document_says(
    operation: str, mode: GenerationMode, cloud: Cloud, clock: Clock
) -> None:
    method, path = operation.split()
    described = schema(Gateway(clock))[path][method]
    if mode is GenerationMode.NEGATIVE and not (described.body or list(described.iter_parameters())):
        return  # nothing can be wrong where nothing is asked for

    @PATIENT
    @given(described.as_strategy(generation_mode=mode))
    def answers(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate()

    answers()


def test_what_is_created_can_be_used_until_it_is_deleted(cloud: Cloud, clock: Clock) -> None:
    """Follow the links that schemathesis sees between the operations: create, then read, rename, say, delete."""
    gateway, users = Gateway(clock), itertools.count()

    class Workflow(schema(gateway).as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            gateway.user = f"user-{next(users)}"  # who has no sessions yet: what went before must not matter

    Workflow.run(settings=settings(PATIENT, max_examples=8, stateful_step_count=15))
    assert cloud.count("DeleteItem") > 0
