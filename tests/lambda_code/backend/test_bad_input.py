"""What is no good: refused with the right status, in one shape, without an echo."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from authorizer import verifier
from shared.caller import LEEWAY
from tests.lambda_code.backend.api import Api
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud, items

SESSIONS = "/api/v1/sessions"
DEEP = 20_000

BODIES = {
    "nothing": (None, 400),
    "empty": ("", 400),
    "no JSON": ("{", 400),
    "trailing": ('{"title": "A"} x', 400),
    "two documents": ("{}{}", 400),
    "NaN": ('{"title": NaN}', 400),
    "Infinity": ('{"title": -Infinity}', 400),
    "duplicate member": ('{"title": "A", "title": "B"}', 400),
    "deep list": ("[" * DEEP + "]" * DEEP, 400),
    "deep object": ('{"a":' * 10_000 + "1" + "}" * 10_000, 400),
    "5,000 digits": ('{"title": ' + "1" * 5_000 + "}", 400),
    "byte order mark": ("\ufeff{}", 400),
    "too large": ('{"title": "' + "A" * 70_000 + '"}', 413),
    "null": ("null", 422),
    "list": ("[]", 422),
    "text": ('"A"', 422),
    "unknown field": ('{"colour": "red"}', 422),
    "owner": ('{"user_id": "bob"}', 422),
    "own id": ('{"session_id": "' + "0" * 32 + '"}', 422),
    "number for text": ('{"title": 1}', 422),
    "bool for text": ('{"title": true}', 422),
    "list for text": ('{"title": ["A"]}', 422),
    "object for text": ('{"title": {"$ne": ""}}', 422),
    "null for text": ('{"title": null}', 422),
    "empty text": ('{"title": ""}', 422),
    "blank text": ('{"title": " \\t\\n"}', 422),
    "text too long": (json.dumps({"title": "A" * 201}), 422),
    "lone surrogate": ('{"title": "\\ud800"}', 422),
    "unknown model": ('{"model_id": "gpt"}', 422),
    "unknown knowledge base": ('{"knowledge_base_id": "ANOTHER001"}', 422),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_creates_nothing(name: str, api: Api) -> None:
    body, status = BODIES[name]
    answer = api.call("POST", SESSIONS, body)
    assert (answer.status, len(answer.code) > 0, items()) == (status, True, [])


@pytest.mark.parametrize("text", ["", " ", "x" * 8_001, None, 7, ["x"], {"x": 1}, "\ud800"])
def test_a_bad_message_is_not_kept(text: Any, api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    answer = api.call("POST", f"{SESSIONS}/{session_id}/messages", {"text": text})
    assert (answer.status, answer.code, cloud.count("UpdateItem")) == (422, "invalid", 0)


def test_limits_are_where_they_should_be(api: Api) -> None:
    session_id = api.create(title="T" * 200)
    assert api.say(session_id, "x" * 8_000).status == 201
    assert api.call("POST", SESSIONS, '{"title": "A"}'.ljust(64 * 1024)).status == 201


@pytest.mark.parametrize(
    "body",
    [{"title": "A"}, {"version": 1}, {"version": 1, "model_id": "removed"}, {"version": 1, "model_id": ""}]
    + [
        {"version": 1, "knowledge_base_id": "OTHER"},
        {"version": 1, "title": None},
        {"title": "A", "version": "1"},
        {"title": "A", "version": 0},
    ]
    + [{"title": "A", "version": version} for version in (1.5, True, 10**400, -1, None)],
)
def test_a_bad_change_changes_nothing(body: dict[str, Any], api: Api) -> None:
    session_id = api.create()
    assert api.call("PUT", f"{SESSIONS}/{session_id}", body).status == 422
    assert api.read(session_id).body["version"] == 1


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data"]
)
def test_a_body_must_be_json_and_say_so(kind: str, api: Api) -> None:
    answer = api.call("POST", SESSIONS, "{}", headers={"content-type": kind})
    assert (answer.status, answer.code) == (415, "unsupported_media_type")


@pytest.mark.parametrize("kind", ["application/json; charset=UTF-8", "Application/JSON"])
def test_json_may_say_that_it_is_utf_8(kind: str, api: Api) -> None:
    assert api.call("POST", SESSIONS, "{}", headers={"content-type": kind}).status == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 65, "ü", "a\n", "../x"])
def test_a_bad_idempotency_key_is_refused(key: str, api: Api) -> None:
    answer = api.call("POST", SESSIONS, {}, headers={"idempotency-key": key})
    assert (answer.status, answer.code) == (422, "invalid")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "x", "", "1e2", "9" * 400])
def test_a_bad_limit_is_refused(limit: str, api: Api) -> None:
    assert api.list(limit=limit).status == 422


@pytest.mark.parametrize("name", ["limit", "page_token", "unheard_of"])
def test_a_query_parameter_given_twice_is_refused(name: str, api: Api) -> None:
    answer = api.call("GET", SESSIONS, query={name: ["1", "2"]})
    assert (answer.status, answer.code) == (400, "bad_request")


def test_a_query_of_very_many_parameters_is_refused(api: Api) -> None:
    answer = api.call("GET", SESSIONS, query={f"p{number}": ["1"] for number in range(30)})
    assert (answer.status, answer.code) == (400, "bad_request")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/api/v1/session", 404),
        ("GET", "/api/v1/sessions/", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("PATCH", SESSIONS, 405),
        ("POST", "/api/v1/health", 405),
        ("DELETE", "/api/v1/knowledge-bases", 405),
    ],
)
def test_other_routes_and_methods_are_refused_in_the_same_shape(method: str, path: str, status: int, api: Api) -> None:
    answer = api.call(method, path, {} if method == "POST" else None)
    assert (answer.status, len(answer.code) > 0) == (status, True)


@pytest.mark.parametrize(
    "authorizer",
    [
        {},
        {"principalId": "ada"},
        {"exp": "9999999999"},
        {"principalId": "", "exp": "9999999999"},
        {"principalId": 7, "exp": "9999999999"},
        {"principalId": "ada", "exp": "soon"},
        {"principalId": "ada", "exp": "-1"},
        {"principalId": "ada", "exp": "²"},
        {"claims": {"sub": "ada"}, "exp": "9999999999"},
    ],
)
def test_whom_no_authorizer_vouches_for_is_nobody(authorizer: dict[str, Any], api: Api, cloud: Cloud) -> None:
    answer = api.call("GET", SESSIONS, authorizer=authorizer, headers={"authorization": "Bearer x", "x-user": "ada"})
    assert (answer.status, answer.code, cloud.asked) == (401, "unauthorized", [])


def test_an_authorizers_answer_that_is_reused_ends_with_the_token(api: Api) -> None:
    expires = int(api.clock.now) + 10
    authorizer = {"principalId": "ada", "exp": str(expires)}
    assert api.call("GET", SESSIONS, authorizer=authorizer).status == 200
    api.clock.pass_seconds(10 + LEEWAY - 1)
    assert api.call("GET", SESSIONS, authorizer=authorizer).status == 200
    api.clock.pass_seconds(1)
    assert api.call("GET", SESSIONS, authorizer=authorizer).status == 401


def test_the_leeway_is_the_same_at_the_authorizer_and_behind_it() -> None:
    assert verifier.LEEWAY == LEEWAY


def test_the_user_is_never_taken_from_the_request(api: Api) -> None:
    session_id = api.create()
    bob = api.of("bob")
    headers = {"x-user-id": "ada", "x-amzn-oidc-identity": "ada"}
    answer = bob.call("GET", f"{SESSIONS}/{session_id}", headers=headers, query={"user_id": ["ada"]})
    assert answer.status == 404


def test_a_refusal_does_not_repeat_what_was_sent(api: Api) -> None:
    answer = api.call("POST", SESSIONS, {"title": ["<script>secret</script>"], "model_id": "secret"})
    assert "secret" not in answer.text


def test_every_answer_forbids_caching_and_guessing(api: Api) -> None:
    for answer in (api.list(), api.read("x"), api.call("POST", SESSIONS, "{")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("origin", "shown"), [("https://app.example.com", True), ("https://evil.example.com", False)])
def test_browsers_show_answers_and_refusals_to_the_allowed_origin_only(
    origin: str, shown: bool, cloud: Cloud, clock: Clock
) -> None:
    api = Api(clock, replace(SETTINGS, cors_origins=("https://app.example.com",)))
    api.services.sessions.get = None  # type: ignore[assignment, method-assign]
    for path, status in ((SESSIONS, 200), (f"{SESSIONS}/{'0' * 32}", 500), ("/nowhere", 404)):
        answer = api.call("GET", path, headers={"origin": origin})
        assert (answer.status, answer.headers.get("access-control-allow-origin")) == (status, origin if shown else None)


def test_without_an_allowed_origin_no_browser_shows_an_answer(api: Api) -> None:
    answer = api.call("GET", SESSIONS, headers={"origin": "https://app.example.com"})
    assert "access-control-allow-origin" not in answer.headers
