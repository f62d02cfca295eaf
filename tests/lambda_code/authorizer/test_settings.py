"""Without settings that make sense nobody gets in, the log says once what to correct, and nothing crashes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lambda_code.authorizer.conftest import Authorizer
from tests.lambda_code.authorizer.issuer import Issuer
from tests.lambda_code.authorizer.mint import AUDIENCE, Mint

ISSUER = "https://login.example.org"
GOOD = {"IDENTITY_CENTER_ISSUER_URL": ISSUER, "JWT_AUDIENCE": AUDIENCE}
WRONG = {
    "nothing set": ({}, "IDENTITY_CENTER_ISSUER_URL: is missing"),
    "audience missing": ({"IDENTITY_CENTER_ISSUER_URL": ISSUER}, "JWT_AUDIENCE: is missing"),
    "issuer missing": ({"JWT_AUDIENCE": AUDIENCE}, "IDENTITY_CENTER_ISSUER_URL: is missing"),
    "both empty": ({"IDENTITY_CENTER_ISSUER_URL": "", "JWT_AUDIENCE": ""}, "IDENTITY_CENTER_ISSUER_URL: is empty"),
    "audience empty": (GOOD | {"JWT_AUDIENCE": ""}, "JWT_AUDIENCE: is empty"),
    **{
        f"issuer {url!r}": (GOOD | {"IDENTITY_CENTER_ISSUER_URL": url}, "IDENTITY_CENTER_ISSUER_URL: is no plain https")
        for url in (
            " ", "http://login.example.org", "login.example.org", "https://", "https:///path", "file:///etc/passwd",
            f"{ISSUER} ", f" {ISSUER}", f"{ISSUER}?a=b", f"{ISSUER}#a", f"{ISSUER},{ISSUER}2 x", f"{ISSUER}:port",
            "https://user@login.example.org", "HTTPS://login.example.org", f"{ISSUER}\\a", "https://[::1",
            f"{ISSUER}/\u00e9",
        )
    },
    **{
        f"audience {audience!r}": (GOOD | {"JWT_AUDIENCE": audience}, "JWT_AUDIENCE: is not one audience")
        for audience in (" ", "a,b", "a b", f"{AUDIENCE} ", "a\tb", "\u00e9")
    },
    "keys by http": (GOOD | {"JWKS_URI": "http://login.example.org/keys"}, "JWKS_URI: is no plain https"),
    "keys in a file": (GOOD | {"JWKS_URI": "file:///keys.json"}, "JWKS_URI: is no plain https"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong_settings_deny_everybody_and_are_named_once(
    case: str, mint: Mint, cold: Authorizer, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    environment, sentence = WRONG[case]
    cold.start(**environment)
    issuer_claimed = environment.get("IDENTITY_CENTER_ISSUER_URL", "")
    for token in (mint.token(), mint.claiming(iss=issuer_claimed, aud=environment.get("JWT_AUDIENCE", "")), ""):
        assert cold.denies(token)
    [line] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert sentence in vars(line)["reason"]
    assert not issuer.asked


def test_an_empty_jwks_uri_means_discovery(mint: Mint, start: Callable[..., Authorizer]) -> None:
    assert start(JWKS_URI="").ask(mint.token())


def test_an_audience_may_be_an_address(mint: Mint, start: Callable[..., Authorizer]) -> None:
    audience = "https://api.example.com/v1?tenant=a"
    assert start(JWT_AUDIENCE=audience).ask(mint.claiming(aud=audience))
