"""AWS fails: each failure on each route ends in a status or an error frame, and nothing that was kept is lost."""

from __future__ import annotations

import pytest

from tests.lambda_code.backend.cloud import CONNECT_TIMEOUT, TIMEOUT, BrokenStream, Cloud, items, said
from tests.lambda_code.websocket_handler.socket import Socket

DYNAMODB = {
    "ProvisionedThroughputExceededException": (503, "busy"),
    "InternalServerError": (503, "busy"),
    TIMEOUT: (504, "late"),
    CONNECT_TIMEOUT: (504, "late"),
    "AccessDeniedException": (500, "misconfigured"),
}


@pytest.mark.parametrize("fault", DYNAMODB)
def test_who_cannot_be_remembered_does_not_connect(fault: str, socket: Socket, cloud: Cloud) -> None:
    cloud.fail("PutItem", fault)
    socket.id = "another"
    assert (socket.connect(), len(items())) == (DYNAMODB[fault][0], 1)


def test_a_connection_of_another_user_is_not_taken_over(socket: Socket) -> None:
    assert socket.connect("bob") == 401
    assert items()[0]["user_id"] == "ada"


@pytest.mark.parametrize("fault", [*DYNAMODB, "ConditionalCheckFailedException"])
def test_a_disconnect_always_succeeds(fault: str, socket: Socket, cloud: Cloud) -> None:
    cloud.fail("DeleteItem", fault)
    assert (socket.disconnect(), len(items())) == (200, 1)


@pytest.mark.parametrize("fault", DYNAMODB)
@pytest.mark.parametrize("operation", ["GetItem", "UpdateItem"])
def test_a_message_is_told_of_the_failure(operation: str, fault: str, socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    cloud.fail(operation, fault)
    [error] = socket.ask(session_id)
    assert (error["type"], error["code"]) == ("error", DYNAMODB[fault][1])
    cloud.faults.clear()
    assert socket.ask(session_id)[-1]["type"] == "answered"


def test_nothing_is_written_or_read_in_batches_that_dynamodb_may_do_by_half(socket: Socket, cloud: Cloud) -> None:
    socket.ask(socket.api.create())
    socket.disconnect()
    assert not [operation for operation, _ in cloud.asked if operation.startswith(("Batch", "Transact"))]


BEDROCK = {
    "ThrottlingException": "busy",
    TIMEOUT: "late",
    "AccessDeniedException": "misconfigured",
    "ModelErrorException": "upstream",
    "ResourceNotFoundException": "misconfigured",
}


@pytest.mark.parametrize("fault", BEDROCK)
def test_a_failure_of_the_model_is_told_and_the_message_kept(fault: str, socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    cloud.fail("ConverseStream", fault)
    accepted, error = socket.ask(session_id)
    assert (accepted["type"], error["code"], error["message_id"]) == ("accepted", BEDROCK[fault], "m1")
    assert socket.status == {"busy": 503, "late": 504, "misconfigured": 500, "upstream": 502}[error["code"]]
    [message] = socket.api.read(session_id).body["messages"]
    assert (message["text"], message["state"]) == ("Hi", "failed")


@pytest.mark.parametrize(
    ("stream", "code", "state"),
    [(BrokenStream(said("Half", end=False)), "late", "incomplete"), (said(), "upstream", "failed")],
    ids=["stalls", "empty"],
)
def test_a_stream_that_does_not_end_well_is_told(
    stream: object, code: str, state: str, socket: Socket, cloud: Cloud
) -> None:
    session_id = socket.api.create()
    cloud.answers["ConverseStream"] = stream
    assert socket.ask(session_id)[-1]["code"] == code
    assert socket.api.read(session_id).body["messages"][0]["state"] == state


@pytest.mark.parametrize("fault", ["LimitExceededException", "ForbiddenException", TIMEOUT])
def test_where_nothing_can_be_sent_the_model_is_not_asked(fault: str, socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    cloud.fail("PostToConnection", fault)
    assert socket.ask(session_id) == []
    assert socket.status >= 500
    assert cloud.count("ConverseStream") == 0
    assert socket.api.read(session_id).body["messages"][0]["state"] == "failed"
    assert len(items()) == 2  # the connection is still known


def test_a_frame_that_cannot_be_sent_breaks_the_answer_off(socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    cloud.fail("PostToConnection", "", "ForbiddenException", "ForbiddenException")
    assert [frame["type"] for frame in socket.ask(session_id)] == ["accepted"]
    assert socket.api.read(session_id).body["messages"][0]["state"] == "incomplete"


def test_a_frame_that_meets_a_limit_is_sent_again(socket: Socket, cloud: Cloud) -> None:
    cloud.fail("PostToConnection", "LimitExceededException", "LimitExceededException", "")
    assert socket.ask(socket.api.create())[-1]["type"] == "answered"


def test_hanging_up_may_fail_too(socket: Socket, cloud: Cloud) -> None:
    socket.id = "unknown"
    cloud.fail("DeleteConnection", "GoneException")
    assert [frame["code"] for frame in socket.send({"action": "ping"})] == ["unauthorized"]
