"""The issuer's keys are kept through its outages, and its new and withdrawn keys are noticed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.lambda_code.authorizer.conftest import Authorizer, Clock
from tests.lambda_code.authorizer.issuer import DISCOVERY, KEYS, Answer, Issuer, document, status
from tests.lambda_code.authorizer.mint import Mint, jwk, rs256

HOUR = 3600


def never(request: BaseHTTPRequestHandler) -> bool:
    """Answer nothing; return whether the authorizer hung up."""
    return request.connection.recv(1) == b""


def drip(request: BaseHTTPRequestHandler) -> bool:
    """Send a header for 20 s, each byte well within a socket's own timeout; return whether the authorizer hung up."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    try:
        for _ in range(100):
            request.wfile.write(b"x")
            threading.Event().wait(0.2)
    except OSError:
        return True
    return False


def claims_more(request: BaseHTTPRequestHandler) -> None:
    """Promise more bytes than come."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"keys": []}')


def no_http(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"SSH-2.0-example\r\n")


def redirect(to: str) -> Answer:
    return status(302, Location=to)


ILL: dict[str, Answer] = {
    "500": status(500),
    "404": status(404),
    "204": status(204),
    "HTML": document(b"<!doctype html><title>Sign in</title>"),
    "nothing": document(b""),
    "not UTF-8": document(b"\xff\xfe{\0}\0"),
    "a list": document([]),
    "no list of keys": document({"keys": {}}),
    "keys twice": document(b'{"keys": [], "keys": []}'),
    "5 MB": document(b'{"keys": [' + b" " * 5_000_000 + b"]}"),
    "deep": document(b'{"keys": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"),
    "redirect to the right place": redirect("/tenant/other"),
    "redirect to another host": redirect("https://attacker.example.com/keys"),
    "redirect to the metadata service": redirect("http://169.254.169.254/latest/"),
    "redirect to a file": redirect("file:///etc/passwd"),
    "cut off": claims_more,
    "no HTTP": no_http,
}
SLOW: dict[str, Callable[[BaseHTTPRequestHandler], bool]] = {"silent": never, "a byte at a time": drip}


@pytest.mark.parametrize("illness", ILL)
def test_an_ill_issuer_denies_a_cold_start_and_leaves_a_warm_one_alone(
    illness: str, mint: Mint, issuer: Issuer, start: Callable[..., Authorizer], clock: Clock
) -> None:
    issuer.answers["/tenant/other"] = document(mint.key_set())
    warm = start()
    assert warm.ask(mint.token())
    issuer.answers[KEYS] = ILL[illness]
    clock.passed = HOUR
    assert warm.ask(mint.token())
    assert start().denies(mint.token())


@pytest.mark.parametrize("code", [203, 206, 302, 404, 503])
def test_good_keys_under_another_status_than_200_are_not_taken(
    code: int, mint: Mint, issuer: Issuer, authorizer: Authorizer
) -> None:
    issuer.answers[KEYS] = document(mint.key_set(), code)
    assert authorizer.denies(mint.token())


@pytest.mark.parametrize("length", [True, False])
def test_good_keys_in_too_many_bytes_are_not_taken(
    length: bool, mint: Mint, issuer: Issuer, authorizer: Authorizer
) -> None:
    issuer.answers[KEYS] = document(json.dumps(mint.key_set()).encode() + b" " * 300_000, length=length)
    assert authorizer.denies(mint.token())


@pytest.mark.parametrize("illness", SLOW)
def test_an_issuer_that_does_not_end_its_answer_is_left(
    illness: str, mint: Mint, issuer: Issuer, authorizer: Authorizer
) -> None:
    left = threading.Event()

    def answer(request: BaseHTTPRequestHandler) -> None:
        if SLOW[illness](request):
            left.set()

    issuer.answers[KEYS] = answer
    assert authorizer.denies(mint.token())
    assert left.wait(5), "it stayed to the end"


def test_keys_serve_for_a_day_of_outage_and_no_longer(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    assert authorizer.ask(mint.token())
    issuer.answers.clear()
    for hours in (1, 12, 23.9):
        clock.passed = hours * HOUR
        assert authorizer.ask(mint.token())
    clock.passed = 24 * HOUR + 1
    assert authorizer.denies(mint.token())
    issuer.serve(mint.key_set())
    clock.passed += 31
    assert authorizer.ask(mint.token())


def test_a_clock_that_was_set_back_does_not_make_keys_last(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    assert authorizer.ask(mint.token())
    issuer.answers.clear()
    clock.passed = -HOUR
    assert authorizer.denies(mint.token())


def test_an_outage_at_the_start_is_over_within_seconds(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    issuer.answers.clear()
    assert authorizer.denies(mint.token())
    issuer.serve(mint.key_set())
    assert authorizer.denies(mint.token())
    clock.passed = 6
    assert authorizer.ask(mint.token())


def test_a_new_key_is_found_when_a_token_first_names_it(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    new = mint.token(header={"kid": "r2"}, sign=rs256(mint.r2))
    assert authorizer.ask(mint.token())
    issuer.serve({"keys": [jwk(mint.r1, kid="r1"), jwk(mint.r2, kid="r2")]})
    clock.passed = 31
    assert authorizer.ask(new)
    assert authorizer.ask(mint.token())


def test_a_withdrawn_key_is_refused_within_minutes_even_for_a_token_that_was_good(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    token = mint.token()
    assert authorizer.ask(token)
    issuer.serve({"keys": [jwk(mint.r2, kid="r2")]})
    clock.passed = 301
    assert authorizer.denies(token)


def test_a_key_id_that_gets_another_key_does_not_keep_old_tokens_alive(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    token = mint.token()
    assert authorizer.ask(token)
    issuer.serve({"keys": [jwk(mint.r2, kid="r1")]})
    clock.passed = 301
    assert authorizer.denies(token)
    assert authorizer.ask(mint.token(sign=rs256(mint.r2)))


def test_an_issuer_that_withdraws_all_keys_is_believed(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    assert authorizer.ask(mint.token())
    issuer.serve({"keys": []})
    clock.passed = 301
    assert authorizer.denies(mint.token())


def test_a_flood_of_unknown_key_ids_costs_one_fetch_per_half_minute(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    assert authorizer.ask(mint.token())
    for second in range(90):
        clock.passed = second
        assert authorizer.denies(mint.headed(kid=f"k{second}"))
    assert issuer.asked == {DISCOVERY: 3, KEYS: 3}


def test_a_flood_during_an_outage_asks_every_five_seconds_at_most(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, clock: Clock
) -> None:
    issuer.answers.clear()
    for second in range(20):
        clock.passed = second
        assert authorizer.denies(mint.token())
    assert issuer.asked == {DISCOVERY: 4}


def test_good_tokens_do_not_make_it_fetch_again(mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    for _ in range(5):
        authorizer.ask(mint.token())
    assert issuer.asked == {DISCOVERY: 1, KEYS: 1}
