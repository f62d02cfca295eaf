"""What comes in broken, and how much goes out at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import ApiError
from shared.session import Citation, Message, State
from tests.lambda_code.backend.cloud import Cloud, items, said
from tests.lambda_code.websocket_handler.socket import Socket
from websocket_handler import frames

FRAME = 32 * 1024
ASK = {"action": "ask", "session_id": "0" * 32, "message_id": "m1", "text": "Hi"}

BROKEN: dict[str, tuple[Any, str]] = {
    "empty": ("", "bad_request"),
    "no JSON": ("{", "bad_request"),
    "two documents": ("{}{}", "bad_request"),
    "NaN": ('{"action": NaN}', "bad_request"),
    "duplicate member": ('{"action": "ping", "action": "ask"}', "bad_request"),
    "deep": ("[" * 60_000, "bad_request"),
    "byte order mark": ('\ufeff{"action": "ping"}', "bad_request"),
    "null": ("null", "invalid"),
    "number": ("7", "invalid"),
    "list": ([ASK], "invalid"),
    "no action": ({}, "invalid"),
    "unknown action": ({"action": "admin"}, "invalid"),
    "action of another type": ({"action": ["ask"]}, "invalid"),
    "ping with more": ({"action": "ping", "x": 1}, "invalid"),
    "member missing": ({"action": "ask", "text": "Hi"}, "invalid"),
    "member too many": (ASK | {"user_id": "bob"}, "invalid"),
    "message_id empty": (ASK | {"message_id": ""}, "invalid"),
    "message_id of another type": (ASK | {"message_id": 1}, "invalid"),
    "message_id too long": (ASK | {"message_id": "m" * 65}, "invalid"),
    "message_id with a new line": (ASK | {"message_id": "m1\n"}, "invalid"),
    "text empty": (ASK | {"text": ""}, "invalid"),
    "text blank": (ASK | {"text": " \n"}, "invalid"),
    "text too long": (ASK | {"text": "x" * 8_001}, "invalid"),
    "text of another type": (ASK | {"text": {"a": 1}}, "invalid"),
    "text null": (ASK | {"text": None}, "invalid"),
    "text no unicode": (ASK | {"text": "\ud800"}, "invalid"),
    "session_id of another type": (ASK | {"session_id": 1}, "not_found"),
    "session_id null": (ASK | {"session_id": None}, "not_found"),
    "session_id of a list": (ASK | {"session_id": []}, "not_found"),
    "session_id of another form": (ASK | {"session_id": "connection#Kx7abc="}, "not_found"),
    "session_id unknown": (ASK, "not_found"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_frame_is_an_error_and_changes_nothing(name: str, socket: Socket, cloud: Cloud) -> None:
    frame, code = BROKEN[name]
    [error] = socket.send(frame)
    assert (error["type"], error["code"]) == ("error", code)
    assert [item["session_id"] for item in items()] == ["connection#Kx7abc="]
    assert cloud.count("ConverseStream") == 0


def test_a_binary_frame_is_an_error(socket: Socket) -> None:
    [error] = socket.send("eyJhY3Rpb24iOiAicGluZyJ9", isBase64Encoded=True)
    assert error["code"] == "bad_request"


def test_a_frame_without_a_body_is_an_error(socket: Socket, cloud: Cloud) -> None:
    assert socket.call("$default") == {"statusCode": 200}
    assert cloud.sent[-1]["code"] == "bad_request"


def test_an_error_does_not_repeat_what_was_sent(socket: Socket) -> None:
    [error] = socket.send(ASK | {"text": ["secret"]})
    assert "secret" not in json.dumps(error)


@given(
    st.text()
    | st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ).map(json.dumps)
)
def test_reading_refuses_or_understands_and_never_breaks(body: str) -> None:
    try:
        frames.read(body)
    except ApiError:
        return


@given(st.lists(st.text(max_size=7_000), max_size=5))
def test_an_answer_goes_out_whole_in_frames_that_api_gateway_takes(pieces: list[str]) -> None:
    sent: list[frames.Frame] = []
    speaker = frames.Speaker(sent.append, "m" * 64, clock=lambda: 0.0)
    for piece in pieces:
        speaker.say(piece)
    speaker.end(Message("m", "", "", State.ANSWERED, "", 0))
    assert "".join(frame.get("text", "") for frame in sent) == "".join(pieces)


@pytest.mark.parametrize("character", ["a", "\0", "ü", "\U0001f600", '"', "\\"])
def test_frames_of_any_characters_stay_below_the_limit(character: str, socket: Socket, cloud: Cloud) -> None:
    cloud.answers["ConverseStream"] = said(character * 15_000)
    socket.ask(socket.api.create())
    bodies = [len(json.dumps(frame, ensure_ascii=False).encode()) for frame in cloud.sent]
    assert len(bodies) == 5  # accepted, three of the answer, answered
    assert max(bodies) < FRAME


def test_the_longest_citation_stays_below_the_limit() -> None:
    sent: list[frames.Frame] = []
    citation = Citation("\0" * 1_500, "\0" * 500)
    frames.Speaker(sent.append, "m" * 64).end(Message("m", "", "", State.ANSWERED, "", 0, citations=(citation,) * 5))
    assert [frame["type"] for frame in sent] == ["citation"] * 5 + ["answered"]
    assert max(len(json.dumps(frame).encode()) for frame in sent) < FRAME


def test_words_are_gathered_but_the_first_does_not_wait() -> None:
    now, sent = 0.0, list[str]()
    speaker = frames.Speaker(lambda frame: sent.append(frame["text"]), "m", clock=lambda: now)
    for piece in ("One", " two", " three"):
        speaker.say(piece)
    assert sent == ["One"]
    now = 0.25
    speaker.say(" four")
    assert sent == ["One", " two three four"]
    speaker.say("x" * 400)
    assert sent[-1] == "x" * 400
