"""Kinesis: streams that have their tags from the beginning, however these are asked for later."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call, Service

service = Service("kinesis")


@service.operation("CreateStream")
def create(call: Call) -> Answer:
    asked = dict(call.parameters)
    tags = asked.pop("Tags", {})
    answer = call.ask("CreateStream", **asked)
    if tags:
        call.ask("AddTagsToStream", StreamName=asked["StreamName"], Tags=tags)
    return answer
