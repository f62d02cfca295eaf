"""What a session is: its owner, its settings, and the messages with their answers."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

MAX_TITLE = 200
MAX_TEXT = 8_000
MAX_EXCHANGES = 100  # 200 messages, counting the model's
# DynamoDB takes items up to 400 KB; this much is kept free for the answer that is about to come.
MAX_ANSWER_BYTES = 64_000
MAX_SESSION_BYTES = 400_000 - MAX_ANSWER_BYTES - 30_000

_SESSION_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
MESSAGE_ID = r"[A-Za-z0-9_-]{1,64}"


class State(StrEnum):
    """How far the answer to a message got.

    Incomplete: it broke off, or the model stopped before its end; blocked: a guardrail stepped in; failed: it never
    began.
    """

    ANSWERING = "answering"
    ANSWERED = "answered"
    INCOMPLETE = "incomplete"
    BLOCKED = "blocked"
    FAILED = "failed"


# Why a model stops, as Bedrock's Converse API says it (StopReason). Any other reason, known or not, is no natural end.
_NATURAL_ENDS = {"end_turn", "stop_sequence"}
_GUARDRAIL = "guardrail_intervened"
# The answer is good as far as it goes: the user may have it continued.
_CUT_SHORT = {"max_tokens", "model_context_window_exceeded"}


@dataclass(frozen=True)
class Citation:
    """A passage of the knowledge base that the model was given, and where it is from."""

    text: str
    source: str


@dataclass(frozen=True)
class Message:
    """What a user said, and the model's answer to it.

    `attempt` tells the tries to answer apart; after `deadline`, a try that still says "answering" has died.
    """

    message_id: str
    sent_at: str
    text: str
    state: State
    attempt: str
    deadline: int
    answer: str = ""
    citations: tuple[Citation, ...] = ()
    stop_reason: str = ""  # why the model stopped, in its words; empty where it never said

    def ended(self, answer: str, citations: tuple[Citation, ...], stop_reason: str) -> Message:
        """Return the message with the answer, in the state that the model's reason to stop leaves it in."""
        if stop_reason == _GUARDRAIL:
            state = State.BLOCKED
        elif not answer.strip():
            state = State.FAILED
        else:
            state = State.ANSWERED if stop_reason in _NATURAL_ENDS else State.INCOMPLETE
        return replace(self, state=state, answer=answer, citations=citations, stop_reason=stop_reason)

    @property
    def is_past(self) -> bool:
        """Tell whether a model may be told of it later: what a guardrail blocked, it would block again each time."""
        cut_short = self.state is State.INCOMPLETE and self.stop_reason in _CUT_SHORT
        return self.state is State.ANSWERED or cut_short

    def state_at(self, now: float) -> State:
        return State.FAILED if self.state is State.ANSWERING and self.deadline <= now else self.state

    def size(self) -> int:
        """Return about how many bytes it takes in the table."""
        parts = (self.text, self.answer, *(part for each in self.citations for part in (each.text, each.source)))
        return 300 + sum(len(part.encode()) for part in parts)


@dataclass(frozen=True)
class Session:
    """A conversation. `version` counts its renames, so that none is lost between two writers."""

    session_id: str
    user_id: str
    title: str
    model_id: str
    knowledge_base_id: str | None
    created_at: str
    last_activity: str
    expires_at: int
    version: int = 1
    messages: tuple[Message, ...] = ()

    def seen_at(self, now: float) -> Session:
        """Return the session with the states of its messages as they are by now."""
        return replace(self, messages=tuple(replace(each, state=each.state_at(now)) for each in self.messages))

    def room_for(self, text: str) -> bool:
        size = sum(message.size() for message in self.messages) + len(text.encode())
        return len(self.messages) < MAX_EXCHANGES and size <= MAX_SESSION_BYTES


@dataclass(frozen=True)
class Position:
    """Where a list of sessions goes on: after this one, at the activity that it had."""

    session_id: str
    last_activity: str


@dataclass(frozen=True)
class Page:
    """Sessions without their messages, and where the list goes on (None: it ends here)."""

    sessions: tuple[Session, ...]
    position: Position | None


def new_session_id(user_id: str, idempotency_key: str | None) -> str:
    """Return 128 bits: random, or the same again where the same user creates with the same key."""
    if idempotency_key is None:
        return secrets.token_hex(16)
    return hashlib.sha256(f"{user_id}\0{idempotency_key}".encode()).hexdigest()[:32]


def is_session_id(text: object) -> bool:
    return isinstance(text, str) and _SESSION_ID.fullmatch(text) is not None


def timestamp(now: float) -> str:
    """Return ISO 8601 of a fixed width, so that text sorts as time does."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
