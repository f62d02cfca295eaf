"""What the routes work with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shared import services

if TYPE_CHECKING:
    from websocket_handler.store import Connections, Lines


@dataclass(kw_only=True)
class Services(services.Services):
    """What both functions work with, and the connections; `endpoint` is the API's @connections address."""

    endpoint: str

    @cached_property
    def connections(self) -> Connections:
        from websocket_handler.store import Connections

        return Connections(self.table)

    @cached_property
    def lines(self) -> Lines:
        from websocket_handler.store import Lines

        return Lines(self.endpoint)
