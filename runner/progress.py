"""Say what takes long while it takes long."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CLEAR_LINE = "\r\033[K"


class Step:
    """One step on stderr that stays silent for a second, then counts: live on a terminal, in plain lines elsewhere."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._started = time.monotonic()
        self._live = sys.stderr.isatty()
        self._over = threading.Event()
        self._writing = threading.Lock()
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def say(self, line: str) -> None:
        """Print a line above the running one."""
        self._write((CLEAR_LINE if self._live else "") + line + "\n")

    def end(self) -> None:
        """Stop counting; a step of a second or more leaves a line with its time. May be called twice."""
        if self._over.is_set():
            return
        self._over.set()
        self._thread.join()
        seconds = self._seconds()
        if seconds >= 1:
            self.say(f"{self._text}: {seconds} s")

    def _seconds(self) -> int:
        return int(time.monotonic() - self._started)

    def _count(self) -> None:
        if self._over.wait(1):
            return
        if not self._live:
            self.say(f"{self._text} ...")
            return
        while not self._over.wait(0.5):
            self._write(f"{CLEAR_LINE}{self._text} ... {self._seconds()} s")

    def _write(self, text: str) -> None:
        with self._writing:
            sys.stderr.write(text)
            sys.stderr.flush()


@contextmanager
def step(text: str) -> Iterator[Step]:
    """Show progress until the block ends, however it ends."""
    running = Step(text)
    try:
        yield running
    finally:
        running.end()
