"""Tags of everything that has an ARN."""

from __future__ import annotations

from typing import Any

from embedded_aws.additions import Answer, Call
from embedded_aws.services.cloudfront.base import TAGS, service


def set_tags(call: Call, arn: str, tags: Any) -> None:
    """Add tags as requests carry them: under Items."""
    kept = call.store[TAGS].setdefault(arn, {})
    kept.update({tag["Key"]: tag.get("Value", "") for tag in (tags or {}).get("Items", [])})


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    set_tags(call, call.parameters["Resource"], call.parameters["Tags"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    kept = call.store[TAGS].setdefault(call.parameters["Resource"], {})
    for key in call.parameters["TagKeys"].get("Items", []):
        kept.pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def show(call: Call) -> Answer:
    kept = call.store[TAGS].get(call.parameters["Resource"], {})
    return {"Tags": {"Items": [{"Key": key, "Value": value} for key, value in kept.items()]}}
