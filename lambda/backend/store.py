"""The keys that page tokens are signed with.

They are in the sessions table, made at random by whoever needs one first: no secret in an environment or a state, and
none that is worth more than the sessions beside it.
"""

from __future__ import annotations

import secrets

from shared.store.table import Table

_KEPT_SECONDS = 70 * 24 * 60 * 60  # each serves a month, and the tokens of its last hour a little longer


class SigningKeys:
    """Keys by their name; each method raises ApiError."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[str, bytes] = {}

    def find(self, name: str) -> bytes | None:
        """Return the key of this name, if there is one."""
        if name not in self._known:
            item = self._table.get(f"signing-key#{name}")
            if item is None:
                return None
            self._known[name] = bytes(item["secret"])
        return self._known[name]

    def get(self, name: str, now: float) -> bytes:
        """Return the key of this name; make it where there is none."""
        while (key := self.find(name)) is None:  # also after making it: another function may have been first
            item = {
                "session_id": f"signing-key#{name}",
                "secret": secrets.token_bytes(32),
                "expires_at": int(now) + _KEPT_SECONDS,
            }
            self._table.write("put_item", "attribute_not_exists(session_id)", {}, Item=item)
        return key
