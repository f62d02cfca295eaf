"""Page tokens: where a list goes on, signed for one user and one hour.

Unsigned, a token would be the table's own key, for a caller to read and to change.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from dataclasses import astuple
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from shared.errors import PageTokenError
from shared.session import Position

if TYPE_CHECKING:
    from backend.store import SigningKeys

_MAX_LENGTH = 500
_SECONDS = 60 * 60
_TOKEN = re.compile(r"(\d{4}-\d{2})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})", re.ASCII)


def sign(position: Position, user_id: str, keys: SigningKeys, now: float) -> str:
    """Return a token for this place in the user's list."""
    month = f"{datetime.fromtimestamp(now, UTC):%Y-%m}"
    payload = _encode(json.dumps([int(now) + _SECONDS, *astuple(position)]).encode())
    return f"{month}.{payload}.{_signature(keys.get(month, now), user_id, payload)}"


def verify(token: str, user_id: str, keys: SigningKeys, now: float) -> Position:
    """Return the place that the token stands for; raise PageTokenError unless we gave it to this user in this hour."""
    match = _TOKEN.fullmatch(token) if len(token) <= _MAX_LENGTH else None
    if not match:
        raise PageTokenError
    month, payload, signature = match.groups()
    key = keys.find(month)
    if key is None or not hmac.compare_digest(signature, _signature(key, user_id, payload)):
        raise PageTokenError
    expires, session_id, last_activity = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    if expires <= now:
        raise PageTokenError
    return Position(session_id, last_activity)


def _signature(key: bytes, user_id: str, payload: str) -> str:
    return _encode(hmac.digest(key, f"{payload}\0{user_id}".encode(), hashlib.sha256))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
