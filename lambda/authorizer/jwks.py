"""Which keys of an issuer's key set may verify what. A doubtful key is left out; the others stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from authorizer.encoding import base64url, json_object

# Asymmetric algorithms only, cut by the key's own kind: there is no way from a public key to an HMAC secret.
_RSA = ("RS256", "PS256")
_CURVES = {"P-256": ("ES256", 32), "P-384": ("ES384", 48)}  # algorithm, bytes of a coordinate
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}

KeySet = Mapping[str, Mapping[str, PyJWK]]  # key id -> algorithm -> key bound to that algorithm


def parse(document: bytes) -> KeySet:
    """Return the usable keys of a key set (RFC 7517); raise ValueError if it is none."""
    keys = json_object(document).get("keys")
    if not isinstance(keys, list):
        raise ValueError("there is no list of keys")
    named = [key for key in keys if isinstance(key, dict) and _is_name(key.get("kid"))]
    times = Counter(key["kid"] for key in named)
    return {key["kid"]: _usable(key) for key in named if times[key["kid"]] == 1}


def _is_name(kid: object) -> bool:
    return isinstance(kid, str) and 1 <= len(kid) <= 256


def _usable(key: dict[str, Any]) -> dict[str, PyJWK]:
    """Return the key for each algorithm that it may serve."""
    operations = key.get("key_ops", ["verify"])
    signs = isinstance(operations, list) and "verify" in operations
    if not signs or key.get("use", "sig") != "sig" or not _PRIVATE.isdisjoint(key):
        return {}
    try:
        algorithms, numbers = _numbers(key)
        wanted = (key["alg"],) if "alg" in key else algorithms
        return {name: PyJWK(numbers, name) for name in algorithms if name in wanted}
    except (KeyError, TypeError, ValueError, AttributeError, PyJWTError):
        return {}


def _numbers(key: dict[str, Any]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return what a key of this kind may serve, and only those of its members that make it that key."""
    if key["kty"] == "RSA":
        modulus, exponent = (int.from_bytes(_decoded(key[name])) for name in ("n", "e"))
        if not 2048 <= modulus.bit_length() <= 8192 or not 65537 <= exponent < 2**32:
            raise ValueError("a weak key")
        return _RSA, {name: key[name] for name in ("kty", "n", "e")}
    if key["kty"] == "EC":
        algorithm, size = _CURVES[key["crv"]]
        if any(len(_decoded(key[name])) != size for name in ("x", "y")):
            raise ValueError("no point of this curve")
        return (algorithm,), {name: key[name] for name in ("kty", "crv", "x", "y")}
    raise ValueError("not an asymmetric key")


def _decoded(text: str) -> bytes:
    return base64url(text.encode("ascii"))
