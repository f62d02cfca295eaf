"""Attacks on what the header says besides the algorithm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.lambda_code.authorizer.mint import ABSENT, Mint, jwk, rs256

Case = Callable[[Mint], str]


def _brought(**member: Any) -> Case:
    """Sign by a stranger, whose key the header brings or says where to find."""
    return lambda mint: mint.token(header=member, sign=rs256(mint.stranger))


HEADER_KEYS: dict[str, Case] = {
    "jwk": lambda mint: mint.token(header={"jwk": jwk(mint.stranger)}, sign=rs256(mint.stranger)),
    "jwk, no kid": lambda mint: mint.token(
        header={"jwk": jwk(mint.stranger), "kid": ABSENT}, sign=rs256(mint.stranger)
    ),
    "jwk of the issuer, signed well": lambda mint: mint.headed(jwk=jwk(mint.r1)),
    "jku": _brought(jku="https://attacker.example.com/keys"),
    "jku, signed well": lambda mint: mint.headed(jku=mint.issuer + "/keys"),
    "jku metadata service": _brought(jku="http://169.254.169.254/latest/meta-data/"),
    "jku file": _brought(jku="file:///etc/ssl/keys.json"),
    "jku data": _brought(jku="data:application/json,{}"),
    "jku loopback": _brought(jku="https://127.0.0.1:9001/2018-06-01/runtime"),
    "jku userinfo": lambda mint: mint.token(
        header={"jku": mint.issuer.replace("https://", "https://user@attacker.example.com#")}, sign=rs256(mint.stranger)
    ),
    "x5u": _brought(x5u="https://attacker.example.com/chain.pem"),
    "x5c": _brought(x5c=["MIIB"]),
}

_IDS: dict[str, Any] = {
    "missing": ABSENT, "unknown": "r9", "empty": "", "path": "../../keys/r1", "NUL behind": "r1\0",
    "SQL": "r1' OR '1'='1",
    "URL": "https://attacker.example.com/keys#r1", "CR LF": "r1\r\n[ERROR] forged line", "10 kB": "r" * 10_000,
    "257 characters": "r" * 257, "null": None, "number": 1, "true": True, "list": ["r1"], "object": {"kid": "r1"},
    "other case": "R1", "space behind": "r1 ", "look-alike": "\u0433" + "1", "zero width": "r\u200b1",
}  # fmt: skip
KID: dict[str, Case] = {name: lambda mint, kid=kid: mint.headed(kid=kid) for name, kid in _IDS.items()}

_CRITICAL: dict[str, dict[str, Any]] = {
    "unknown": {"crit": ["urn:example"], "urn:example": True}, "known": {"crit": ["exp"], "exp": 1},
    "alg": {"crit": ["alg"]}, "b64": {"crit": ["b64"], "b64": True}, "b64 false": {"crit": ["b64"], "b64": False},
    "empty": {"crit": []}, "null": {"crit": None}, "text": {"crit": "exp"}, "object": {"crit": {}},
    "b64 alone": {"b64": False}, "zip": {"zip": "DEF"}, "cty JWT": {"cty": "JWT"},
}  # fmt: skip
CRIT: dict[str, Case] = {name: lambda mint, header=header: mint.headed(**header) for name, header in _CRITICAL.items()}

_TYPES = ("at+jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "JOSE+JSON", "JOSE", "application/jwt", "", None, ["JWT"])
TYP: dict[str, Case] = {repr(typ): lambda mint, typ=typ: mint.headed(typ=typ) for typ in _TYPES}
