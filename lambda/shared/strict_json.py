"""JSON as RFC 8259 has it: no NaN, no duplicate members, no nesting that ends the parser."""

from __future__ import annotations

import json
from typing import Any, Never

from shared.errors import BadRequestError


def parse(text: bytes | str) -> Any:
    """Parse, or raise BadRequestError."""
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        return json.loads(decoded, object_pairs_hook=_members, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadRequestError("The body is not strict JSON.") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate member")
    return members


def _refuse(constant: str) -> Never:
    raise ValueError(constant)
