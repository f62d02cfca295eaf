"""Attacks on the token's form: segments, base64url and JSON. Where it can be, the token is signed well."""

from __future__ import annotations

import base64
import json
import string
from collections.abc import Callable

from tests.lambda_code.authorizer.mint import Mint, b64, rs256

Case = Callable[[Mint], str]
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


def _changed(change: Callable[[str], str]) -> Case:
    return lambda mint: change(mint.token())


def _spelt(change: Callable[[str], str], segment: int) -> Case:
    """Spell a segment otherwise, and sign that spelling."""

    def case(mint: Mint) -> str:
        parts = list(mint.parts())
        parts[segment] = change(parts[segment])
        if segment < 2:
            parts[2] = b64(rs256(mint.r1)(f"{parts[0]}.{parts[1]}".encode()))
        return ".".join(parts)

    return case


def _stray_bits(mint: Mint) -> str:
    """Set a bit of the signature's last letter that no byte holds."""
    token = mint.token()
    return token[:-1] + ALPHABET[ALPHABET.index(token[-1]) ^ 1]


def _standard(mint: Mint) -> str:
    header, payload, signature = mint.parts()
    raw = base64.urlsafe_b64decode(signature + "==")
    letters = base64.b64encode(raw).decode().rstrip("=")
    return f"{header}.{payload}.{letters}" if letters != signature else _standard(mint)


def _json_serialization(mint: Mint) -> str:
    header, payload, signature = mint.parts()
    return json.dumps({"protected": header, "payload": payload, "signature": signature})


FORM: dict[str, Case] = {
    "empty": lambda _: "",
    "one segment": _changed(lambda token: token.partition(".")[0]),
    "two segments": _changed(lambda token: token.rpartition(".")[0]),
    "four segments": _changed(lambda token: token + ".AAAA"),
    "five segments": _changed(lambda token: token + ".AAAA.AAAA"),
    "dot behind": _changed(lambda token: token + "."),
    "dot before": _changed(lambda token: "." + token),
    "empty header": _spelt(lambda _: "", 0),
    "empty payload": _spelt(lambda _: "", 1),
    "space behind": _changed(lambda token: token + " "),
    "space before": _changed(lambda token: " " + token),
    "space inside": _spelt(lambda segment: segment[:8] + " " + segment[8:], 1),
    "newline behind": _changed(lambda token: token + "\n"),
    "newline inside": _spelt(lambda segment: segment[:8] + "\n" + segment[8:], 2),
    "quoted": _changed(lambda token: f'"{token}"'),
    "padded signature": _changed(lambda token: token + "=="),
    "padded payload": _spelt(lambda segment: segment + "=" * (-len(segment) % 4 or 4), 1),
    "standard alphabet": _standard,
    "letters that decoders drop": _spelt(lambda segment: segment[:8] + "!*~" + segment[8:], 2),
    "the same in the header": _spelt(lambda segment: segment[:8] + "!*~" + segment[8:], 0),
    "the same in the payload": _spelt(lambda segment: segment[:8] + "!*~" + segment[8:], 1),
    "stray bits": _stray_bits,
    "a letter too many": _spelt(lambda segment: segment + "A" * (1 + -len(segment) % 4), 1),
    "full-width letters": _spelt(lambda segment: segment[:-1] + "\uff21", 2),
    "JSON serialization": _json_serialization,
    "two tokens": _changed(lambda token: f"{token},{token}"),
    "1 MB header": lambda mint: mint.token(header={"x5t": "x" * 1_000_000}),
    "1 MB payload": lambda mint: mint.claiming(filler="x" * 1_000_000),
    "just over the size": lambda mint: mint.claiming(filler="x" * 6_000),
    "100,000 dots": lambda _: "." * 100_000,
}


def _members(mint: Mint, *more: str) -> bytes:
    """Return the claims' JSON with these members, as text, put behind."""
    return (json.dumps(mint.claims())[:-1] + "".join(f", {member}" for member in more) + "}").encode()


_HEADER = b'{"alg": "RS256", "kid": "r1", "typ": "JWT"}'
_DEEP = 1_000  # levels that fit into a token
HEADER_JSON: dict[str, Case] = {
    name: lambda mint, header=header: mint.token(header=header)
    for name, header in {
        "not JSON": b"alg: RS256",
        "nothing": b"",
        "list": b'["RS256", "r1"]',
        "text": b'"RS256"',
        "number": b"1",
        "null": b"null",
        "alg twice": b'{"alg": "none", "alg": "RS256", "kid": "r1"}',
        "kid twice": b'{"alg": "RS256", "kid": "r1", "kid": "r1"}',
        "invalid UTF-8": b'{"alg": "RS256", "kid": "r1", "x5t": "\xff"}',
        "overlong UTF-8": b'{"alg": "RS256", "kid": "r1", "x5t": "\xc0\x80"}',
        "UTF-16": _HEADER.decode().encode("utf-16"),
        "UTF-16 without mark": _HEADER.decode().encode("utf-16-le"),
        "byte order mark": b"\xef\xbb\xbf" + _HEADER,
        "bytes behind": _HEADER + b" x",
        "a second object": _HEADER + _HEADER,
        "comma behind": b'{"alg": "RS256", "kid": "r1",}',
        "single quotes": b"{'alg': 'RS256', 'kid': 'r1'}",
        "comment": b'{"alg": "RS256", "kid": "r1"} // fine',
        "NaN": b'{"alg": "RS256", "kid": "r1", "x5t": NaN}',
        "half a surrogate pair": b'{"alg": "RS256", "kid": "r1", "x5t": "\\ud800"}',
        "deep": b'{"alg": "RS256", "kid": "r1", "x5t": ' + b"[" * _DEEP + b"]" * _DEEP + b"}",
        "deep and open": b"[" * 2 * _DEEP,
    }.items()
}
PAYLOAD_JSON: dict[str, Case] = {
    "not JSON": lambda mint: mint.token(payload=b"sub=me"),
    "list": lambda mint: mint.token(payload=[mint.claims()]),
    "text": lambda mint: mint.token(payload="me"),
    "null": lambda mint: mint.token(payload=b"null"),
    "invalid UTF-8": lambda mint: mint.token(payload=_members(mint)[:-1] + b', "name": "\xff"}'),
    "UTF-16": lambda mint: mint.token(payload=_members(mint).decode().encode("utf-16")),
    "byte order mark": lambda mint: mint.token(payload=b"\xef\xbb\xbf" + _members(mint)),
    "bytes behind": lambda mint: mint.token(payload=_members(mint) + b"x"),
    "a second object": lambda mint: mint.token(payload=_members(mint) * 2),
    "deep": lambda mint: mint.token(payload=_members(mint, '"deep": ' + "[" * _DEEP + "]" * _DEEP)),
    "deep objects": lambda mint: mint.token(payload=_members(mint, '"deep": ' + '{"":' * 600 + "1" + "}" * 600)),
    "deep and open": lambda mint: mint.token(payload=b"[" * 2 * _DEEP),
    "5,000 digits": lambda mint: mint.token(payload=_members(mint, '"number": ' + "9" * 5_000)),
    **{
        name: lambda mint, member=member: mint.token(payload=_members(mint, member))
        for name, member in {
            "exp twice": '"exp": 99999999999',
            "sub twice": '"sub": "admin"',
            "aud twice": '"aud": "other"',
            "iss twice": '"iss": "https://attacker.example.com"',
            "a member twice inside": '"act": {"sub": "a", "sub": "b"}',
            "NaN": '"number": NaN',
            "Infinity": '"number": Infinity',
            "-Infinity": '"number": -Infinity',
            "too large for a number": '"number": 1e400',
            "half a surrogate pair": '"name": "\\udc00"',
        }.items()
    },
}
