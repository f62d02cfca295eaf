"""What the addition to Kinesis makes possible; registered in scenarios.py."""

from __future__ import annotations

from tests.embedded_aws.scenarios import Client, scenario


@scenario
def streams_have_tags_from_the_beginning(aws: Client) -> None:
    kinesis = aws("kinesis")
    kinesis.create_stream(StreamName="logs", ShardCount=1, Tags={"a": "1"})
    assert kinesis.list_tags_for_stream(StreamName="logs")["Tags"] == [{"Key": "a", "Value": "1"}]
