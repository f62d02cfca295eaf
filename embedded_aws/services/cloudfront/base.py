"""What the parts of CloudFront share: entity tags, who refers to what, and lists."""

from __future__ import annotations

import datetime
import secrets
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("cloudfront", regional=False)

DISTRIBUTIONS = "distributions"  # by id
FUNCTIONS = "functions"  # by name
TAGS = "tags"  # by ARN


def identifier() -> str:
    return "E" + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(13))


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def arn(call: Call, kind: str, name: str) -> str:
    return f"arn:aws:cloudfront::{call.account}:{kind}/{name}"


def location(kind: str, name: str) -> str:
    return f"https://cloudfront.amazonaws.com/2020-05-31/{kind}/{name}"


@dataclass
class Tagged:
    """A thing as answers show it, with the entity tag that the next change has to name."""

    shown: Answer
    etag: str = field(default_factory=identifier)

    def change(self, shown: Answer) -> None:
        self.shown, self.etag = shown, identifier()

    def check(self, call: Call) -> None:
        check_etag(call, self.etag)


def check_etag(call: Call, etag: str) -> None:
    """Refuse a change that names no entity tag, or an old one."""
    given = call.parameters.get("IfMatch")
    if not given:
        raise AwsError("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
    if given != etag:
        raise AwsError("PreconditionFailed", "The request failed because it didn't meet the preconditions.")


def invalid(said: str) -> AwsError:
    return AwsError("InvalidArgument", said)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Walk through a configuration: each value with the name of its field, that of the list around `Items`."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, name if key == "Items" else key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    else:
        yield name, value


def users(call: Call, reference: str) -> list[str]:
    """Return the ids of the distributions whose configuration holds this id or ARN."""
    return [
        key
        for key, found in call.store[DISTRIBUTIONS].items()
        if reference in {value for _name, value in leaves(found.shown["DistributionConfig"])}
    ]


def listed(items: list[Answer], **more: Any) -> Answer:
    """Return the body of a list, of one page."""
    return {"MaxItems": 100, "Quantity": len(items), "Items": items, **more}
