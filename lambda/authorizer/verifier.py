"""The logic: is this token good, and whose is it?

A strict wrapper around PyJWT's signature algorithms. `jwt.decode` is not called: this reads more strictly all that it
reads, in less than half the time (benchmarks/README.md); a test holds that whatever passes here passes there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from jwt import PyJWK

from authorizer.encoding import base64url, json_object
from authorizer.errors import RefusedError

LONGEST = 8192  # characters of a token: no header of API Gateway's is longer
LEEWAY = 30  # seconds by which the issuer's clock may differ from ours
LONGEST_LIFE = 24 * 3600  # seconds from iat to exp; an exp in milliseconds would live for ages
_LATEST = 2**53  # the largest number of seconds that every JSON reader takes for the same one

# jwk, jku, x5u, x5c bring keys, crit, b64 and zip change the rules, cty and enc make it something else than claims.
# Others, such as the nonce that some issuers add, are ignored: RFC 7515, section 4 (crit says which must not be).
_REFUSED = {"jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "cty", "enc"}
_SUBJECT = re.compile(r"[A-Za-z0-9._:@/+=|-]{1,256}")


class Keys(Protocol):
    """Where keys come from."""

    def find(self, kid: str) -> Mapping[str, PyJWK]:
        """Return the key of this id for each algorithm that it may serve; nothing for an unknown id."""


class Caller(NamedTuple):
    """Whom a good token speaks for, and until when (seconds since 1970)."""

    subject: str
    expires: int


class Header(NamedTuple):
    """What is used of a token's header."""

    algorithm: str
    kid: str


class Verifier:
    """Verify tokens of one issuer for one audience."""

    def __init__(self, issuer: str, audience: str, keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._clock = clock

    def verify(self, token: str) -> Caller:
        """Return whom the token speaks for, or raise RefusedError."""
        if len(token) > LONGEST or not token.isascii():
            raise RefusedError("the token is too long, or not ASCII")
        header = _header(token.partition(".")[0])
        key = self._keys.find(header.kid).get(header.algorithm)
        if key is None:
            raise RefusedError("there is no such key for this algorithm")
        return self._caller(_signed_claims(token, key))

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        if claims.get("iss") != self._issuer:
            raise RefusedError("the issuer is another one")
        if not self._is_meant_for_us(claims):
            raise RefusedError("the audience is another one")
        expires = _check_times(claims, self._clock())
        subject = claims.get("sub")
        if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
            raise RefusedError("the subject is missing or no plain identifier")
        return Caller(subject, expires)

    def _is_meant_for_us(self, claims: Mapping[str, Any]) -> bool:
        """Take one audience, alone or as a list; of several only those that the issuer authorized for us (azp)."""
        audience = claims.get("aud")
        if not isinstance(audience, list) or len(audience) == 1:
            return audience in (self._audience, [self._audience])
        named = all(isinstance(each, str) for each in audience) and self._audience in audience
        return named and claims.get("azp") == self._audience


def _check_times(claims: Mapping[str, Any], now: float) -> int:
    """Return when the token expires."""
    issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
    if expires <= now - LEEWAY:
        raise RefusedError("the token has expired")
    if issued > now + LEEWAY or ("nbf" in claims and _seconds(claims, "nbf") > now + LEEWAY):
        raise RefusedError("the token is not good yet")
    if not 0 < expires - issued <= LONGEST_LIFE:
        raise RefusedError("the token lives too long")
    return int(expires)


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _LATEST:
        raise RefusedError("a time is missing or no time")
    return value


# A caller shows the same token with every request. What a key has signed stays signed by it, so good tokens are
# remembered as long as their key is held; who, for whom and until when is checked each time.
@lru_cache(maxsize=128)
def _signed_claims(token: str, key: PyJWK) -> Mapping[str, Any]:
    signed, _, signature = token.encode("ascii").rpartition(b".")
    _, _, payload = signed.partition(b".")  # with a dot too many in it, which is no base64url
    if not key.Algorithm.verify(signed, key.key, _decoded(signature)):
        raise RefusedError("the signature is wrong")
    return _object(payload)


# An issuer writes the same header over every token of a key.
@lru_cache(maxsize=16)
def _header(segment: str) -> Header:
    header = _object(segment.encode("ascii"))
    if not _REFUSED.isdisjoint(header):
        raise RefusedError("the header has a member that brings keys or changes the rules")
    if header.get("typ", "JWT") != "JWT":
        raise RefusedError("the token is of another type than JWT")
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or not isinstance(kid, str) or not 1 <= len(kid) <= 256:
        raise RefusedError("the header does not name an algorithm and a key")
    return Header(algorithm, kid)


def _object(segment: bytes) -> dict[str, Any]:
    try:
        return json_object(_decoded(segment))
    except ValueError:
        raise RefusedError("the token is not strict JSON") from None


def _decoded(segment: bytes) -> bytes:
    try:
        return base64url(segment)
    except ValueError:
        raise RefusedError("the token is not strict base64url") from None
