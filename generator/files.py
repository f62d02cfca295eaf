"""Write a file whole or not at all, and let one process at a time do so. Standard library only: bootstrap uses it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: renames are atomic there too, two runs at once are not serialised
    fcntl = None  # type: ignore[assignment]

PRIVATE, PUBLIC = 0o600, 0o644


def write(path: Path, content: str | bytes, mode: int = PRIVATE) -> None:
    """Replace the file atomically, with this mode; leave it alone when it already says so. Raises OSError."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def locked(path: Path, busy: Callable[[str], None] = lambda _: None) -> Iterator[int]:
    """Hold the lock on a file, which a dead process cannot keep; give its descriptor. Raises OSError.

    While another process holds it, `busy` is told once that process's id, or nothing where it is unknown, and may
    raise instead of letting us wait.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as holder:
        if fcntl is not None:
            try:
                fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder.seek(0)
                busy(holder.read())
                fcntl.flock(holder, fcntl.LOCK_EX)
        holder.truncate(0)
        holder.write(str(os.getpid()))
        holder.flush()
        yield holder.fileno()
