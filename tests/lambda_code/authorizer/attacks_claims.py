"""Attacks on the claims; every token is signed well."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from tests.lambda_code.authorizer.mint import ABSENT, AUDIENCE, Mint

Case = Callable[[Mint], str]


def _claiming(name: str, value: Any) -> Case:
    return lambda mint: mint.claiming(**{name: value(mint) if callable(value) else value})


def _ahead(seconds: float) -> Callable[[Mint], float]:
    return lambda _: time.time() + seconds


_NO_TIMES: dict[str, Any] = {
    "null": None, "true": True, "text": "9999999999", "list": [9999999999], "object": {}, "negative": -1,
    "huge": 10**30, "milliseconds": lambda _: int(time.time() * 1000) + 3_600_000,
}  # fmt: skip
TIME: dict[str, Case] = {
    **{
        f"{claim} {name}": _claiming(claim, value)
        for claim in ("exp", "iat", "nbf")
        for name, value in _NO_TIMES.items()
    },
    "exp missing": _claiming("exp", ABSENT),
    "exp zero": _claiming("exp", 0),
    "exp past": _claiming("exp", _ahead(-31)),
    "exp infinite": lambda mint: mint.token(payload=_with_number(mint, "exp", "1e999")),
    "exp next year": _claiming("exp", _ahead(365 * 86400)),
    "exp before iat": lambda mint: mint.claiming(iat=time.time() + 20, exp=time.time() + 10),
    "iat missing": _claiming("iat", ABSENT),
    "iat future": _claiming("iat", _ahead(60)),
    "nbf future": _claiming("nbf", _ahead(60)),
}


def _with_number(mint: Mint, name: str, number: str) -> bytes:
    return json.dumps(mint.claims(**{name: "HERE"})).replace('"HERE"', number).encode()


ISSUER: dict[str, Case] = {
    name: _claiming("iss", value)
    for name, value in {
        "missing": ABSENT, "null": None, "empty": "", "number": 1, "true": True, "object": {},
        "list": lambda mint: [mint.issuer],
        "prefix": lambda mint: mint.issuer[:-1],
        "suffix": lambda mint: mint.issuer + "/admin",
        "slash behind": lambda mint: mint.issuer + "/",
        "space behind": lambda mint: mint.issuer + " ",
        "upper case": lambda mint: mint.issuer.upper(),
        "http": lambda mint: mint.issuer.replace("https", "http"),
        "userinfo": lambda mint: mint.issuer.replace("https://", "https://attacker.example.com@"),
        "other tenant": lambda mint: mint.issuer.replace("tenant", "tenant2"),
        "look-alike": lambda mint: mint.issuer.replace("e", "\u0435"),
        "dots": lambda mint: mint.issuer + "/../tenant",
        "another": "https://identitycenter.amazonaws.com/ssoins-0000000000000000",
    }.items()
}  # fmt: skip

AUDIENCES: dict[str, Case] = {
    name: _claiming("aud", value)
    for name, value in {
        "missing": ABSENT, "null": None, "empty": "", "number": 1, "true": True, "object": {AUDIENCE: 1},
        "empty list": [], "list of nothing": [""], "list of lists": [[AUDIENCE]], "other": "other", "star": "*",
        "part": AUDIENCE[:-1], "longer": AUDIENCE + "x", "upper case": AUDIENCE.upper(), "space": AUDIENCE + " ",
        "comma list": f"{AUDIENCE},other", "space list": f"{AUDIENCE} other", "other in a list": ["other"],
        "several, not authorized": [AUDIENCE, "other"], "ours twice": [AUDIENCE, AUDIENCE],
        "a number among them": [AUDIENCE, 1],
    }.items()
}  # fmt: skip
AUDIENCES |= {
    "several, authorized for another": lambda mint: mint.claiming(aud=[AUDIENCE, "other"], azp="other"),
    "several without ours": lambda mint: mint.claiming(aud=["a", "b"], azp=AUDIENCE),
    "several with a number, azp ours": lambda mint: mint.claiming(aud=[AUDIENCE, 1], azp=AUDIENCE),
    "azp alone": lambda mint: mint.claiming(aud=ABSENT, azp=AUDIENCE),
}

SUBJECTS: dict[str, Case] = {
    name: _claiming("sub", value)
    for name, value in {
        "missing": ABSENT, "null": None, "empty": "", "number": 7, "true": True, "list": ["me"], "object": {},
        "space": "a b", "newline behind": "admin\n", "NUL": "admin\0", "CR LF": "me\r\nX-User: admin", "star": "*",
        "quote": 'me"', "braces": "${aws:username}", "look-alike": "\u0430dmin", "257 characters": "a" * 257,
        "5,000 characters": "a" * 5_000, "right to left": "me\u202e",
    }.items()
}  # fmt: skip

GROUPS = {"time": TIME, "iss": ISSUER, "aud": AUDIENCES, "sub": SUBJECTS}
