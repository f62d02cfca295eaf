"""Messages: say something, and wait for the whole answer. The WebSocket API gives it word by word."""

from __future__ import annotations

import uuid
from typing import Any

from fastapi import APIRouter

from backend.dependencies import Deadline, Services, UserId
from backend.routes.sessions import IdempotencyKey
from backend.schemas import Message, NewMessage
from shared.chat import Question

router = APIRouter(prefix="/sessions/{session_id}/messages", tags=["messages"])


@router.post("", status_code=201, response_model=Message)
def post_message(
    session_id: str,
    said: NewMessage,
    user_id: UserId,
    services: Services,
    deadline: Deadline,
    idempotency_key: IdempotencyKey = None,
) -> Any:
    """Say something to the model; the message comes back with the answer."""
    question = Question(user_id, session_id, idempotency_key or uuid.uuid4().hex, said.text)
    return services.chat.answer(question, deadline, say=_nobody_listens)


def _nobody_listens(_piece: str) -> None:
    """Take no notice of a piece: the whole answer follows."""
