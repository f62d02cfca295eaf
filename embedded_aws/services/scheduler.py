"""EventBridge Scheduler: refuses schedules that never run, and roles that it cannot take."""

from __future__ import annotations

import json
import zoneinfo

from embedded_aws.additions import AwsError, Call, Service
from embedded_aws.schedule_expressions import is_at, is_cron, is_rate

service = Service("scheduler")

_PRINCIPAL = "scheduler.amazonaws.com"


@service.refusal("CreateSchedule", "UpdateSchedule")
def check(call: Call) -> None:
    """The words of the first: localstack/localstack#9284; of the last: aws/aws-sdk-js-v3#6494."""
    expression = call.parameters["ScheduleExpression"]
    if not (is_rate(expression, strict=False) or is_cron(expression) or is_at(expression)):
        raise AwsError("ValidationException", f"Invalid Schedule Expression {expression}.")
    zone = call.parameters.get("ScheduleExpressionTimezone", "UTC")
    if zone not in zoneinfo.available_timezones():
        raise AwsError("ValidationException", f"Invalid Schedule Expression Timezone {zone}.")
    if not _trusted(call, call.parameters["Target"]["RoleArn"]):
        raise AwsError(
            "ValidationException",
            "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
        )


def _trusted(call: Call, role_arn: str) -> bool:
    """Tell whether the role lets the scheduler take it; of other accounts' roles nothing is known."""
    account, _, name = role_arn.partition(":iam::")[2].partition(":role/")
    if account != call.account:
        return True
    try:
        role = call.ask("iam:GetRole", RoleName=name.rpartition("/")[2])["Role"]
    except AwsError:
        return False
    trust = role["AssumeRolePolicyDocument"]
    return _PRINCIPAL in (trust if isinstance(trust, str) else json.dumps(trust))
