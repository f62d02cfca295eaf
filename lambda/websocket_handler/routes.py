"""What is done on $connect, $disconnect and $default."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from shared.caller import Caller, caller
from shared.chat import Question
from shared.deadline import Deadline
from shared.errors import ApiError, InternalError, UnauthorizedError
from websocket_handler import frames
from websocket_handler.errors import GoneError
from websocket_handler.services import Services

logger = logging.getLogger(__name__)


def connect(services: Services, connection_id: str, request_context: Mapping[str, Any]) -> int:
    """Remember who connects; return the HTTP status, which decides whether the connection comes to be."""
    now = services.clock()
    try:
        services.connections.open(connection_id, caller(request_context, now), now)
    except ApiError as error:
        _problem(error)
        return error.status
    return 200


def disconnect(services: Services, connection_id: str) -> None:
    """Forget a connection; where that fails, its row expires."""
    with suppress(ApiError):
        services.connections.forget(connection_id)


def receive(services: Services, connection_id: str, body: str, deadline: Deadline) -> int:
    """Answer a message, if only with an error; return the HTTP status of what came of it, which API Gateway counts."""
    message_id = None
    try:
        who = services.connections.admit(connection_id, services.clock())
        incoming = frames.read(body)
        if isinstance(incoming, frames.Ask):
            message_id = incoming.message_id
        _answer(services, connection_id, who, incoming, deadline)
    except GoneError:
        disconnect(services, connection_id)
    except Exception as error:
        problem = _problem(error)
        _refuse(services, connection_id, problem, message_id)
        # What the other end did wrong is no failure of the API.
        return problem.status if problem.status >= 500 else 200
    return 200


def _answer(
    services: Services, connection_id: str, who: Caller, incoming: frames.Ask | frames.Ping, deadline: Deadline
) -> None:
    send = partial(services.lines.send, connection_id)
    if isinstance(incoming, frames.Ping):
        send({"type": "pong"})
        return
    speaker = frames.Speaker(send, incoming.message_id)
    question = Question(who.user_id, incoming.session_id, incoming.message_id, incoming.text)
    try:
        message = services.chat.answer(question, deadline, speaker.say, ready=speaker.accept)
    except ApiError:
        speaker.flush()  # what there was of the answer, before the error
        raise
    speaker.end(message)
    logger.info("answered", extra={"user": who.alias, "state": message.state.value, "stop_reason": message.stop_reason})


def _problem(error: Exception) -> ApiError:
    """Return what to tell, and tell the log: the alarms of modules/compute count these lines by their level."""
    if isinstance(error, ApiError):
        if error.status < 500:
            logger.info("refused", extra={"code": error.code})
        else:
            level = logging.ERROR if error.status == 500 else logging.WARNING
            logger.log(level, "not answered", extra={"code": error.code})
        return error
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("failed", extra={"error": type(error).__name__, "place": f"{place.filename}:{place.lineno}"})
    return InternalError()


def _refuse(services: Services, connection_id: str, problem: ApiError, message_id: str | None) -> None:
    """Tell the other end, where that is still possible; hang up where they are nobody, or nobody any more."""
    try:
        services.lines.send(connection_id, frames.error(problem, message_id))
        if isinstance(problem, UnauthorizedError):
            services.lines.close(connection_id)
            disconnect(services, connection_id)
    except GoneError:
        disconnect(services, connection_id)
    except ApiError as error:
        logger.warning("not told", extra={"code": error.code})
