"""`make api`, running for tests."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from embedded_aws import server
from tests.harness import ROOT


@dataclass(frozen=True)
class DevApi:
    """A running `make api`, what it printed, and where its log goes."""

    url: str
    printed: str
    log: Path

    def log_in(self, user: str) -> httpx.Client:
        token = httpx.post(f"{self.url}/login", json={"user": user}).json()["token"]
        return httpx.Client(base_url=f"{self.url}/v1/api/v1", headers={"authorization": f"Bearer {token}"})

    def socket(self, token: str) -> ClientConnection:
        return connect(
            f"{self.url}/socket".replace("http", "ws"),
            subprotocols=[Subprotocol("bearer"), Subprotocol(token)],
            proxy=None,
        )


@contextmanager
def running(work: Path) -> Iterator[DevApi]:
    """Run it in this folder, and end it as Ctrl-C does."""
    log = work / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "dev_api", "--port=0", f"--work={work}"],
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout
    printed = "".join(process.stdout.readline() for _ in range(3))
    url = re.search(r"http://127\.0\.0\.1:\d+", printed)
    assert url, log.read_text()
    try:
        yield DevApi(url[0], printed, log)
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.close()
        code = process.wait()
        server.down(work / "embedded-aws")
    assert code == 0, log.read_text()


def token_of(client: httpx.Client) -> str:
    return client.headers["authorization"].removeprefix("Bearer ")
