"""The function's door: an authorizer event in, a policy out, or the one word that API Gateway answers with 401."""

from __future__ import annotations

import logging
import os
import traceback
from typing import TypedDict

from authorizer.errors import RefusedError
from authorizer.keys import KeyStore
from authorizer.request import Event, bearer_token, stage_arn
from authorizer.settings import Settings, SettingsError
from authorizer.verifier import Caller, Verifier

# Lambda's runtime writes each record as a line of JSON, with its extra fields and the id of the request.
logger = logging.getLogger(__name__)
logging.getLogger("authorizer").setLevel(logging.INFO)


class Statement(TypedDict):
    Effect: str
    Action: str
    Resource: str


class PolicyDocument(TypedDict):
    Version: str
    Statement: list[Statement]


class Policy(TypedDict):
    """API Gateway's answer format. `context` reaches the functions behind it, all of it as text."""

    principalId: str
    policyDocument: PolicyDocument
    context: dict[str, str | int]


class UnauthorizedError(Exception):
    """API Gateway answers 401 if the error says exactly this word, and 500 if it says anything else."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")


def verifier() -> Verifier | None:
    """Build the verifier that the environment asks for; with wrong or no settings there is none, and nobody gets in."""
    try:
        settings = Settings.read(os.environ)
    except SettingsError as error:
        logger.error("every request is denied", extra={"reason": str(error)})
        return None
    return Verifier(settings.issuer, settings.audience, KeyStore(settings))


VERIFIER = verifier()


def handler(event: Event, _context: object) -> Policy:
    """Allow the caller the whole stage if their token is good; otherwise refuse, and tell only the log why."""
    try:
        return answer(event)
    except RefusedError as error:
        logger.info("refused", extra={"reason": str(error)})
    except Exception as error:  # whatever it is, it must not open the door, nor carry the token into a log
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.error("failed", extra={"error": type(error).__name__, "place": f"{place.name}:{place.lineno}"})
    raise UnauthorizedError


def answer(event: Event) -> Policy:
    """Return the policy for a good token, or raise RefusedError."""
    if VERIFIER is None:
        raise RefusedError("authorization is not configured")
    return allow(VERIFIER.verify(bearer_token(event)), stage_arn(event))


def allow(caller: Caller, stage: str) -> Policy:
    """Return a policy that is right for every route, as API Gateway may keep it and apply it to the next one."""
    statement: Statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {
        "principalId": caller.subject,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"exp": caller.expires},
    }
