"""Time that is left. API Gateway gives up after 29 seconds, and what comes later is lost."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from shared.errors import LateError

MOST = 25.0
RESERVE = 2.0  # for the writes that follow

T = TypeVar("T")


class Deadline:
    """A moment, `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @classmethod
    def of(cls, context: Any) -> Deadline:
        """Return when an answer must be there, for the context that Lambda gives to a handler (None: outside of it)."""
        if context is None:
            return cls(MOST)
        return cls(min(MOST, context.get_remaining_time_in_millis() / 1000 - RESERVE))

    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise LateError when no time is left."""
        if not self.left():
            raise LateError

    def keep(self, items: Callable[[], Iterator[T]]) -> Iterator[T]:
        """Yield the items that come in time; then raise LateError.

        They are read in a thread of their own, for a read from the network may outlast any deadline. Nothing is begun
        when no time is left.
        """
        self.check()
        arrivals: queue.SimpleQueue[tuple[T] | BaseException | None] = queue.SimpleQueue()
        unwanted = threading.Event()
        threading.Thread(target=_read, args=(items, arrivals, unwanted), daemon=True).start()
        try:
            while self.left():
                arrival = arrivals.get(timeout=self.left())
                if arrival is None:
                    return
                if isinstance(arrival, BaseException):
                    raise arrival
                yield arrival[0]
        except queue.Empty:
            pass
        finally:
            unwanted.set()
        raise LateError


def _read(
    items: Callable[[], Iterator[T]],
    arrivals: queue.SimpleQueue[tuple[T] | BaseException | None],
    unwanted: threading.Event,
) -> None:
    try:
        for item in items():
            arrivals.put((item,))
            if unwanted.is_set():
                return
        arrivals.put(None)
    except BaseException as error:  # whatever it is, it is for the one who waits
        arrivals.put(error)
