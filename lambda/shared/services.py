"""What both functions work with, made when a request first needs it: a health check must not wait for boto3."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from shared.settings import Settings

if TYPE_CHECKING:
    from shared.chat import Chat
    from shared.store.bedrock import KnowledgeBase, Model
    from shared.store.sessions import Sessions
    from shared.store.table import Table


@dataclass
class Services:
    """The stores and the conversation over them."""

    settings: Settings
    clock: Callable[[], float] = time.time

    @cached_property
    def table(self) -> Table:
        from shared.store.table import Table

        return Table(self.settings)

    @cached_property
    def sessions(self) -> Sessions:
        from shared.store.sessions import Sessions

        return Sessions(self.table, self.settings)

    @cached_property
    def model(self) -> Model:
        from shared.store.bedrock import Model

        return Model(self.settings)

    @cached_property
    def knowledge_base(self) -> KnowledgeBase:
        from shared.store.bedrock import KnowledgeBase

        return KnowledgeBase(self.settings)

    @cached_property
    def chat(self) -> Chat:
        from shared.chat import Chat

        return Chat(self.settings, self.sessions, self.model, self.knowledge_base, self.clock)
