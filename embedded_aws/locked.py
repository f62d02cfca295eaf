"""One at a time: a lock that a dead process cannot keep."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from embedded_aws.errors import EmbeddedAwsError


def silent(_message: str) -> None:
    """Say nothing."""


def make_folder(folder: Path) -> None:
    """Make the folder; raise EmbeddedAwsError where that is impossible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedAwsError(_cannot_write(folder, error)) from None


@contextmanager
def locked(file: Path, what: str, say: Callable[[str], None] = silent) -> Iterator[int]:
    """Hold the lock on a file, after waiting for another process to release it; give the file descriptor."""
    make_folder(file.parent)
    try:
        handle = file.open("a")
    except OSError as error:
        raise EmbeddedAwsError(_cannot_write(file.parent, error)) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another run to finish {what} ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle.fileno()


def _cannot_write(folder: Path, error: OSError) -> str:
    return f"{folder}: cannot write there ({error.strerror}); make it a folder that you may write to, or remove it."
