"""Who calls: known from what API Gateway's authorizer found, and from nothing that the caller wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import UnauthorizedError

# Seconds by which the issuer's clock may differ from ours: the authorizer's, or it would let in who is refused here.
LEEWAY = 30


@dataclass(frozen=True)
class Caller:
    """The user, and when the token that says so expires."""

    user_id: str
    expires: int

    def expired(self, now: float) -> bool:
        """Tell whether the token has expired."""
        return self.expires <= now - LEEWAY

    @property
    def alias(self) -> str:
        """A name for logs, which must not tell who it was."""
        return hashlib.sha256(self.user_id.encode()).hexdigest()[:12]


def caller(request_context: Mapping[str, Any], now: float) -> Caller:
    """Return who calls; raise UnauthorizedError where no authorizer vouches for it, or its token has expired.

    API Gateway may reuse an authorizer's answer after that; here it ends on time.
    """
    authorizer = request_context.get("authorizer") or {}
    user_id, expires = authorizer.get("principalId"), str(authorizer.get("exp", ""))
    if not user_id or not isinstance(user_id, str) or not (expires.isascii() and expires.isdigit()):
        raise UnauthorizedError
    found = Caller(user_id, int(expires))
    if found.expired(now):
        raise UnauthorizedError
    return found
