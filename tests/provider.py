"""One provider process for all that terraform does against one AWS, instead of several starts in every command.

Starting the AWS provider and handing its schema to terraform is most of what a plan of few resources costs. Terraform
can use one that already runs (TF_REATTACH_PROVIDERS). Its settings come from the environment that it was started in, so
each AWS has its own; and all configurations of one root share it, so a root here has one region.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from runner import mirror

# Set to see whether a failure comes from sharing.
OFF = "TESTS_OWN_PROVIDER"
_START_SECONDS = 120
_started: dict[str, tuple[subprocess.Popen[bytes], str]] = {}


def shared(url: str, env: Mapping[str, str]) -> dict[str, str]:
    """Return what lets terraform use the provider for the AWS at this URL, which is started where there is none yet.

    Where no provider is at hand, or sharing is off, terraform starts its own.
    """
    folder = mirror.find(env)
    if folder is None or os.environ.get(OFF):
        return {}
    if url not in _started or _started[url][0].poll() is not None:
        _started[url] = _start(_newest(folder), env)
    return {"TF_REATTACH_PROVIDERS": _started[url][1]}


def stop(url: str) -> None:
    """Stop the provider for this AWS, if there is one."""
    if found := _started.pop(url, None):
        process, _ = found
        process.kill()  # it holds nothing, and answers a polite signal late
        process.wait()


@atexit.register
def _stop_all() -> None:
    for url in list(_started):
        stop(url)


def _newest(folder: Path) -> Path:
    """Return the newest provider of a mirror, which is what terraform would choose."""
    found = [
        *folder.glob(f"{mirror.PROVIDER}/*/{mirror.platform_name()}/terraform-provider-aws_v*"),
    ]
    return max(found, key=lambda path: [int(number) for number in re.findall(r"\d+", path.parent.parent.name)])


def _start(binary: Path, env: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    # A bundle of certificates makes the provider fail when it is configured for the second time.
    clean = {name: value for name, value in env.items() if name != "AWS_CA_BUNDLE"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [str(binary), "-debug"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=clean,
            # File names are relative: ../../modules is the modules from here, as from the roots that tests make.
            cwd=Path(__file__).parent / "modules",
            preexec_fn=_end_with_us,
        )
        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            log.seek(0)
            if found := re.search(r"TF_REATTACH_PROVIDERS='(.*)'", log.read().decode(errors="replace")):
                return process, found[1]
            time.sleep(0.05)
        process.kill()
        process.wait()
        log.seek(0)
        raise RuntimeError(f"{binary} did not start: {log.read().decode(errors='replace')}")


def _end_with_us() -> None:
    """Let Linux end the provider even when the tests are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
