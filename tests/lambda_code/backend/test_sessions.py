"""Sessions of two users, over time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.session import new_session_id, timestamp
from tests.lambda_code.backend.api import Api
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud, items, put

NOWHERE = "0" * 32


def titles(api: Api, **query: int) -> list[str]:
    return [each["title"] for each in api.list(**query).body["sessions"]]


def test_a_session_is_created_listed_read_renamed_and_deleted(api: Api) -> None:
    session_id = api.create(title="Holidays", model_id="model-b", knowledge_base_id=SETTINGS.knowledge_base_id)
    session = api.read(session_id).body
    assert session["title"] == "Holidays"
    assert (session["model_id"], session["knowledge_base_id"]) == ("model-b", SETTINGS.knowledge_base_id)
    assert session["messages"] == []
    assert titles(api) == ["Holidays"]
    renamed = api.rename(session_id, "Sun")
    assert (renamed.status, renamed.body["title"], renamed.body["version"]) == (200, "Sun", 2)
    assert (api.delete(session_id).status, api.read(session_id).status, titles(api)) == (204, 404, [])


def test_a_session_without_wishes_gets_the_first_model_and_no_knowledge_base(api: Api) -> None:
    session = api.read(api.create()).body
    assert (session["title"], session["model_id"], session["knowledge_base_id"]) == ("New session", "model-a", None)


def test_an_answer_does_not_tell_the_owner(api: Api) -> None:
    owner = api.of("owner")
    assert "owner" not in owner.read(owner.create()).text


def test_the_table_gets_a_number_of_seconds_to_expire_at_and_a_text_to_sort_by(api: Api) -> None:
    api.create()
    [item] = items()
    assert item["expires_at"] == int(api.clock.now) + 30 * 24 * 60 * 60
    assert item["last_activity"] == timestamp(api.clock.now)


@pytest.mark.parametrize("session_id", [NOWHERE, "1", "A" * 32, "0" * 33, "signing-key%232027-01", "%00", "..", "ü"])
def test_missing_malformed_expired_and_foreign_sessions_are_the_same_404(session_id: str, api: Api) -> None:
    expired = api.of("bob").create()
    api.clock.pass_seconds(SETTINGS.session_seconds)
    foreign = api.create()
    bob = api.of("bob")
    refusals = [
        answer
        for each in (session_id, expired, foreign)
        for answer in (bob.read(each), bob.rename(each, "Mine"), bob.delete(each), bob.say(each))
    ]
    assert {(answer.status, answer.text) for answer in refusals} == {(404, refusals[0].text)}
    assert api.read(foreign).body["title"] == "New session"


def test_nobody_lists_the_sessions_of_another_user(api: Api) -> None:
    api.create(title="Mine")
    assert titles(api.of("bob")) == []


def test_the_latest_session_comes_first_and_a_rename_makes_it_the_latest(api: Api) -> None:
    first = api.create(title="A")
    for title in "BC":
        api.clock.pass_seconds(1)
        api.create(title=title)
    assert titles(api) == ["C", "B", "A"]
    api.clock.pass_seconds(1)
    api.rename(first, "A again")
    assert titles(api) == ["A again", "C", "B"]


def test_pages_together_are_the_list(api: Api) -> None:
    for number in range(7):
        api.clock.pass_seconds(1)
        api.create(title=str(number))
    first = api.list(limit=3).body
    second = api.list(limit=3, page_token=first["next_page_token"]).body
    third = api.list(limit=3, page_token=second["next_page_token"]).body
    pages = [[each["title"] for each in page["sessions"]] for page in (first, second, third)]
    assert (pages, third["next_page_token"]) == ([["6", "5", "4"], ["3", "2", "1"], ["0"]], None)


def test_a_full_last_page_has_no_token(api: Api) -> None:
    for _ in range(3):
        api.create()
    assert api.list(limit=3).body["next_page_token"] is None


def expired(live: dict[str, Any], number: int) -> dict[str, Any]:
    """Return another session, of later activity."""
    end = int(live["expires_at"]) - SETTINGS.session_seconds
    later = timestamp(end + number + 1)
    return live | {"session_id": f"{number:032x}", "last_activity": later, "expires_at": end}


def test_a_live_session_is_found_behind_a_thousand_expired_ones(api: Api) -> None:
    wanted = api.create(title="Alive")
    [live] = items()
    put(*(expired(live, number) for number in range(1000)))
    assert [each["session_id"] for each in api.list(limit=5).body["sessions"]] == [wanted]


def test_a_page_that_ends_among_expired_sessions_goes_on_with_its_token(api: Api) -> None:
    wanted = api.create(title="Alive")
    [live] = items()
    put(*(expired(live, number) for number in range(2500)))
    page = api.list().body
    assert page["sessions"] == []
    assert [each["session_id"] for each in api.list(page_token=page["next_page_token"]).body["sessions"]] == [wanted]


def test_the_table_is_never_scanned(api: Api, cloud: Cloud) -> None:
    session_id = api.create()
    api.list()
    api.say(session_id)
    assert {operation for operation, _ in cloud.asked} >= {"PutItem", "GetItem", "Query", "UpdateItem"}
    assert cloud.count("Scan") == 0


def test_of_two_renames_of_the_same_version_one_is_a_conflict_and_none_is_lost(api: Api) -> None:
    session_id = api.create()
    assert api.rename(session_id, "First").status == 200
    second = api.rename(session_id, "Second")
    assert (second.status, second.code) == (409, "conflict")
    assert api.read(session_id).body["title"] == "First"


def test_a_rename_whose_answer_was_lost_succeeds_when_tried_again(api: Api) -> None:
    session_id = api.create()
    assert api.rename(session_id, "Same").status == 200
    assert api.rename(session_id, "Same").status == 200
    assert api.read(session_id).body["version"] == 2


def test_activity_keeps_a_session_alive(api: Api) -> None:
    session_id = api.create()
    api.clock.pass_seconds(SETTINGS.session_seconds - 1)
    api.say(session_id)
    api.clock.pass_seconds(SETTINGS.session_seconds - 1)
    assert api.read(session_id).status == 200


def create(api: Api, key: str, **wanted: str) -> tuple[int, str]:
    answer = api.call("POST", "/api/v1/sessions", wanted, headers={"idempotency-key": key})
    return answer.status, answer.body.get("session_id") or answer.code


def test_the_same_idempotency_key_creates_once(api: Api) -> None:
    first = create(api, "k1", title="A")
    assert create(api, "k1", title="A") == first
    assert titles(api) == ["A"]


def test_the_same_idempotency_key_for_something_else_is_refused(api: Api) -> None:
    create(api, "k1", title="A")
    assert create(api, "k1", title="B") == (422, "reused_key")


def test_the_same_idempotency_key_of_another_user_is_another_one(api: Api) -> None:
    mine, theirs = create(api, "k1", title="A"), create(api.of("bob"), "k1", title="A")
    assert mine[0] == theirs[0] == 201
    assert mine[1] != theirs[1]


def test_ids_are_random_without_a_key_and_128_bits_long() -> None:
    assert new_session_id("ada", None) != new_session_id("ada", None)
    assert len(bytes.fromhex(new_session_id("ada", None))) == 16
    assert len(bytes.fromhex(new_session_id("ada", "key"))) == 16


def test_knowledge_bases_are_the_configured_one(api: Api) -> None:
    answer = api.call("GET", "/api/v1/knowledge-bases")
    expected = {"knowledge_base_id": SETTINGS.knowledge_base_id, "name": "Handbook", "status": "ACTIVE"}
    assert answer.body == {"knowledge_bases": [expected]}


def test_health_needs_no_authorizer_and_asks_nothing_of_aws(cloud: Cloud, clock: Clock) -> None:
    answer = Api(clock, user=None).call("GET", "/api/v1/health")
    assert (answer.status, json.loads(answer.text), cloud.asked) == (200, {"status": "ok"}, [])
