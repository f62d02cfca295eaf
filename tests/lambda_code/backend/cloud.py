"""The AWS that the functions meet in tests: moto's DynamoDB, scripted others, and failures where a test wants them.

All of it sits where botocore would send a request, so that the functions' clients, limits and errors are the real ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.httpsession import URLLib3Session
from moto.core.botocore_stubber import MockRawResponse
from urllib3.exceptions import ReadTimeoutError as StreamTimeoutError

from dev_api import event_stream, table
from shared.settings import Settings

URL = "https://aws.invalid"
SETTINGS = Settings(
    sessions_table=table.NAME,
    user_index=table.INDEX,
    models=("model-a", "model-b"),
    bedrock_region="us-east-1",
    knowledge_base_id="KB12345678",
)

# What a test may do to an operation; the names are also what DynamoDB and Bedrock call them.
TIMEOUT = "timeout"
CONNECT_TIMEOUT = "connect timeout"


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += seconds


def said(*pieces: str, end: bool = True, stop: str = "end_turn") -> bytes:
    """Return the stream of a model that says this, and then why it stops."""
    events = [
        event_stream.event("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": piece}}) for piece in pieces
    ]
    return b"".join([*events, event_stream.event("messageStop", {"stopReason": stop}) if end else b""])


class BrokenStream(MockRawResponse):
    """A stream that stalls after its content."""

    def stream(self, **_arguments: Any) -> Iterator[bytes]:
        yield self.read()
        raise StreamTimeoutError(None, None, "read timed out")  # type: ignore[arg-type]


@dataclass
class Cloud:
    """What was asked, and what is answered instead of moto: content, an error's code, or a timeout, by operation."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[str] | str] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def fail(self, operation: str, *codes: str) -> None:
        """Let each next call of the operation fail so; a single code fails all of them."""
        self.faults[operation] = codes[0] if len(codes) == 1 else list(codes)

    def lose_answer(self, operation: str) -> None:
        """Let the next call of the operation be done, and its answer get lost."""
        self.lost.add(operation)

    def count(self, operation: str) -> int:
        return sum(name == operation for name, _ in self.asked)

    def before_send(self, request: Any, event_name: str, **_arguments: Any) -> AWSResponse | None:
        operation = event_name.rpartition(".")[2]
        body = request.body if isinstance(request.body, bytes) else (request.body or "").encode()
        self.asked.append((operation, json.loads(body) if body else {}))
        fault = self.faults.get(operation)
        code = fault.pop(0) if isinstance(fault, list) and fault else fault
        if isinstance(code, str) and code:
            return self._failure(code)
        if operation in self.lost:
            self.lost.remove(operation)
            URLLib3Session().send(request)
            raise ReadTimeoutError(endpoint_url=URL)
        if operation == "PostToConnection":
            self.sent.append(self.asked[-1][1])
        answer = self.answers.get(operation)
        if answer is None:
            return None
        content_type = "application/vnd.amazon.eventstream" if operation == "ConverseStream" else "application/json"
        raw = answer if isinstance(answer, MockRawResponse) else MockRawResponse(answer)
        return AWSResponse(URL, 200, {"content-type": content_type}, raw)  # type: ignore[arg-type]

    def _failure(self, code: str) -> AWSResponse:
        if code == TIMEOUT:
            raise ReadTimeoutError(endpoint_url=URL)
        if code == CONNECT_TIMEOUT:
            raise ConnectTimeoutError(endpoint_url=URL)
        status = {"GoneException": 410, "InternalServerError": 500}.get(code, 400)
        body = json.dumps({"__type": code, "message": "SECRET of AWS"})
        return AWSResponse(URL, status, {"x-amzn-errortype": code}, MockRawResponse(body))  # type: ignore[arg-type]


def items() -> list[dict[str, Any]]:
    """Return all that is in the table."""
    found: list[dict[str, Any]] = boto3.resource("dynamodb").Table(table.NAME).scan()["Items"]
    return found


def put(*items: dict[str, Any]) -> None:
    with boto3.resource("dynamodb").Table(table.NAME).batch_writer() as batch:
        for item in items:
            batch.put_item(Item=item)
