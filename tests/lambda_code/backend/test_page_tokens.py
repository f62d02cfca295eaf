"""Page tokens that were tampered with, stolen or kept too long."""

from __future__ import annotations

import base64

import pytest

from tests.lambda_code.backend.api import Api
from tests.lambda_code.backend.cloud import items

HOUR = 60 * 60


@pytest.fixture
def token(api: Api) -> str:
    for _ in range(2):
        api.clock.pass_seconds(1)
        api.create()
    token: str = api.list(limit=1).body["next_page_token"]
    return token


def refused(api: Api, token: str) -> bool:
    answer = api.list(page_token=token)
    return (answer.status, answer.code) == (400, "bad_page_token")


def test_a_good_token_goes_on(api: Api, token: str) -> None:
    assert api.list(page_token=token).status == 200


def test_any_changed_character_is_refused(api: Api, token: str) -> None:
    changed = [token[:place] + ("A" if each != "A" else "B") + token[place + 1 :] for place, each in enumerate(token)]
    assert len(changed) > 100
    assert all(refused(api, each) for each in changed)


def test_the_token_of_another_user_is_refused(api: Api, token: str) -> None:
    assert refused(api.of("bob"), token)


def test_a_token_is_good_for_an_hour(api: Api, token: str) -> None:
    api.clock.pass_seconds(HOUR - 1)
    assert api.list(page_token=token).status == 200
    api.clock.pass_seconds(1)
    assert refused(api, token)


def test_a_token_made_at_the_end_of_a_month_is_good_in_the_next(api: Api) -> None:
    api.clock.now = 1_801_439_990  # 2027-01-31T23:59:50Z
    for _ in range(2):
        api.create()
    token = api.list(limit=1).body["next_page_token"]
    api.clock.pass_seconds(20)
    assert api.list(page_token=token).status == 200


def test_functions_share_the_key(api: Api, token: str) -> None:
    assert Api(api.clock).list(page_token=token).status == 200
    assert len([item for item in items() if item["session_id"].startswith("signing-key#")]) == 1


def test_a_token_tells_no_user(api: Api) -> None:
    owner = api.of("owner")
    for _ in range(2):
        owner.create()
    payload = owner.list(limit=1).body["next_page_token"].split(".")[1]
    assert b"owner" not in base64.urlsafe_b64decode(payload + "==")


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "x",
        "2027-01",
        "2027-01.e30.e30",
        "%",
        "ü",
        "\0",
        "{}",
        "eyJ1c2VyX2lkIjoiYm9iIn0=",
        " ",
        "AAAA" * 100,
    ],
)
def test_what_never_was_a_token_is_refused(token: str, api: Api) -> None:
    assert refused(api, token)


@pytest.mark.parametrize("length", [501, 100_000])
def test_a_token_that_is_too_long_is_refused(length: int, api: Api) -> None:
    assert refused(api, "A" * length)


def test_a_token_with_a_key_that_does_not_exist_makes_none(api: Api, token: str) -> None:
    assert refused(api, "2031-12" + token[7:])
    assert not any(item["session_id"] == "signing-key#2031-12" for item in items())
