"""AWS's event stream encoding, in which Bedrock sends what a model says."""

from __future__ import annotations

import json
import struct
import zlib
from typing import Any

_STRING = 7


def event(kind: str, content: dict[str, Any]) -> bytes:
    """Return one event."""
    return _message({":message-type": "event", ":event-type": kind}, content)


def exception(kind: str, content: dict[str, Any]) -> bytes:
    """Return the event that ends a stream with an error."""
    return _message({":message-type": "exception", ":exception-type": kind}, content)


def _message(headers: dict[str, str], content: dict[str, Any]) -> bytes:
    head = b"".join(_header(name, value) for name, value in (headers | {":content-type": "application/json"}).items())
    body = json.dumps(content).encode()
    prelude = struct.pack(">II", 16 + len(head) + len(body), len(head))
    message = prelude + _checksum(prelude) + head + body
    return message + _checksum(message)


def _header(name: str, value: str) -> bytes:
    return struct.pack(">B", len(name)) + name.encode() + struct.pack(">BH", _STRING, len(value)) + value.encode()


def _checksum(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))
