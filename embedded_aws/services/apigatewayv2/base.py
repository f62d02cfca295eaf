"""What the parts of API Gateway v2 (HTTP and WebSocket APIs) share."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service
from embedded_aws.kinds import Key, Kind, perform
from embedded_aws.services import apigateway as rest

service = Service("apigatewayv2", whole=True)


class HttpKind(Kind):
    """A kind of thing that an update changes by giving the new values."""

    list_field = "Items"

    def __init__(self, name: str, *path: str, parent: Kind | None = None) -> None:
        super().__init__(service, name, path, field=path[-1], parent=parent)

    def missing(self, key: Key) -> AwsError:
        return not_found(f"Invalid {self.name} identifier specified {key[-1]}")

    def change(self, call: Call, key: Key, item: Answer) -> None:
        given = {name: value for name, value in call.parameters.items() if name not in self.path}
        merge(item, {name: value for name, value in given.items() if name in self.shape.members})


def own(call: Call, operation: str, **parameters: Any) -> Answer:
    """Carry out another of our own operations, as part of a call."""
    return perform(service, call, operation, **parameters)


def rest_store(call: Call) -> defaultdict[str, dict[Any, Any]]:
    """Return what REST APIs keep, for the two share an account's settings, its certificates and its domain names."""
    return rest.service.store(call.account, call.region)


def merge(item: Answer, given: Mapping[str, Any]) -> None:
    """Put the given values in place of the old ones, deep in objects; an empty string takes a value away."""
    for name, value in given.items():
        if isinstance(value, Mapping):
            merge(item.setdefault(name, {}), value)
        elif value == "":
            item.pop(name, None)
        else:
            item[name] = value


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def not_found(said: str) -> AwsError:
    return AwsError("NotFoundException", said)
