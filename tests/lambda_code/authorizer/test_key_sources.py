"""The keys come from the configured issuer, over verified TLS, and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lambda_code.authorizer.conftest import Authorizer
from tests.lambda_code.authorizer.issuer import DISCOVERY, Issuer, certificate, document, status
from tests.lambda_code.authorizer.mint import Mint


def test_a_given_address_of_the_keys_replaces_discovery(
    mint: Mint, issuer: Issuer, start: Callable[..., Authorizer]
) -> None:
    issuer.answers = {"/moved/keys.json": document(mint.key_set())}
    assert start(JWKS_URI=issuer.url.replace("/tenant", "/moved/keys.json")).ask(mint.token())
    assert issuer.asked == {"/moved/keys.json": 1}


def test_an_issuer_with_a_slash_behind_is_discovered_and_compared_to_the_letter(
    mint: Mint, issuer: Issuer, start: Callable[..., Authorizer]
) -> None:
    url = issuer.url + "/"
    issuer.answers[DISCOVERY] = document({"issuer": url, "jwks_uri": issuer.url + "/keys"})
    authorizer = start(IDENTITY_CENTER_ISSUER_URL=url)
    assert authorizer.ask(mint.claiming(iss=url))
    assert authorizer.denies(mint.token())


def keys_at(change: Callable[[Issuer], object]) -> Callable[[Issuer], dict[str, object]]:
    return lambda issuer: {"issuer": issuer.url, "jwks_uri": change(issuer)}


MISLEADING: dict[str, Callable[[Issuer], dict[str, object]]] = {
    "another issuer": lambda issuer: {"issuer": "https://attacker.example.com", "jwks_uri": issuer.url + "/keys"},
    "issuer missing": lambda issuer: {"jwks_uri": issuer.url + "/keys"},
    "no address": lambda issuer: {"issuer": issuer.url},
    "address of no text": keys_at(lambda issuer: [issuer.url + "/keys"]),
    "http": keys_at(lambda issuer: issuer.url.replace("https", "http") + "/keys"),
    "file": keys_at(lambda _: "file:///etc/passwd"),
    "another host": keys_at(lambda _: "https://attacker.example.com/keys"),
    "another port": keys_at(lambda issuer: f"https://127.0.0.1:{issuer.port + 1}/tenant/keys"),
    "userinfo": keys_at(lambda issuer: issuer.url.replace("//", "//me@") + "/keys"),
    "host behind": keys_at(lambda issuer: f"https://127.0.0.1:{issuer.port}.attacker.example.com/tenant/keys"),
}


@pytest.mark.parametrize("case", MISLEADING)
def test_discovery_cannot_send_it_elsewhere(case: str, mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    issuer.answers[DISCOVERY] = document(MISLEADING[case](issuer))
    assert authorizer.denies(mint.token())
    assert issuer.asked == {DISCOVERY: 1}


def test_an_authority_that_is_not_trusted_is_refused(
    mint: Mint, authorizer: Authorizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert authorizer.denies(mint.token())


def test_a_certificate_for_another_name_is_refused(
    mint: Mint, issuer: Issuer, start: Callable[..., Authorizer]
) -> None:
    authorizer = start(JWKS_URI=f"https://localhost:{issuer.port}/tenant/keys")
    assert authorizer.denies(mint.token())
    assert not issuer.asked


def test_what_went_wrong_with_the_keys_is_logged_with_the_address(
    mint: Mint, issuer: Issuer, authorizer: Authorizer, caplog: pytest.LogCaptureFixture
) -> None:
    issuer.answers[DISCOVERY] = status(503)
    assert authorizer.denies(mint.token())
    [line] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert vars(line)["reason"] == f"{issuer.url}/.well-known/openid-configuration: ValueError: answered 503"
