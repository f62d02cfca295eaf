"""AWS fails: each failure of each operation has its status, and nothing that was acknowledged is lost."""

from __future__ import annotations

import logging
from collections.abc import Callable

import botocore.session
import pytest
from botocore.exceptions import NoCredentialsError

from dev_api import event_stream
from shared.errors import MisconfiguredError
from shared.store.aws import MEANINGS, meaning, problems_of
from tests.lambda_code.backend.api import Answer, Api
from tests.lambda_code.backend.cloud import CONNECT_TIMEOUT, TIMEOUT, Cloud, items, said

# What a caller sees. A failed condition means something else to each operation, and so has a test of its own below.
DYNAMODB = {
    "ProvisionedThroughputExceededException": (503, "busy"),
    "InternalServerError": (503, "busy"),
    TIMEOUT: (504, "late"),
    CONNECT_TIMEOUT: (504, "late"),
    "AccessDeniedException": (500, "misconfigured"),
    "ResourceNotFoundException": (500, "misconfigured"),
    "ValidationException": (500, "misconfigured"),
    "SomethingNewException": (500, "misconfigured"),
}
OPERATIONS: dict[str, tuple[str, Callable[[Api, str], Answer]]] = {
    "create": ("PutItem", lambda api, _: api.call("POST", "/api/v1/sessions", {"title": "New"})),
    "get": ("GetItem", lambda api, session_id: api.read(session_id)),
    "list": ("Query", lambda api, _: api.list()),
    "update": ("UpdateItem", lambda api, session_id: api.rename(session_id, "New")),
    "delete": ("DeleteItem", lambda api, session_id: api.delete(session_id)),
}


@pytest.mark.parametrize("fault", DYNAMODB)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_failure_of_dynamodb_is_told_and_changes_nothing(operation: str, fault: str, api: Api, cloud: Cloud) -> None:
    name, act = OPERATIONS[operation]
    session_id = api.create(title="Old")
    before = items()
    cloud.fail(name, fault)
    answer = act(api, session_id)
    assert (answer.status, answer.code) == DYNAMODB[fault]
    assert ("retry-after" in answer.headers) == (answer.status == 503)
    assert "SECRET" not in answer.text
    assert items() == before


@pytest.mark.parametrize("fault", ["ThrottlingException", "InternalServerError", TIMEOUT])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_failure_that_passes_is_not_seen(operation: str, fault: str, api: Api, cloud: Cloud) -> None:
    name, act = OPERATIONS[operation]
    session_id = api.create()
    cloud.fail(name, fault, "")
    assert act(api, session_id).status < 300


@pytest.mark.parametrize(
    ("operation", "status", "code"),
    [("create", 409, "conflict"), ("update", 409, "conflict"), ("delete", 404, "not_found")],
)
def test_a_failed_condition_is_told(operation: str, status: int, code: str, api: Api, cloud: Cloud) -> None:
    name, act = OPERATIONS[operation]
    session_id = api.create()
    cloud.fail(name, "ConditionalCheckFailedException")
    answer = act(api, session_id)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_is_written_or_read_in_batches_that_dynamodb_may_do_by_half(
    operation: str, api: Api, cloud: Cloud
) -> None:
    OPERATIONS[operation][1](api, api.create())
    assert {name for name, _ in cloud.asked} <= {"PutItem", "GetItem", "Query", "UpdateItem", "DeleteItem"}


BEDROCK = {
    "ThrottlingException": (503, "busy"),
    "ServiceUnavailableException": (503, "busy"),
    "ModelNotReadyException": (503, "busy"),
    "ServiceQuotaExceededException": (503, "busy"),
    "ModelTimeoutException": (504, "late"),
    TIMEOUT: (504, "late"),
    CONNECT_TIMEOUT: (504, "late"),
    "ModelErrorException": (502, "upstream"),
    "BadGatewayException": (502, "upstream"),
    "ValidationException": (500, "misconfigured"),
    "ResourceNotFoundException": (500, "misconfigured"),
    "SomethingNewException": (500, "misconfigured"),
    "AccessDeniedException": (500, "misconfigured"),
}
# What is asked of each service. Their models say which errors that may end in.
ASKED = {
    "dynamodb": ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
    "bedrock-runtime": ["ConverseStream"],
    "bedrock-agent-runtime": ["Retrieve"],
    "bedrock-agent": ["GetKnowledgeBase"],
    "apigatewaymanagementapi": ["PostToConnection", "DeleteConnection"],
}
# These are answers, which the stores read themselves.
ANSWERS = {"ConditionalCheckFailedException", "GoneException"}


@pytest.mark.parametrize("service", ASKED)
def test_every_error_that_a_service_lists_has_its_meaning(service: str) -> None:
    model = botocore.session.get_session().get_service_model(service)
    known = set().union(*MEANINGS.values())
    listed: set[str] = set()
    for name in ASKED[service]:
        operation = model.operation_model(name)
        listed |= {shape.name for shape in operation.error_shapes}
        if operation.has_event_stream_output:
            events = operation.get_event_stream_output().members
            listed |= {name[:1].upper() + name[1:] for name, event in events.items() if event.metadata.get("exception")}
    assert listed
    assert listed - known - ANSWERS == set()


def test_an_error_has_one_meaning() -> None:
    every = [code for codes in MEANINGS.values() for code in codes]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("status", "code"), [(400, "misconfigured"), (418, "misconfigured"), (500, "busy"), (0, "busy")]
)
def test_an_error_that_is_new_is_told_by_its_status(status: int, code: str) -> None:
    assert meaning("SomethingNewException", status).code == code


def test_a_function_without_credentials_is_misconfigured(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(MisconfiguredError), problems_of("dynamodb"):
        raise NoCredentialsError
    assert caplog.records[-1].levelno == logging.ERROR


@pytest.mark.parametrize("fault", BEDROCK)
@pytest.mark.parametrize("operation", ["ConverseStream", "Retrieve"])
def test_a_failure_of_bedrock_is_told_and_the_message_kept(operation: str, fault: str, api: Api, cloud: Cloud) -> None:
    session_id = api.create(knowledge_base_id="KB12345678")
    cloud.fail(operation, fault)
    answer = api.say(session_id, "Hi")
    assert (answer.status, answer.code) == BEDROCK[fault]
    assert "SECRET" not in answer.text
    assert [(each["text"], each["state"]) for each in api.read(session_id).body["messages"]] == [("Hi", "failed")]


@pytest.mark.parametrize("fault", BEDROCK)
def test_a_failure_to_describe_the_knowledge_base_is_told(fault: str, api: Api, cloud: Cloud) -> None:
    cloud.fail("GetKnowledgeBase", fault)
    answer = api.call("GET", "/api/v1/knowledge-bases")
    assert (answer.status, answer.code) == BEDROCK[fault]


def test_only_what_the_operators_must_mend_is_logged_as_an_error(
    api: Api, cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    session_id = api.create()
    for fault, level in (("ThrottlingException", logging.WARNING), ("AccessDeniedException", logging.ERROR)):
        caplog.clear()
        cloud.fail("ConverseStream", fault)
        api.say(session_id)
        [record] = [record for record in caplog.records if record.name == "shared.store.aws"]
        assert (record.levelno, record.reason) == (level, fault)  # type: ignore[attr-defined]


def test_an_answer_is_tried_twice_and_not_more(api: Api, cloud: Cloud) -> None:
    cloud.fail("ConverseStream", "ThrottlingException")
    api.say(api.create())
    assert cloud.count("ConverseStream") == 2


def test_the_first_failure_is_told_where_the_second_keeps_the_message_from_being_marked(api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    cloud.answers["ConverseStream"] = said("Half", end=False) + event_stream.exception("throttlingException", {})
    cloud.fail("UpdateItem", "", "ThrottlingException", "ThrottlingException")
    answer = api.say(session_id, key="m1")
    assert (answer.status, answer.code) == (503, "busy")
    assert [each["state"] for each in api.read(session_id).body["messages"]] == ["answering"]


def test_an_answer_that_cannot_be_kept_is_not_acknowledged_and_can_be_had_again(api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    cloud.fail("UpdateItem", "", "ThrottlingException", "ThrottlingException")
    assert api.say(session_id, key="m1").status == 503
    cloud.faults.clear()
    api.clock.pass_seconds(60)
    assert api.say(session_id, key="m1").status == 201
    assert len(api.read(session_id).body["messages"]) == 1


def test_a_message_whose_write_was_done_but_not_confirmed_is_asked_once(api: Api, cloud: Cloud) -> None:
    """The first answer is lost, the second attempt finds its own message there."""
    session_id = api.create()
    cloud.lose_answer("UpdateItem")
    assert api.say(session_id).status == 201
    assert cloud.count("ConverseStream") == 1
    assert len(api.read(session_id).body["messages"]) == 1


def test_a_mistake_in_the_code_is_a_500_of_the_usual_shape(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    session_id = api.create()
    api.services.sessions.get = None  # type: ignore[assignment, method-assign]
    answer = api.read(session_id)
    assert (answer.status, answer.code) == (500, "internal")
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.error == "TypeError"  # type: ignore[attr-defined]
    assert "sessions.py" in record.place  # type: ignore[attr-defined]
