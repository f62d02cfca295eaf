"""Tags of everything that has an ARN; moto tags clusters only."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.services.eks.base import ARN_FIELDS, missing, service


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    _tags(call).update(call.parameters["tags"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    tags = _tags(call)
    for key in call.parameters["tagKeys"]:
        tags.pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def list_tags(call: Call) -> Answer:
    return {"tags": _tags(call)}


def _tags(call: Call) -> dict[str, str]:
    arn = call.parameters["resourceArn"]
    for kind, field in ARN_FIELDS.items():
        for thing in call.store[kind].values():
            if thing[field] == arn:
                tags: dict[str, str] = thing.setdefault("tags", {})
                return tags
    raise missing(f"The resource {arn} was not found.")
