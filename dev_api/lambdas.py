"""A stand-in for Lambda: calls the functions' handlers."""

from __future__ import annotations

import asyncio
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent.parent / "lambda"

_MILLISECONDS = 29_000

Event = dict[str, Any]
Handler = Callable[[Event, object], Any]


class Context:
    """What Lambda tells a function about a call."""

    def __init__(self) -> None:
        self.aws_request_id = str(uuid.uuid4())
        self._started = time.monotonic()

    def get_remaining_time_in_millis(self) -> int:
        return _MILLISECONDS - int((time.monotonic() - self._started) * 1000)


class Functions:
    """One instance of each function. Making them imports them, which reads their environment.

    As Lambda does, an instance is given one call at a time; there are no more of them for the calls that wait.
    """

    def __init__(self) -> None:
        if str(SOURCES) not in sys.path:
            sys.path.insert(0, str(SOURCES))
        self._instances = {name: _Instance(name) for name in ("authorizer", "backend", "websocket_handler")}

    async def call(self, name: str, event: Event) -> Any:
        """Return what the function returns; raise what it raises."""
        instance = self._instances[name]
        return await asyncio.get_running_loop().run_in_executor(instance.thread, instance.handler, event, Context())


class _Instance:
    def __init__(self, name: str) -> None:
        self.handler: Handler = import_module(f"{name}.handler").handler
        # Mangum wants a loop of its own in the thread that it is called in.
        self.thread = ThreadPoolExecutor(1, initializer=lambda: asyncio.set_event_loop(asyncio.new_event_loop()))
