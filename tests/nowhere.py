"""An AWS that refuses everything: for plans, which need none."""

from __future__ import annotations

import functools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@functools.cache
def url() -> str:
    """Return where it listens, on loopback, as long as this process runs.

    A closed port would do but for the provider's patience: planning a Kinesis stream, it asks for the account's limits
    up to 25 times, for 20 seconds, and goes on without. What is refused is not asked again.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Refusal)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class _Refusal(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _refuse(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b'{"__type": "AccessDeniedException", "message": "a plan needs no AWS"}'
        self.send_response(403)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("X-Amzn-ErrorType", "AccessDeniedException")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _refuse  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""
