"""The conversation: keep the user's message, ask the model, keep its answer, whatever happens on the way."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.deadline import Deadline
from shared.errors import (
    ApiError,
    BusyError,
    InProgressError,
    KnowledgeBaseRemovedError,
    ModelRemovedError,
    NotFoundError,
    ReusedKeyError,
    SessionFullError,
    UpstreamError,
)
from shared.session import MAX_ANSWER_BYTES, Citation, Message, Session, State, timestamp
from shared.settings import Settings

if TYPE_CHECKING:
    from shared.store.bedrock import KnowledgeBase, Model
    from shared.store.sessions import Sessions

# What the model is told of the past: enough to follow, and within every model's context.
_HISTORY_CHARACTERS = 60_000
_WRITERS = 5

Say = Callable[[str], None]


def _nothing() -> None:
    """Do nothing."""


Exchange = tuple[str, str]


@dataclass(frozen=True)
class Question:
    """A message to a session. The same message_id again is the same message, never a second one."""

    user_id: str
    session_id: str
    message_id: str
    text: str


class Chat:
    """Questions and their answers, over the stores."""

    def __init__(
        self,
        settings: Settings,
        sessions: Sessions,
        model: Model,
        knowledge_base: KnowledgeBase,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._sessions = sessions
        self._model = model
        self._knowledge_base = knowledge_base
        self._clock = clock

    def answer(self, question: Question, deadline: Deadline, say: Say, ready: Callable[[], None] = _nothing) -> Message:
        """Answer the question: say the answer piece by piece as it comes, keep it, and return the message with it.

        `ready` is called before the model is, which costs money; where it raises, the model is not asked.

        A message that has its answer already is not asked again; one whose answer is not whole is. Where the answer
        breaks off, the message is kept with what there was of it, and the error goes on to the caller. Where the model
        stops before its natural end, that is no error: the message says so in its state.
        """
        deadline.check()
        session, index = self._begin(question, deadline)
        message = session.messages[index]
        if message.state is State.ANSWERED:
            say(message.answer)
            return message
        draft = _Draft()
        try:
            ready()
            self._ask(session, index, deadline, draft, say)
        except Exception:
            with suppress(ApiError):  # the first failure is the one to tell of
                self._keep(session, index, draft.broken_off(message))
            raise
        return self._keep(session, index, draft.ended(message))

    def _begin(self, question: Question, deadline: Deadline) -> tuple[Session, int]:
        """Put the message into its session, between other writers; return both as they are then."""
        now = self._clock()
        mine = Message(
            message_id=question.message_id,
            sent_at=timestamp(now),
            text=question.text,
            state=State.ANSWERING,
            attempt=secrets.token_hex(8),
            deadline=int(now + deadline.left()) + 5,
        )
        for _ in range(_WRITERS):
            session = self._sessions.get(question.user_id, question.session_id, self._clock())
            index = _index(session, question.message_id)
            if index is None or session.messages[index].state is not State.ANSWERED:
                self._check_offered(session)
            if index is None:
                if not session.room_for(question.text):
                    raise SessionFullError
                if self._sessions.append(session, mine, now):
                    return replace(session, messages=(*session.messages, mine)), len(session.messages)
                continue
            there = session.messages[index]
            if there.text != question.text:
                raise ReusedKeyError
            # Ours, where the write succeeded but its answer was lost, and it was then tried again.
            if there.state is State.ANSWERED or there.attempt == mine.attempt:
                return session, index
            if there.state_at(self._clock()) is State.ANSWERING:
                raise InProgressError
            again = replace(mine, sent_at=there.sent_at)
            if self._sessions.replace(session, index, again, there.attempt):
                return replace(session, messages=_with(session.messages, index, again)), index
        raise BusyError

    def _check_offered(self, session: Session) -> None:
        """Refuse a session whose model or knowledge base is no more, for it would fail with every message."""
        if session.model_id not in self._settings.models:
            raise ModelRemovedError
        if session.knowledge_base_id not in (None, self._settings.knowledge_base_id):
            raise KnowledgeBaseRemovedError

    def _ask(self, session: Session, index: int, deadline: Deadline, draft: _Draft, say: Say) -> None:
        text = session.messages[index].text
        if session.knowledge_base_id:
            draft.citations = self._knowledge_base.find(session.knowledge_base_id, text)
        past = _past(session.messages[:index])
        pieces = deadline.keep(lambda: self._model.stream(session.model_id, draft.citations, past, text))
        for piece in pieces:
            if isinstance(piece, str):
                draft.add(piece)
                say(piece)
            else:
                draft.stop_reason = piece.reason
        if not draft.text.strip() and draft.ended(session.messages[index]).state is State.FAILED:
            raise UpstreamError

    def _keep(self, session: Session, index: int, message: Message) -> Message:
        if not self._sessions.replace(session, index, message, message.attempt):
            raise NotFoundError  # deleted while the model spoke
        return message


class _Draft:
    """The answer as far as it is known."""

    def __init__(self) -> None:
        self.text = ""
        self.citations: tuple[Citation, ...] = ()
        self.stop_reason = ""

    def add(self, piece: str) -> None:
        if len((self.text + piece).encode()) > MAX_ANSWER_BYTES:
            raise UpstreamError
        self.text += piece

    def ended(self, message: Message) -> Message:
        return message.ended(self.text, self.citations, self.stop_reason)

    def broken_off(self, message: Message) -> Message:
        state = State.INCOMPLETE if self.text else State.FAILED
        return replace(message, state=state, answer=self.text, citations=self.citations, stop_reason=self.stop_reason)


def _index(session: Session, message_id: str) -> int | None:
    return next((i for i, message in enumerate(session.messages) if message.message_id == message_id), None)


def _with(messages: tuple[Message, ...], index: int, message: Message) -> tuple[Message, ...]:
    return (*messages[:index], message, *messages[index + 1 :])


def _past(messages: Sequence[Message]) -> list[Exchange]:
    """Return the latest messages with an answer: a model takes turns, so one without an answer would be refused."""
    past: list[Exchange] = []
    room = _HISTORY_CHARACTERS
    for message in reversed(messages):
        room -= len(message.text) + len(message.answer)
        if room < 0:
            break
        if message.is_past:
            past.append((message.text, message.answer))
    return past[::-1]
