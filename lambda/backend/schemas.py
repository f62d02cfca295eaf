"""What goes in and out: the REST API's documents."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from shared.session import MAX_TEXT, MAX_TITLE, State

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TITLE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT)]


def _whole(value: object) -> object:
    """Take 2.0 for the integer that it is in JSON."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Version = Annotated[
    int,
    Field(ge=1, le=2**31, description="The version that was read; another one is a conflict."),
    BeforeValidator(_whole),
]


class Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class NewSession(Request):
    """A session to create."""

    title: Title = "New session"
    model_id: str | None = Field(default=None, description="One of the configured models. Null takes the first.")
    knowledge_base_id: str | None = Field(default=None, description="Null answers without a knowledge base.")


class Change(Request):
    """What a session shall have instead; what is left out stays."""

    version: Version
    title: Title | None = None
    model_id: str | None = Field(default=None, description="One of the configured models.")
    knowledge_base_id: str | None = Field(
        default=None, description="Null answers without a knowledge base from now on."
    )


class NewMessage(Request):
    """A message to the model."""

    text: Text


class Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Health(Answer):
    status: str


class Citation(Answer):
    """A passage that the model was given; [1] in an answer is the first."""

    text: str
    source: str


class Message(Answer):
    """What the user said, and what the model answered."""

    message_id: str
    sent_at: datetime
    text: str
    state: State
    answer: str
    stop_reason: str = Field(description="Why the model stopped, such as end_turn or max_tokens; empty: it never said.")
    citations: list[Citation]


class Session(Answer):
    """A conversation."""

    session_id: str
    title: str
    model_id: str
    knowledge_base_id: str | None
    created_at: datetime
    last_activity: datetime
    expires_at: datetime
    version: int
    model_available: bool = Field(default=True, description="False: give the session another model_id to go on.")
    knowledge_base_available: bool = Field(
        default=True, description="False: give it another knowledge_base_id, or null."
    )


class Conversation(Session):
    """A session with its messages, oldest first."""

    messages: list[Message]


class Sessions(Answer):
    """A page of sessions, latest first. It may be empty and yet not the last: that one has no token."""

    sessions: list[Session]
    next_page_token: str | None


class KnowledgeBase(Answer):
    knowledge_base_id: str
    name: str
    status: str


class KnowledgeBases(Answer):
    knowledge_bases: list[KnowledgeBase]


class Problem(Answer):
    code: str
    message: str
    request_id: str


class Refusal(Answer):
    """The body of every answer that is not a success."""

    error: Problem
