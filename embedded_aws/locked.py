"""One at a time: the lock of generator.files, with our words for what can go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from embedded_aws.errors import EmbeddedAwsError
from generator import files


def silent(_message: str) -> None:
    """Say nothing."""


@contextmanager
def locked(file: Path, what: str, say: Callable[[str], None] = silent) -> Iterator[int]:
    """Hold the lock on a file, after waiting for another process to release it; give the file descriptor."""
    with ExitStack() as stack:
        try:
            descriptor = stack.enter_context(
                files.locked(file, busy=lambda _: say(f"waiting for another run to finish {what} ..."))
            )
        except OSError as error:
            raise EmbeddedAwsError(
                f"{file.parent}: cannot write there ({error.strerror}); make it a folder that you may write to, "
                "or remove it."
            ) from None
        yield descriptor
