"""Strict readers of base64url and JSON: what two readers could take for two things is refused (RFC 8725)."""

from __future__ import annotations

import json
import math
from binascii import a2b_base64, b2a_base64
from typing import Any

# Far below Python's recursion limit, and far above what issuers nest or list.
MOST_CONTAINERS = 500

# To the standard alphabet, in which the letters that only that one has become junk.
_STANDARD = bytes.maketrans(b"-_+/=", b"+/!!!")


def base64url(text: bytes) -> bytes:
    """Decode the one canonical spelling; raise ValueError for padding, junk that decoders skip, or stray last bits."""
    standard = text.translate(_STANDARD) + b"=" * (-len(text) % 4)
    raw = a2b_base64(standard)
    if b2a_base64(raw, newline=False) != standard:
        raise ValueError("not canonical base64url")
    return raw


def json_object(data: bytes) -> dict[str, Any]:
    """Parse a JSON object in UTF-8; raise ValueError for what any careful reader would refuse."""
    text = data.decode("utf-8")
    if text.count("{") + text.count("[") > MOST_CONTAINERS:
        raise ValueError("nested too deep")
    text = text.strip(" \t\r\n")
    value, end = _DECODER.raw_decode(text)
    if not isinstance(value, dict) or end != len(text):
        raise ValueError("not one object")
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no character
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member is given twice")
    return members


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


# parse_constant: NaN, Infinity and -Infinity, which JSON does not know.
_DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_float=_finite, parse_constant=_finite)
