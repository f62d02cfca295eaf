"""Find out about a process that may be ours, and stop it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path


def start_mark(pid: int) -> str | None:
    """Return when the process started, in the system's own words; None where there is no such process.

    Together with the pid it names a process for good: a recycled pid has another start.
    """
    if Path("/proc/self/stat").exists():
        try:
            # The command's name, second, may hold anything, but ends at the last parenthesis.
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        state, threads, start = fields[0], int(fields[17]), fields[19]
        # A zombie has ended once its other threads have: until then it still holds its port.
        return None if state == "Z" and threads <= 1 else start
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def is_running(pid: int, mark: str) -> bool:
    """Tell whether the process that had this pid and start still runs."""
    return start_mark(pid) == mark


def stop(pid: int, mark: str, grace: float = 5.0) -> None:
    """End the process: ask, wait up to `grace` seconds, then insist. A process with another start is left alone."""
    for sign, patience in ((signal.SIGTERM, grace), (signal.SIGKILL, 5.0)):
        if not is_running(pid, mark):
            return
        os.kill(pid, sign)
        deadline = time.monotonic() + patience
        while is_running(pid, mark) and time.monotonic() < deadline:
            time.sleep(0.02)
