"""What goes over the wire: JSON objects, one per frame.

In comes {"action": "ask", "session_id", "message_id", "text"}, and out go, each with the message_id, {"type":
"accepted"}, any number of {"type": "answer", "text"} and {"type": "citation", "number", "text", "source"}, and then one
of {"type": "answered"}, {"type": "incomplete", "stop_reason"} and {"type": "blocked", "stop_reason"}; or, at any time,
{"type": "error", "code", "message"}. To {"action": "ping"} the answer is {"type": "pong"}. API Gateway itself may send
an object without a type: {"message", "connectionId", "requestId"}.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.errors import ApiError, InvalidError
from shared.session import MAX_TEXT, MESSAGE_ID, Message, State
from shared.strict_json import parse

Frame = dict[str, Any]
Send = Callable[[Frame], None]

# API Gateway takes frames up to 32 KB; in JSON, a character takes six bytes at most.
_FRAME_CHARACTERS = 5_000
# Words are gathered into frames, as each costs a request; the first goes at once.
_GATHERED_CHARACTERS = 400
_GATHERED_SECONDS = 0.25

_MEMBERS = {"action", "session_id", "message_id", "text"}
_MESSAGE_ID = re.compile(MESSAGE_ID, re.ASCII)


@dataclass(frozen=True)
class Ask:
    """A message to a session."""

    session_id: str
    message_id: str
    text: str


class Ping:
    """A sign of life, against the ten minutes after which API Gateway hangs up on silence."""


def read(body: str) -> Ask | Ping:
    """Read what came in, or raise ApiError."""
    frame = parse(body)
    if frame == {"action": "ping"}:
        return Ping()
    if not isinstance(frame, dict) or frame.get("action") != "ask" or frame.keys() != _MEMBERS:
        raise InvalidError('A message is {"action": "ask", "session_id", "message_id", "text"} or {"action": "ping"}.')
    if not isinstance(frame["message_id"], str) or not _MESSAGE_ID.fullmatch(frame["message_id"]):
        raise InvalidError("message_id: is not 1 to 64 letters, digits, hyphens or underscores.")
    return Ask(frame["session_id"], frame["message_id"], _text(frame["text"]))


def error(problem: ApiError, message_id: str | None = None) -> Frame:
    frame: Frame = {"type": "error", "code": problem.code, "message": str(problem)}
    if problem.retry_after is not None:
        frame["retry_after"] = problem.retry_after
    return frame if message_id is None else frame | {"message_id": message_id}


class Speaker:
    """Sends an answer as it comes, in frames of a size that API Gateway takes."""

    def __init__(self, send: Send, message_id: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._send = send
        self._message = {"message_id": message_id}
        self._clock = clock
        self._gathered = ""
        self._sent = float("-inf")

    def accept(self) -> None:
        """Say that the question is there; where that cannot be said, neither could the answer, which costs money."""
        self._send({"type": "accepted"} | self._message)

    def say(self, piece: str) -> None:
        self._gathered += piece
        if len(self._gathered) >= _GATHERED_CHARACTERS or self._clock() - self._sent >= _GATHERED_SECONDS:
            self.flush()

    def flush(self) -> None:
        while self._gathered:
            text, self._gathered = self._gathered[:_FRAME_CHARACTERS], self._gathered[_FRAME_CHARACTERS:]
            self._send({"type": "answer", "text": text} | self._message)
        self._sent = self._clock()

    def end(self, message: Message) -> None:
        self.flush()
        for number, citation in enumerate(message.citations, start=1):
            frame = {"type": "citation", "number": number, "text": citation.text, "source": citation.source}
            self._send(frame | self._message)
        why = {} if message.state is State.ANSWERED else {"stop_reason": message.stop_reason}
        self._send({"type": message.state.value} | why | self._message)


def _text(text: object) -> str:
    """Return the text as it will be kept. A lone surrogate, which JSON can spell, is no text."""
    if isinstance(text, str) and 1 <= len(text.strip()) <= MAX_TEXT and not re.search("[\ud800-\udfff]", text):
        return text.strip()
    raise InvalidError(f"text: is not 1 to {MAX_TEXT} characters.")
