"""A message and its answer, and what is kept when the answer does not come."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from typing import Any

import botocore.session
import pytest

from dev_api import event_stream
from shared.chat import Question
from shared.deadline import Deadline
from shared.errors import ApiError
from shared.session import (
    MAX_ANSWER_BYTES,
    MAX_EXCHANGES,
    MAX_TEXT,
    MAX_TITLE,
    Citation,
    Message,
    Session,
    State,
    timestamp,
)
from shared.store.bedrock import Stop
from tests.lambda_code.backend.api import Api, Context
from tests.lambda_code.backend.cloud import SETTINGS, BrokenStream, Clock, Cloud, items, put, said


def asked_of_the_model(cloud: Cloud) -> dict[str, Any]:
    return [content for operation, content in cloud.asked if operation == "ConverseStream"][-1]


def kept(api: Api, session_id: str) -> list[tuple[str, str, str]]:
    messages = api.read(session_id).body["messages"]
    return [(message["text"], message["state"], message["answer"]) for message in messages]


def test_a_message_comes_back_with_its_answer_and_is_kept(api: Api) -> None:
    session_id = api.create()
    answer = api.say(session_id, "Hi")
    assert (answer.status, answer.body["state"], answer.body["answer"]) == (201, "answered", "Hello there.")
    assert kept(api, session_id) == [("Hi", "answered", "Hello there.")]


def test_the_model_is_told_the_past_in_turns(api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    api.say(session_id, "One")
    cloud.fail("ConverseStream", "ValidationException")
    api.say(session_id, "Unanswered")
    cloud.faults.clear()
    api.say(session_id, "Two")
    messages = [(each["role"], each["content"][0]["text"]) for each in asked_of_the_model(cloud)["messages"]]
    assert messages == [("user", "One"), ("assistant", "Hello there."), ("user", "Two")]


def test_a_long_past_is_cut_to_what_models_can_take(api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    for _ in range(9):
        api.say(session_id, "x" * 8_000)
    told = sum(len(each["content"][0]["text"]) for each in asked_of_the_model(cloud)["messages"])
    assert 50_000 < told <= 60_000 + 8_000


def test_passages_of_the_knowledge_base_reach_the_model_and_come_back_as_citations(api: Api, cloud: Cloud) -> None:
    session_id = api.create(knowledge_base_id=SETTINGS.knowledge_base_id)
    answer = api.say(session_id, "When?")
    assert answer.body["citations"] == [{"text": "Ask early.", "source": "s3://handbook/a.md"}]
    assert "[1] Ask early." in asked_of_the_model(cloud)["system"][0]["text"]
    assert api.read(session_id).body["messages"][0]["citations"] == answer.body["citations"]


def test_a_session_without_a_knowledge_base_retrieves_nothing(api: Api, cloud: Cloud) -> None:
    api.say(api.create())
    assert cloud.count("Retrieve") == 0


def test_a_guardrail_goes_with_every_question(cloud: Cloud, clock: Clock) -> None:
    api = Api(clock, replace(SETTINGS, guardrail=("guard1", "3")))
    api.say(api.create())
    expected = {"guardrailIdentifier": "guard1", "guardrailVersion": "3"}
    assert asked_of_the_model(cloud)["guardrailConfig"] == expected


def test_the_same_message_again_is_answered_from_what_was_kept(api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    first, second = api.say(session_id, key="m1"), api.say(session_id, key="m1")
    assert (first.status, first.text) == (second.status, second.text)
    assert cloud.count("ConverseStream") == 1
    assert len(kept(api, session_id)) == 1


def test_the_same_key_for_another_message_is_refused(api: Api) -> None:
    session_id = api.create()
    api.say(session_id, "A", key="m1")
    refused = api.say(session_id, "B", key="m1")
    assert (refused.status, refused.code) == (422, "reused_key")


def test_a_message_that_is_being_answered_is_not_answered_twice(api: Api) -> None:
    session_id = api.create()
    happened = during(api, lambda: asked_again(api, Question("ada", session_id, "m1", "Hi")))
    assert (api.say(session_id, key="m1").status, happened) == (201, ["in_progress"])


def during(api: Api, action: Callable[[], Any]) -> list[Any]:
    """Let this happen while the model is asked for the first time; return what came of it."""
    model = api.services.model
    stream, happened = model.stream, []

    def interrupted(*arguments: Any) -> Iterator[str | Stop]:
        model.stream = stream  # type: ignore[method-assign]
        happened.append(action())
        return stream(*arguments)

    model.stream = interrupted  # type: ignore[method-assign, assignment]
    return happened


def asked_again(api: Api, question: Question) -> State | str:
    """Ask past the handler, which cannot be called in the thread where the model is asked."""
    try:
        return api.services.chat.answer(question, Deadline(20), lambda _: None).state
    except ApiError as error:
        return error.code


def test_a_message_whose_answer_died_can_be_said_again(api: Api) -> None:
    session_id = api.create()
    api.say(session_id, key="m1")
    [item] = items()
    item["messages"][0] |= {"state": "answering", "answer": "", "deadline": int(api.clock.now) + 20}
    put(item)
    assert api.say(session_id, key="m1").status == 409
    api.clock.pass_seconds(20)
    assert kept(api, session_id)[0][1] == "failed"
    assert api.say(session_id, key="m1").body["answer"] == "Hello there."
    assert len(kept(api, session_id)) == 1


def test_a_failed_message_is_kept_and_can_be_said_again(api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    cloud.fail("ConverseStream", "AccessDeniedException")
    assert api.say(session_id, key="m1").status == 500
    assert kept(api, session_id) == [("Hi", "failed", "")]
    cloud.faults.clear()
    assert api.say(session_id, key="m1").status == 201
    assert kept(api, session_id) == [("Hi", "answered", "Hello there.")]


BREAKS = {
    "throttled in the middle": (said("Half", end=False) + event_stream.exception("throttlingException", {}), 503),
    "error in the middle": (said("Half", end=False) + event_stream.exception("modelStreamErrorException", {}), 502),
    "cut off": (said("Half", end=False), 502),
    "stalled": (BrokenStream(said("Half", end=False)), 504),
    "garbled": (said("Half", end=False) + b"\0\0\0\x20\0\0\0\0garbage, not a message at all", 502),
    "endless": (said("Half", "x" * 70_000), 502),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_half_answer_is_an_error_and_is_kept_as_incomplete(name: str, api: Api, cloud: Cloud) -> None:
    cloud.answers["ConverseStream"], status = BREAKS[name]
    session_id = api.create()
    assert api.say(session_id).status == status
    assert kept(api, session_id) == [("Hi", "incomplete", "Half")]


@pytest.mark.parametrize("pieces", [(), ("",), (" ", "\n")])
def test_an_empty_answer_is_an_error(pieces: tuple[str, ...], api: Api, cloud: Cloud) -> None:
    cloud.answers["ConverseStream"] = said(*pieces)
    answer = api.say(api.create())
    assert (answer.status, answer.code) == (502, "upstream")


def test_a_model_that_outlasts_the_deadline_is_left_alone(api: Api) -> None:
    session_id = api.create()
    stream = api.services.model.stream

    def slow(*arguments: Any) -> Iterator[str | Stop]:
        time.sleep(1.7)  # longer than the 1.5 s that the reserve of 2 s leaves, and those enough for a busy machine
        return stream(*arguments)

    api.services.model.stream = slow  # type: ignore[method-assign]
    answer = api.say(session_id, context=Context(milliseconds=3_500))
    assert (answer.status, answer.code) == (504, "late")
    assert kept(api, session_id) == [("Hi", "failed", "")]


def test_without_time_left_nothing_is_asked_or_kept(api: Api, cloud: Cloud) -> None:
    session_id = api.create(knowledge_base_id=SETTINGS.knowledge_base_id)
    answer = api.say(session_id, context=Context(milliseconds=2_000))
    assert (answer.status, answer.code) == (504, "late")
    assert (kept(api, session_id), cloud.count("ConverseStream"), cloud.count("Retrieve")) == ([], 0, 0)


CUT_SHORT = ["max_tokens", "model_context_window_exceeded"]
STOPPED = ["content_filtered", "tool_use", "malformed_model_output", "something_new"]


@pytest.mark.parametrize("reason", [*CUT_SHORT, *STOPPED])
def test_an_answer_that_does_not_end_by_itself_is_kept_as_what_it_is(reason: str, api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    cloud.answers["ConverseStream"] = said("Half", stop=reason)
    answer = api.say(session_id, key="m1")
    assert (answer.status, answer.body["state"], answer.body["stop_reason"]) == (201, "incomplete", reason)
    assert kept(api, session_id) == [("Hi", "incomplete", "Half")]
    # It can be asked again, as the same message, and is then whole.
    cloud.answers["ConverseStream"] = said("Whole")
    assert api.say(session_id, key="m1").body["state"] == "answered"
    assert kept(api, session_id) == [("Hi", "answered", "Whole")]


@pytest.mark.parametrize("reason", ["end_turn", "stop_sequence"])
def test_a_natural_end_makes_an_answer_whole(reason: str, api: Api, cloud: Cloud) -> None:
    cloud.answers["ConverseStream"] = said("Whole", stop=reason)
    assert api.say(api.create()).body["state"] == "answered"


def test_every_reason_to_stop_that_bedrock_lists_is_tried() -> None:
    listed = botocore.session.get_session().get_service_model("bedrock-runtime").shape_for("StopReason").enum
    tried = {*CUT_SHORT, *STOPPED, "end_turn", "stop_sequence", "guardrail_intervened", "malformed_tool_use"}
    assert set(listed) <= tried


def told_of_the_past(api: Api, cloud: Cloud, session_id: str) -> list[str]:
    cloud.answers["ConverseStream"] = said("Next")
    api.say(session_id, "Go on")
    return [each["content"][0]["text"] for each in asked_of_the_model(cloud)["messages"]]


@pytest.mark.parametrize("reason", CUT_SHORT)
def test_an_answer_that_was_cut_short_can_be_continued(reason: str, api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    cloud.answers["ConverseStream"] = said("Half", stop=reason)
    api.say(session_id)
    assert told_of_the_past(api, cloud, session_id) == ["Hi", "Half", "Go on"]


@pytest.mark.parametrize("reason", STOPPED)
def test_a_model_is_not_told_of_an_answer_that_was_stopped(reason: str, api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    cloud.answers["ConverseStream"] = said("Half", stop=reason)
    api.say(session_id)
    assert told_of_the_past(api, cloud, session_id) == ["Go on"]


@pytest.mark.parametrize("text", ["Sorry, no.", ""])
def test_a_turn_that_a_guardrail_blocked_does_not_poison_the_session(text: str, api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    cloud.answers["ConverseStream"] = said(text, stop="guardrail_intervened")
    answer = api.say(session_id, "Bad words")
    assert (answer.status, answer.body["state"], answer.body["answer"]) == (201, "blocked", text)
    assert told_of_the_past(api, cloud, session_id) == ["Go on"]


def test_a_session_of_a_removed_model_says_so_and_can_be_moved(api: Api, cloud: Cloud) -> None:
    session_id = api.create(model_id="model-b")
    api.say(session_id, "Before", key="m1")
    later = Api(api.clock, replace(SETTINGS, models=("model-a",)))
    assert later.read(session_id).body["model_available"] is False
    assert later.list().body["sessions"][0]["model_available"] is False
    asked = cloud.count("ConverseStream")
    refused = later.say(session_id)
    assert (refused.status, refused.code) == (409, "model_removed")
    assert (cloud.count("ConverseStream"), len(kept(later, session_id))) == (asked, 1)
    assert later.say(session_id, "Before", key="m1").status == 201  # it has its answer
    moved = later.call("PUT", f"/api/v1/sessions/{session_id}", {"version": 1, "model_id": "model-a"})
    assert (moved.status, moved.body["model_id"], moved.body["model_available"]) == (200, "model-a", True)
    assert later.say(session_id).status == 201
    assert moved.body["title"] == api.read(session_id).body["title"]


@pytest.mark.parametrize("other", [None, "KB87654321"])
def test_a_session_of_a_removed_knowledge_base_says_so_and_can_be_moved(
    other: str | None, api: Api, cloud: Cloud
) -> None:
    session_id = api.create(knowledge_base_id=SETTINGS.knowledge_base_id)
    later = Api(api.clock, replace(SETTINGS, knowledge_base_id="KB87654321"))
    assert later.read(session_id).body["knowledge_base_available"] is False
    refused = later.say(session_id)
    assert (refused.status, refused.code) == (409, "knowledge_base_removed")
    moved = later.call("PUT", f"/api/v1/sessions/{session_id}", {"version": 1, "knowledge_base_id": other})
    assert (moved.status, moved.body["knowledge_base_available"]) == (200, True)
    assert later.say(session_id).status == 201


def test_messages_that_were_kept_without_a_reason_are_read(api: Api) -> None:
    session_id = api.create()
    api.say(session_id)
    [item] = items()
    del item["messages"][0]["stop_reason"]
    put(item)
    assert api.read(session_id).body["messages"][0]["stop_reason"] == ""


def test_a_message_to_a_session_that_is_deleted_meanwhile_is_404(api: Api) -> None:
    session_id = api.create()
    during(api, lambda: api.services.sessions.delete("ada", session_id, api.clock.now))
    assert (api.say(session_id).status, items()) == (404, [])


def test_two_messages_at_once_are_both_kept(api: Api) -> None:
    session_id = api.create()
    happened = during(api, lambda: asked_again(api, Question("ada", session_id, "m2", "Other")))
    assert (api.say(session_id, "One").status, happened) == (201, [State.ANSWERED])
    assert kept(api, session_id) == [("One", "answered", "Hello there."), ("Other", "answered", "Hello there.")]


def test_a_full_session_takes_no_more_and_says_so(api: Api) -> None:
    session_id = api.create()
    api.say(session_id)
    [item] = items()
    messages = [item["messages"][0] | {"message_id": f"m{number}"} for number in range(MAX_EXCHANGES)]
    put(item | {"messages": messages})
    refused = api.say(session_id)
    assert (refused.status, refused.code) == (409, "session_full")


def test_a_session_that_has_room_never_outgrows_what_dynamodb_takes() -> None:
    citations = tuple(Citation("ü" * 1_500, "s" * 500) for _ in range(5))
    longest = Message("m" * 64, timestamp(0), "ü" * MAX_TEXT, State.ANSWERED, "a" * 16, 2**31, "x" * MAX_ANSWER_BYTES)
    session = Session("0" * 32, "u" * 256, "ü" * MAX_TITLE, "m" * 200, "k" * 10, timestamp(0), timestamp(0), 2**31)
    while session.room_for(longest.text):
        session = replace(session, messages=(*session.messages, replace(longest, citations=citations)))
    size = len(json.dumps(asdict(session), ensure_ascii=False).encode())
    assert 250_000 < size < 400_000
