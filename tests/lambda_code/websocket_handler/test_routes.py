"""Connect, talk, disconnect."""

from __future__ import annotations

import json
import logging

import pytest

from dev_api import event_stream
from shared.caller import LEEWAY
from tests.lambda_code.backend.api import Context
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud, items, said
from tests.lambda_code.websocket_handler.socket import Socket

HOUR = 60 * 60


def rows() -> list[str]:
    """Return the keys of the connections in the table."""
    return [item["session_id"] for item in items() if item["session_id"].startswith("connection#")]


def codes(frames: list[dict[str, str]]) -> list[str]:
    return [frame.get("code", frame["type"]) for frame in frames]


def test_an_answer_comes_in_pieces_and_is_kept(socket: Socket) -> None:
    session_id = socket.api.create()
    frames = socket.ask(session_id)
    assert [frame["type"] for frame in frames][-1] == "answered"
    assert "".join(frame.get("text", "") for frame in frames) == "Hello there."
    assert {frame["message_id"] for frame in frames} == {"m1"}
    [message] = socket.api.read(session_id).body["messages"]
    assert (message["text"], message["state"], message["answer"]) == ("Hi", "answered", "Hello there.")


def test_citations_follow_the_answer(socket: Socket) -> None:
    session_id = socket.api.create(knowledge_base_id=SETTINGS.knowledge_base_id)
    citation = {"type": "citation", "number": 1, "text": "Ask early.", "source": "s3://handbook/a.md"}
    assert socket.ask(session_id)[-2] == citation | {"message_id": "m1"}


def test_a_sign_of_life_is_answered(socket: Socket) -> None:
    assert socket.send({"action": "ping"}) == [{"type": "pong"}]


def test_connecting_sends_nothing_to_the_connection_that_is_not_there_yet(socket: Socket, cloud: Cloud) -> None:
    assert (cloud.count("PostToConnection"), rows()) == (0, ["connection#Kx7abc="])


def test_a_row_expires_after_the_life_of_a_connection(socket: Socket) -> None:
    [row] = items()
    assert row["expires_at"] == int(socket.clock.now) + 2 * HOUR + 10 * 60
    assert "last_activity" not in row


@pytest.mark.parametrize(
    "authorizer",
    [{"principalId": ""}, {"principalId": "ada"}, {"principalId": "ada", "exp": "1"}, {"exp": "9999999999"}],
)
def test_whom_no_authorizer_vouches_for_does_not_connect(
    authorizer: dict[str, str], cloud: Cloud, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (Socket(cloud, clock, monkeypatch).connect(authorizer=authorizer), items()) == (401, [])


@pytest.mark.parametrize(
    ("offers", "chosen"),
    [("bearer, eyJ.x.y", {"Sec-WebSocket-Protocol": "bearer"}), ("chat", {}), (None, {}), ("x, bearer", {})],
)
def test_the_subprotocol_is_answered_and_the_token_is_not(
    offers: str | None, chosen: dict[str, str], socket: Socket
) -> None:
    headers = {"Sec-WebSocket-Protocol": offers} if offers else None
    known = {"principalId": "ada", "exp": "9999999999"}
    answer = socket.call("$connect", request={"authorizer": known}, headers=headers)
    assert answer == {"statusCode": 200, "headers": chosen}


def test_disconnecting_removes_the_row_and_may_happen_twice(socket: Socket) -> None:
    assert (socket.disconnect(), rows()) == (200, [])
    assert socket.disconnect() == 200


def test_a_message_after_the_token_expired_ends_the_connection(socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    socket.clock.pass_seconds(HOUR + LEEWAY - 1)
    assert codes(socket.ask(session_id))[-1] == "answered"
    socket.clock.pass_seconds(1)
    assert codes(socket.ask(session_id, message_id="m2")) == ["unauthorized"]
    assert (rows(), cloud.count("DeleteConnection"), cloud.count("ConverseStream")) == ([], 1, 1)


def test_a_message_on_an_unknown_connection_ends_it(socket: Socket, cloud: Cloud) -> None:
    socket.id = "another"
    assert codes(socket.send({"action": "ping"})) == ["unauthorized"]
    assert cloud.count("DeleteConnection") == 1


def test_an_expired_row_that_is_still_there_counts_as_none(socket: Socket) -> None:
    socket.connect(life=9 * HOUR)
    socket.clock.pass_seconds(2 * HOUR + 10 * 60)
    assert codes(socket.send({"action": "ping"})) == ["unauthorized"]


def test_a_session_of_another_user_is_not_found(socket: Socket) -> None:
    foreign = socket.api.of("bob").create()
    assert codes(socket.ask(foreign)) == ["not_found"]
    assert socket.api.of("bob").read(foreign).body["messages"] == []


def test_a_connection_has_thirty_messages_a_minute(socket: Socket) -> None:
    for _ in range(30):
        assert socket.send({"action": "ping"}) == [{"type": "pong"}]
    [refused] = socket.send({"action": "ping"})
    assert (refused["code"], refused["retry_after"]) == ("too_many", 30)
    socket.clock.pass_seconds(60)
    assert socket.send({"action": "ping"}) == [{"type": "pong"}]


def test_a_message_that_is_sent_again_is_answered_without_the_model(socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    first, again = socket.ask(session_id), socket.ask(session_id)
    assert "".join(frame.get("text", "") for frame in first) == again[0]["text"]
    assert "accepted" not in codes(again)
    assert cloud.count("ConverseStream") == 1
    assert codes(socket.ask(session_id, "Other")) == ["reused_key"]


def test_messages_in_any_order_are_all_answered_once(socket: Socket) -> None:
    session_id = socket.api.create()
    for message_id in ("m2", "m1", "m2", "m3", "m1"):
        assert codes(socket.ask(session_id, message_id, message_id))[-1] == "answered"
    assert [each["message_id"] for each in socket.api.read(session_id).body["messages"]] == ["m2", "m1", "m3"]


def test_what_was_said_over_rest_is_known_here(socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    socket.api.say(session_id, "Before")
    socket.ask(session_id, "After")
    asked = [content for operation, content in cloud.asked if operation == "ConverseStream"][-1]
    assert [each["content"][0]["text"] for each in asked["messages"]] == ["Before", "Hello there.", "After"]


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("max_tokens", "incomplete"),
        ("content_filtered", "incomplete"),
        ("something_new", "incomplete"),
        ("guardrail_intervened", "blocked"),
    ],
)
def test_an_end_that_is_not_natural_is_told_as_what_it_is(
    reason: str, state: str, socket: Socket, cloud: Cloud
) -> None:
    cloud.answers["ConverseStream"] = said("Half", stop=reason)
    last = socket.ask(socket.api.create())[-1]
    assert last == {"type": state, "stop_reason": reason, "message_id": "m1"}
    assert socket.status == 200


def test_a_listener_who_hung_up_is_forgotten_and_the_answer_marked(socket: Socket, cloud: Cloud) -> None:
    session_id = socket.api.create()
    cloud.fail("PostToConnection", "GoneException")
    socket.ask(session_id)
    assert rows() == []
    [message] = socket.api.read(session_id).body["messages"]
    assert (message["state"], cloud.count("ConverseStream")) == ("failed", 0)


def test_a_half_answer_is_sent_before_the_error(socket: Socket, cloud: Cloud) -> None:
    cloud.answers["ConverseStream"] = said("Half", " way", end=False) + event_stream.exception(
        "throttlingException", {}
    )
    frames = socket.ask(socket.api.create())
    assert "".join(frame.get("text", "") for frame in frames) == "Half way"
    assert (frames[-1]["code"], frames[-1]["retry_after"], frames[-1]["message_id"]) == ("busy", 2, "m1")


def test_a_call_without_time_left_says_so(socket: Socket) -> None:
    assert codes(socket.ask(socket.api.create(), context=Context(milliseconds=1_000))) == ["late"]


def test_no_log_holds_content_user_connection_or_token(
    socket: Socket, cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "websocket_handler")
    cloud.answers["ConverseStream"] = said("CONTENT-answer")
    socket.ask(socket.api.create(), "CONTENT-text")
    socket.send({"CONTENT": "x"})
    logged = json.dumps([vars(record) for record in caplog.records if record.name != "werkzeug"], default=str)
    assert "answered" in logged
    assert not [word for word in ("CONTENT", "'ada'", '"ada"', socket.id) if word in logged]


def test_a_mistake_in_the_code_is_an_error_frame(socket: Socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("websocket_handler.frames.read", None)
    assert codes(socket.send({"action": "ping"})) == ["internal"]
