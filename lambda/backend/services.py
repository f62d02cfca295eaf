"""What the routes work with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared import services

if TYPE_CHECKING:
    from backend.store import SigningKeys


class Services(services.Services):
    """What both functions work with, and the keys of page tokens."""

    @cached_property
    def signing_keys(self) -> SigningKeys:
        from backend.store import SigningKeys

        return SigningKeys(self.table)
