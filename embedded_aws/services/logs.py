"""CloudWatch Logs: the class of a log group."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call, Service

service = Service("logs")

service.keeps(
    "logGroupClass",
    identity=lambda _call, item: item.get("logGroupName"),
    set_by=("CreateLogGroup",),
    shown_by={"DescribeLogGroups": "logGroups[]"},
    forgotten_by=("DeleteLogGroup",),
)


@service.completion("DescribeLogGroups")
def default_class(_call: Call, answer: Answer) -> None:
    for group in answer["logGroups"]:
        group.setdefault("logGroupClass", "STANDARD")
