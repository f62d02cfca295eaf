"""Every attack of the list is answered with "Unauthorized", whatever else the token has right."""

from __future__ import annotations

from collections.abc import Callable

import jwt
import pytest

from tests.lambda_code.authorizer import attacks_claims, attacks_form, attacks_header, attacks_signature
from tests.lambda_code.authorizer.conftest import Authorizer
from tests.lambda_code.authorizer.issuer import Issuer
from tests.lambda_code.authorizer.mint import AUDIENCE, Mint, PrivateKey, jwk
from tests.lambda_code.authorizer.test_good_tokens import GOOD

Case = Callable[[Mint], str]
GROUPS: dict[str, dict[str, Case]] = {
    "alg": attacks_signature.ALG,
    "hmac": attacks_signature.HMAC,
    "signature": attacks_signature.SIGNATURE,
    "padding": attacks_signature.PADDING,
    "header keys": attacks_header.HEADER_KEYS,
    "kid": attacks_header.KID,
    "crit": attacks_header.CRIT,
    "typ": attacks_header.TYP,
    "form": attacks_form.FORM,
    "header json": attacks_form.HEADER_JSON,
    "payload json": attacks_form.PAYLOAD_JSON,
    **attacks_claims.GROUPS,
}
CASES = [(group, name) for group, cases in GROUPS.items() for name in cases]


@pytest.mark.parametrize(("group", "name"), CASES, ids=[f"{group}: {name}" for group, name in CASES])
def test_an_attack_is_denied_and_the_next_good_token_is_not(
    group: str, name: str, mint: Mint, authorizer: Authorizer, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    assert authorizer.denies(GROUPS[group][name](mint))
    assert not [record for record in caplog.records if record.levelname == "ERROR"], "the wrapper did not see it coming"
    assert authorizer.ask(mint.token())
    assert set(issuer.asked.values()) <= {1}, "the attack made it fetch more than once"


def test_the_padding_attacks_are_refused_for_their_padding(mint: Mint, authorizer: Authorizer) -> None:
    assert authorizer.ask(attacks_signature.WELL_PADDED(mint))


def test_pyjwt_agrees_with_everything_that_is_let_in(mint: Mint, authorizer: Authorizer) -> None:
    keys: dict[str, PrivateKey] = {"r1": mint.r1, "e256": mint.e256, "e384": mint.e384}
    for case in GOOD.values():
        token = case(mint)
        assert authorizer.ask(token)
        header = jwt.get_unverified_header(token)
        key = jwt.PyJWK(jwk(keys[header["kid"]]), header["alg"])
        required = {"require": ["exp", "iat", "iss", "aud", "sub"]}
        assert jwt.decode(token, key, [header["alg"]], required, issuer=mint.issuer, audience=AUDIENCE, leeway=30)
