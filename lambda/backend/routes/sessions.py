"""Sessions: create, list, read, change, delete."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Header, Query

from backend import page_tokens
from backend.dependencies import Services, UserId
from backend.schemas import Change, Conversation, NewSession, Session, Sessions
from shared import session
from shared.errors import InvalidError
from shared.settings import Settings

router = APIRouter(prefix="/sessions", tags=["sessions"])

IdempotencyKey = Annotated[
    str | None,
    Header(pattern=f"^{session.MESSAGE_ID}$", description="The same key again repeats nothing, and answers the same."),
]


@router.post("", status_code=201, response_model=Session)
def create_session(
    wanted: NewSession, user_id: UserId, services: Services, idempotency_key: IdempotencyKey = None
) -> Any:
    """Create a session."""
    now = services.clock()
    new = session.Session(
        session_id=session.new_session_id(user_id, idempotency_key),
        user_id=user_id,
        title=wanted.title,
        model_id=_model(wanted.model_id or services.settings.models[0], services.settings),
        knowledge_base_id=_knowledge_base(wanted.knowledge_base_id, services.settings),
        created_at=session.timestamp(now),
        last_activity=session.timestamp(now),
        expires_at=int(now) + services.settings.session_seconds,
    )
    return _shown(Session, services.sessions.create(new, now), services.settings)


@router.get("")
def list_sessions(
    user_id: UserId,
    services: Services,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    page_token: str | None = None,
) -> Sessions:
    """List the caller's sessions, latest first."""
    now, keys = services.clock(), services.signing_keys
    after = None if page_token is None else page_tokens.verify(page_token, user_id, keys, now)
    page = services.sessions.page(user_id, limit, after, now)
    return Sessions(
        sessions=[_shown(Session, each, services.settings) for each in page.sessions],
        next_page_token=page_tokens.sign(page.position, user_id, keys, now) if page.position else None,
    )


@router.get("/{session_id}", response_model=Conversation)
def read_session(session_id: str, user_id: UserId, services: Services) -> Any:
    """Read a session with its messages."""
    now = services.clock()
    return _shown(Conversation, services.sessions.get(user_id, session_id, now).seen_at(now), services.settings)


@router.put("/{session_id}", response_model=Session)
def change_session(session_id: str, wanted: Change, user_id: UserId, services: Services) -> Any:
    """Give a session another title, model or knowledge base."""
    changes: dict[str, Any] = {}
    if wanted.title is not None:
        changes["title"] = wanted.title
    if wanted.model_id is not None:
        changes["model_id"] = _model(wanted.model_id, services.settings)
    if "knowledge_base_id" in wanted.model_fields_set:
        changes["knowledge_base_id"] = _knowledge_base(wanted.knowledge_base_id, services.settings)
    if not changes:
        raise InvalidError("title, model_id, knowledge_base_id: give at least one of them.")
    changed = services.sessions.change(user_id, session_id, changes, wanted.version, services.clock())
    return _shown(Session, changed, services.settings)


@router.delete("/{session_id}", status_code=204)
def delete_session(session_id: str, user_id: UserId, services: Services) -> None:
    """Delete a session with its messages."""
    services.sessions.delete(user_id, session_id, services.clock())


_Shown = TypeVar("_Shown", bound=Session)


def _shown(kind: type[_Shown], kept: session.Session, settings: Settings) -> _Shown:
    """Return what a caller sees of a session: also whether it can go on as it is."""
    shown = kind.model_validate(kept)
    shown.model_available = kept.model_id in settings.models
    shown.knowledge_base_available = kept.knowledge_base_id in (None, settings.knowledge_base_id)
    return shown


def _model(wanted: str, settings: Settings) -> str:
    if wanted not in settings.models:
        raise InvalidError("model_id: is none of the configured models; leave it out for the first of them.")
    return wanted


def _knowledge_base(wanted: str | None, settings: Settings) -> str | None:
    if wanted not in (None, settings.knowledge_base_id):
        raise InvalidError("knowledge_base_id: is not the configured one; GET /api/v1/knowledge-bases lists it.")
    return wanted
