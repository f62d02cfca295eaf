"""Which keys of the issuer's key set may verify a token."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.lambda_code.authorizer.attacks_signature import block
from tests.lambda_code.authorizer.conftest import Authorizer
from tests.lambda_code.authorizer.issuer import Issuer
from tests.lambda_code.authorizer.mint import Mint, b64, ecdsa, integer, jwk, ps256, rs256


def r1(**members: Any) -> Callable[[Mint], list[Any]]:
    """Return a key set with the key of every good token, and these members changed."""
    return lambda mint: [jwk(mint.r1, kid="r1") | members]


def without(name: str) -> Callable[[Mint], list[Any]]:
    return lambda mint: [{member: value for member, value in jwk(mint.r1, kid="r1").items() if member != name}]


DOUBTFUL: dict[str, Callable[[Mint], list[Any]]] = {
    "for encryption": r1(use="enc"),
    "for signing, not verifying": r1(key_ops=["sign"]),
    "operations of no list": r1(key_ops="verify"),
    "of another algorithm": r1(alg="PS256"),
    "of an algorithm for secrets": r1(alg="HS256"),
    "of a strange algorithm": r1(alg=["RS256"]),
    "with its private half": r1(d="AQAB"),
    "with a secret": r1(k="c2VjcmV0"),
    "twice": lambda mint: [jwk(mint.r1, kid="r1"), jwk(mint.r2, kid="r1")],
    "twice the same": lambda mint: [jwk(mint.r1, kid="r1")] * 2,
    "twice, once for encryption": lambda mint: [jwk(mint.r1, kid="r1"), jwk(mint.r1, kid="r1", use="enc")],
    "exponent 1": r1(e=integer(1)),
    "exponent even": r1(e=integer(65538)),
    "padded modulus": lambda mint: [jwk(mint.r1, kid="r1") | {"n": jwk(mint.r1)["n"] + "=="}],
    "modulus of no text": r1(n=65537),
    "modulus not ASCII": r1(n="\uff21"),
    "modulus missing": without("n"),
    "huge modulus": r1(n=integer((1 << 16384) + 1)),
    "of another kind": r1(kty="EC"),
    "of a kind that is no text": r1(kty=["RSA"]),
    "of no kind": without("kty"),
    "on no curve": r1(kty="EC", crv=["P-256"]),
    "a secret": lambda _: [{"kty": "oct", "kid": "r1", "k": "c2VjcmV0", "alg": "HS256"}],
    "without an id": without("kid"),
    "an id that is a number": r1(kid=1),
    "no keys at all": lambda _: ["r1", None, 1, []],
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_a_doubtful_key_verifies_nothing_and_its_neighbour_still_does(
    case: str, mint: Mint, issuer: Issuer, authorizer: Authorizer
) -> None:
    issuer.serve({"keys": [*DOUBTFUL[case](mint), jwk(mint.e256, kid="e256")]})
    assert authorizer.denies(mint.token())
    assert authorizer.ask(mint.token(header={"alg": "ES256", "kid": "e256"}, sign=ecdsa(mint.e256, hashes.SHA256())))


def test_a_key_of_1024_bits_is_refused(mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    issuer.serve({"keys": [jwk(mint.thin, kid="r1")]})
    assert authorizer.denies(mint.token(sign=rs256(mint.thin)))


def test_a_token_signed_with_a_key_of_exponent_1_is_refused(mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    """With e = 1 the signature is the padded digest itself: anybody can write it."""
    issuer.serve({"keys": [jwk(mint.r1, kid="r1") | {"e": integer(1)}]})
    assert authorizer.denies(mint.token(sign=lambda data: block(hashlib.sha256(data).digest())))


def test_a_key_of_exponent_3_is_refused(mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    legacy = rsa.generate_private_key(3, 2048)
    issuer.serve({"keys": [jwk(legacy, kid="r1")]})
    assert authorizer.denies(mint.token(sign=rs256(legacy)))


def test_a_key_of_an_exponent_that_takes_long_is_refused(mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    """With the exponents exchanged, the public one has the size of the modulus."""
    numbers = mint.r1.private_numbers()

    def sign(data: bytes) -> bytes:
        padded = int.from_bytes(block(hashlib.sha256(data).digest()))
        return pow(padded, 65537, numbers.public_numbers.n).to_bytes(256)

    issuer.serve({"keys": [jwk(mint.r1, kid="r1") | {"e": integer(numbers.d)}]})
    assert authorizer.denies(mint.token(sign=sign))


def test_a_point_that_is_not_on_the_curve_is_refused(mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    issuer.serve({"keys": [jwk(mint.e256, kid="e256") | {"y": b64(b"\1" * 32)}]})
    signer = ecdsa(mint.e256, hashes.SHA256())
    assert authorizer.denies(mint.token(header={"alg": "ES256", "kid": "e256"}, sign=signer))


@pytest.mark.parametrize("alg", ["RS256", "PS256"])
def test_a_key_with_an_algorithm_serves_that_one(alg: str, mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    issuer.serve({"keys": [jwk(mint.r1, kid="r1", alg=alg, key_ops=["verify"], x5c=["MIIB"])]})
    tokens = {"RS256": mint.token(), "PS256": mint.token(header={"alg": "PS256"}, sign=ps256(mint.r1))}
    assert authorizer.ask(tokens.pop(alg))
    assert authorizer.denies(next(iter(tokens.values())))


def test_a_larger_key_is_fine(mint: Mint, issuer: Issuer, authorizer: Authorizer) -> None:
    large = rsa.generate_private_key(65537, 3072)
    issuer.serve({"keys": [jwk(large, kid="r1")]})
    assert authorizer.ask(mint.token(sign=rs256(large)))
