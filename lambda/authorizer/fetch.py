"""One GET over https: bound in time and size, no redirects, no proxies, no second try."""

from __future__ import annotations

import ssl
from contextlib import suppress
from http.client import HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from threading import Thread
from urllib.parse import urlsplit

SECONDS = 2.0
LARGEST = 256 * 1024


class FetchError(Exception):
    """The document could not be fetched; the message says why."""


def fetch(url: str) -> bytes:
    """Return the document at an https address, or raise FetchError within two seconds whatever the server does."""
    exchange = _Exchange(url)
    exchange.start()
    exchange.join(SECONDS)
    if exchange.is_alive():
        exchange.abandon()
        raise FetchError(f"{url}: no answer within {SECONDS:g} s")
    if exchange.body is None:
        raise FetchError(f"{url}: {exchange.problem}")
    return exchange.body


class _Exchange(Thread):
    """A thread, for a socket's own timeout starts anew with every byte and does not count the look-up of the name."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.body: bytes | None = None
        self.problem = ""
        self._url = url
        self._connection: HTTPSConnection | None = None

    def run(self) -> None:
        try:
            self.body = self._get()
        except TimeoutError:
            self.problem = f"no answer within {SECONDS:g} s"
        except (OSError, HTTPException, ValueError) as error:
            self.problem = f"{type(error).__name__}: {error}"

    def abandon(self) -> None:
        """Wake the thread from whatever it waits for."""
        socket = self._connection.sock if self._connection else None
        with suppress(OSError):
            if socket:
                socket.shutdown(SHUT_RDWR)

    def _get(self) -> bytes:
        parts = urlsplit(self._url)
        # The default context verifies against the system's trust store, or SSL_CERT_FILE's.
        context = ssl.create_default_context()
        self._connection = HTTPSConnection(parts.hostname or "", parts.port, timeout=SECONDS, context=context)
        try:
            self._connection.request("GET", parts.path or "/", headers={"Accept": "application/json"})
            response = self._connection.getresponse()
            if response.status != 200:
                raise ValueError(f"answered {response.status}")  # a redirect as well
            body = response.read(LARGEST + 1)
        finally:
            self._connection.close()
        if len(body) > LARGEST:
            raise ValueError(f"more than {LARGEST} bytes")
        if response.length:
            raise ValueError("cut off")  # read() says nothing of it when it is given a size
        return body
