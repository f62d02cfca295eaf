"""Tags of everything in Batch."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.services.batch.base import TAGS, service


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    kept = call.store[TAGS].setdefault(call.parameters["resourceArn"], {})
    kept.update(call.parameters["tags"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    for key in call.parameters["tagKeys"]:
        call.store[TAGS].get(call.parameters["resourceArn"], {}).pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def list_tags(call: Call) -> Answer:
    return {"tags": call.store[TAGS].get(call.parameters["resourceArn"], {})}
