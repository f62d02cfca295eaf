"""CPU seconds of whole processes, and tables of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[1]


def cpu_seconds(arguments: Sequence[str], folder: Path) -> float:
    """Run `python ARGUMENTS` in a folder; return the user and system seconds of it and its children.

    Raises SystemExit with its words when it fails.
    """
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_REPOSITORY)},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(arguments)}: exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder to measure in: in memory where there is one, as a disk's moods cost more than what is measured."""
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def median(seconds: Sequence[float]) -> float:
    return statistics.median(seconds)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
