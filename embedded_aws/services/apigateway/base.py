"""What the parts of API Gateway (REST APIs) share."""

from __future__ import annotations

import datetime
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service
from embedded_aws.kinds import Key, Kind, perform
from embedded_aws.services.apigateway import patches

service = Service("apigateway", whole=True)


class RestKind(Kind):
    """A kind of thing that patch operations change."""

    def __init__(self, name: str, *path: str, field: str = "id", parent: Kind | None = None) -> None:
        super().__init__(service, name, path, field=field, parent=parent)

    def change(self, call: Call, key: Key, item: Answer) -> None:
        patches.apply(item, call.parameters.get("patchOperations", []), self.shape)


def own(call: Call, operation: str, **parameters: Any) -> Answer:
    """Carry out another of our own operations, as part of a call."""
    return perform(service, call, operation, **parameters)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def not_found(said: str) -> AwsError:
    return AwsError("NotFoundException", said)
