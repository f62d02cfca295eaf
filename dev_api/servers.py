"""Servers on loopback, in threads of this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from dev_api.issuer import Certificate

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


def listen(port: int) -> socket.socket:
    """Return a socket on this port, or with 0 on any; raise OSError where it is taken."""
    return socket.create_server((HOST, port))


def port_of(listener: socket.socket) -> int:
    port: int = listener.getsockname()[1]
    return port


def configuration(app: ASGIApp, certificate: Certificate | None = None, max_message: int = 0) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=max_message,
        ssl_certfile=certificate.certificate if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
        timeout_graceful_shutdown=1,
    )


@contextmanager
def serving(config: uvicorn.Config, listener: socket.socket) -> Iterator[None]:
    """Serve in a thread until the end of the block."""
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    server.listens.wait()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()
