"""One request to an API, and the ways in which it can end early."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from moto.core.request import Request
from werkzeug.wrappers import Response

from embedded_aws.additions import Ask

# Says why, where AWS keeps that to its logs.
REASON = "x-embedded-aws-reason"


@dataclass(frozen=True)
class Exchange:
    """A request, and where it goes."""

    request: Request
    api: str
    stage: str
    path: str  # below the stage
    account: str
    region: str
    ask: Ask
    url: str  # where this server answers
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    started: float = field(default_factory=time.time)

    @property
    def method(self) -> str:
        return str(self.request.method)

    @property
    def domain(self) -> str:
        return f"{self.api}.execute-api.{self.region}.amazonaws.com"

    @property
    def arn(self) -> str:
        """The ARN of the request, which policies of authorizers name."""
        return self.arn_of(f"{self.stage}/{self.method}{self.path}")

    def arn_of(self, what: str) -> str:
        return f"arn:aws:execute-api:{self.region}:{self.account}:{self.api}/{what}"

    @property
    def signed(self) -> bool:
        return str(self.request.headers.get("Authorization", "")).startswith("AWS4-HMAC-SHA256 Credential=")


class CannotError(Exception):
    """What AWS does and the embedded AWS does not; says so with status 501."""

    @property
    def response(self) -> Response:
        return message(501, f"The embedded AWS cannot do this: {self}")


class RefusedError(Exception):
    """The request ends at the gateway; `kind` is the type of gateway response that REST APIs have for it."""

    def __init__(self, kind: str, said: str | None, reason: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.said = said
        self.reason = reason


Carry = Callable[[], Response]


def message(status: int, said: str | None, reason: str = "") -> Response:
    response = Response(json.dumps({"message": said}), status, content_type="application/json")
    if reason:
        response.headers[REASON] = reason
    return response
