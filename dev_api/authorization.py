"""What API Gateway does with an authorizer: ask it, and hold a route against its policy."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from dev_api.lambdas import Event, Functions

STAGE = "v1"
_API = f"arn:aws:execute-api:us-east-1:123456789012:devapi/{STAGE}"


class DeniedError(Exception):
    """The HTTP status: 401 where the authorizer refused the token, 403 where its policy refuses the route."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def authorize(functions: Functions, route: str, event: Event) -> dict[str, Any]:
    """Return what the functions find under requestContext.authorizer; raise DeniedError.

    The route is the end of an ARN, such as GET/api/v1/sessions.
    """
    arn = f"{_API}/{route}"
    try:
        answer = await functions.call("authorizer", event | {"methodArn": arn})
    except Exception as error:  # all that a function may raise; API Gateway knows one word
        raise DeniedError(401 if str(error) == "Unauthorized" else 500) from None
    if not _allows(answer["policyDocument"], arn):
        raise DeniedError(403)
    # API Gateway hands everything on as text.
    context = {name: str(value) for name, value in answer.get("context", {}).items()}
    return {"principalId": answer["principalId"]} | context


def _allows(document: Mapping[str, Any], arn: str) -> bool:
    effects = {each["Effect"] for each in document["Statement"] if fnmatchcase(arn, each["Resource"])}
    return effects == {"Allow"}
