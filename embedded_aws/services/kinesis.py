"""Kinesis: streams that have their tags from the beginning; shards that cannot grow as fast as asked."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("kinesis")


@service.operation("CreateStream")
def create(call: Call) -> Answer:
    asked = dict(call.parameters)
    tags = asked.pop("Tags", {})
    answer = call.ask("CreateStream", **asked)
    if tags:
        call.ask("AddTagsToStream", StreamName=asked["StreamName"], Tags=tags)
    return answer


# Kinesis API Reference, UpdateShardCount: neither more than double nor less than half.
@service.refusal("UpdateShardCount")
def too_far_at_once(call: Call) -> None:
    name, target = call.parameters["StreamName"], call.parameters["TargetShardCount"]
    summary = call.ask("DescribeStreamSummary", StreamName=name)["StreamDescriptionSummary"]
    count = summary["OpenShardCount"]
    if count / 2 <= target <= 2 * count:
        return
    limit = "up over double" if target > count else "down below half"
    said = f"UpdateShardCount cannot scale {limit} your current open shard count."
    counts = f"Current open shard count: {count} Target shard count: {target}"
    raise AwsError("LimitExceededException", f"{said} {counts}")
