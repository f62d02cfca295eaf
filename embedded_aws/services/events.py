"""EventBridge rules: refuses schedules that never run."""

from __future__ import annotations

from embedded_aws.additions import AwsError, Call, Service
from embedded_aws.schedule_expressions import is_cron, is_rate

service = Service("events")


@service.refusal("PutRule")
def check(call: Call) -> None:
    """The words: buildkite/elastic-ci-stack-for-aws#100."""
    expression = call.parameters.get("ScheduleExpression")
    if expression and not (is_rate(expression, strict=True) or is_cron(expression)):
        raise AwsError("ValidationException", "Parameter ScheduleExpression is not valid.")
