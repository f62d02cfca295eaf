"""Start, find and stop the server: one per work folder, in the background, on 127.0.0.1.

Nothing here imports moto or boto3: `up` runs before every plan, and mostly finds the server running.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_aws import process
from embedded_aws.environment import removed
from embedded_aws.errors import EmbeddedAwsError
from embedded_aws.locked import locked, silent

HOST = "127.0.0.1"
HEALTH = "/_embedded-aws/health"
PORT_VARIABLE = "EMBEDDED_AWS_PORT"
_START_SECONDS = 60.0
_HEALTH_SECONDS = 30.0


@dataclass(frozen=True)
class Server:
    """A running server; `instance` is random and changes whenever the server starts with an empty memory."""

    url: str
    pid: int
    started_at: str
    instance: str


@dataclass(frozen=True)
class _State:
    """What the server wrote down when it started."""

    pid: int
    mark: str
    port: int
    instance: str
    started_at: str

    @property
    def server(self) -> Server:
        return Server(f"http://{HOST}:{self.port}", self.pid, self.started_at, self.instance)


def up(work: Path, port: int | None = None, say: Callable[[str], None] = silent) -> Server:
    """Return the running server, after starting it where there is none.

    `port` (default: EMBEDDED_AWS_PORT, else any free one) is a demand, and refused when it cannot be met.
    Raises EmbeddedAwsError.
    """
    port = port if port is not None else _port_from_environment()
    with locked(work / "lock", "starting the embedded AWS", say):
        state = _read(work)
        if state and _running(state):
            _refuse_other_port(state, port)
            return state.server
        if state:
            say(f"the embedded AWS (pid {state.pid}) is gone, and what was in it; starting a new one.")
        return _start(work, port, previous=state.port if state else 0).server


def status(work: Path) -> Server | None:
    """Return the running server, or None; raise EmbeddedAwsError where ours runs but does not answer."""
    state = _read(work)
    return state.server if state and _running(state) else None


def down(work: Path) -> bool:
    """Stop the server and everything in it; tell whether there was one. Never touches another process."""
    if not work.is_dir():
        return False
    with locked(work / "lock", "starting the embedded AWS"):
        state = _read(work)
        running = state is not None and process.is_running(state.pid, state.mark)
        if state and running:
            process.stop(state.pid, state.mark)
        (work / "server.json").unlink(missing_ok=True)
        return running


def log_file(work: Path) -> Path:
    return work / "server.log"


def _port_from_environment() -> int | None:
    text = os.environ.get(PORT_VARIABLE)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise EmbeddedAwsError(f"{PORT_VARIABLE}: {text!r} is no port; give a number from 1 to 65535, or unset it.")
    return int(text)


def _refuse_other_port(state: _State, port: int | None) -> None:
    if port is not None and port != state.port:
        raise EmbeddedAwsError(
            f"the embedded AWS already runs on port {state.port}, not on {port}; "
            f"stop it first (which empties it), or do not ask for a port."
        )


def _running(state: _State) -> bool:
    """Tell whether this server runs and answers.

    A server that is alive but silent is not replaced, for it holds the state of every environment: that is an error.
    """
    deadline = time.monotonic() + _HEALTH_SECONDS
    while True:
        if _health(state.port).get("instance") == state.instance:
            return True
        if not process.is_running(state.pid, state.mark):
            return False
        if time.monotonic() > deadline:
            raise EmbeddedAwsError(
                f"the embedded AWS (pid {state.pid}) does not answer on port {state.port}; "
                f"stop it with `make aws-down` (which empties it) and run this again."
            )
        time.sleep(0.05)


def _health(port: int) -> dict[str, Any]:
    """Ask whoever listens on the port who they are; nobody, or somebody else, is an empty answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", HEALTH)
        answer = json.loads(connection.getresponse().read(10_000))
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
    return answer if isinstance(answer, dict) else {}


def _read(work: Path) -> _State | None:
    """Read what the last server wrote; a missing or damaged file means there is none that we know of."""
    try:
        return _State(**json.loads((work / "server.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _start(work: Path, port: int | None, previous: int) -> _State:
    """Start the server, which writes its state once it listens, and wait until it answers."""
    instance = secrets.token_hex(8)
    if log_file(work).exists():
        log_file(work).replace(work / "server.previous.log")
    command = [sys.executable, "-m", "embedded_aws.serve", str(work), instance]
    command += ["--port", str(port)] if port else ["--prefer-port", str(previous)]
    with log_file(work).open("wb") as log:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_server_environment(),
            start_new_session=True,
        )
    return _await(work, child, instance)


def _await(work: Path, child: subprocess.Popen[bytes], instance: str) -> _State:
    deadline = time.monotonic() + _START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        state = _read(work)
        if state and state.instance == instance and _health(state.port).get("instance") == instance:
            child.returncode = 0  # it is meant to outlive this handle, which would warn of that
            return state
        time.sleep(0.03)
    child.kill()
    child.wait()
    lines = log_file(work).read_text(errors="replace").splitlines()[-8:]
    raise EmbeddedAwsError(
        "\n".join([f"the embedded AWS did not start; the end of {log_file(work)} says:", *(f"  {x}" for x in lines)])
    )


def _server_environment() -> dict[str, str]:
    """Return our environment with moto's settings fixed, so that no setting of the user's changes the outcome.

    No AWS_PROFILE either: moto opens a boto3 session when it is imported, which fails on a profile that is not there.
    """
    unwanted = set(removed(os.environ))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTO_") and name not in unwanted}
    here = str(Path(__file__).resolve().parent.parent)
    return kept | {
        "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
        "MOTO_ACM_VALIDATION_WAIT": "0",
        "PYTHONPATH": os.pathsep.join(filter(None, [here, kept.get("PYTHONPATH")])),
    }
