"""What is let in: the tokens that Identity Center and other issuers really write."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes

from tests.lambda_code.authorizer.conftest import ARN, Authorizer, Clock
from tests.lambda_code.authorizer.mint import ABSENT, AUDIENCE, SUBJECT, Mint, ecdsa, ps256

# The members of an id token of IAM Identity Center, as its documentation shows them.
IDENTITY_CENTER = {
    "act": {"sub": "arn:aws:sso::123456789012:trustedTokenIssuer/ssoins-1234567890abcdef/c0ffee00"},
    "auth_time": "2026-01-31T12:00:00Z",
    "aws:application_arn": "arn:aws:sso::123456789012:application/ssoins-1234567890abcdef/apl-0123456789abcdef",
    "aws:identity_store_id": "d-1234567890",
    "sts:identity_context": "AQoJb3JpZ2luX2VjEOTtl" + "x" * 200,
}


def now(seconds: float) -> float:
    return time.time() + seconds


GOOD: dict[str, Callable[[Mint], str]] = {
    "plain": lambda mint: mint.token(),
    "id token of Identity Center": lambda mint: mint.claiming(**IDENTITY_CENTER),
    "no typ": lambda mint: mint.headed(typ=ABSENT),
    "thumbprints": lambda mint: mint.headed(x5t="abc", **{"x5t#S256": "def"}),
    "members that nobody here knows": lambda mint: mint.headed(nonce="abc", ver=2, **{"urn:example": {"a": [1]}}),
    "PS256": lambda mint: mint.token(header={"alg": "PS256"}, sign=ps256(mint.r1)),
    "ES256": lambda mint: mint.token(header={"alg": "ES256", "kid": "e256"}, sign=ecdsa(mint.e256, hashes.SHA256())),
    "ES384": lambda mint: mint.token(header={"alg": "ES384", "kid": "e384"}, sign=ecdsa(mint.e384, hashes.SHA384())),
    "audience in a list": lambda mint: mint.claiming(aud=[AUDIENCE]),
    "several audiences, authorized for ours": lambda mint: mint.claiming(aud=[AUDIENCE, "other"], azp=AUDIENCE),
    "fractions of seconds": lambda mint: mint.claiming(iat=now(-0.5), exp=now(60.5)),
    "nbf past": lambda mint: mint.claiming(nbf=int(now(-60))),
    "nbf zero": lambda mint: mint.claiming(nbf=0),
    "expired within the leeway": lambda mint: mint.claiming(exp=int(now(-20)), iat=int(now(-3600))),
    "issued ahead within the leeway": lambda mint: mint.claiming(iat=int(now(20))),
    "subject of every letter": lambda mint: mint.claiming(sub="Az09._:@/+=|-"),
    "name in any script": lambda mint: mint.claiming(name="Zoë 王 👩"),
}


@pytest.mark.parametrize("case", GOOD)
def test_a_good_token_opens_the_stage(case: str, mint: Mint, authorizer: Authorizer) -> None:
    policy = authorizer.ask(GOOD[case](mint))
    assert policy["policyDocument"] == {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{ARN}/*"}],
    }


def test_the_policy_names_the_caller_and_the_end_of_the_token_and_nothing_else(
    mint: Mint, authorizer: Authorizer
) -> None:
    end = int(time.time()) + 600
    policy = authorizer.ask(mint.claiming(exp=end, **IDENTITY_CENTER))
    assert (policy["principalId"], policy["context"]) == (SUBJECT, {"exp": end})
    assert policy.keys() == {"principalId", "policyDocument", "context"}


def test_a_token_that_was_good_is_refused_once_it_has_expired(mint: Mint, authorizer: Authorizer, clock: Clock) -> None:
    token = mint.claiming(exp=int(time.time()) + 60)
    authorizer.ask(token)
    clock.passed = 91
    assert authorizer.denies(token)
