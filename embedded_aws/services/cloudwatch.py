"""CloudWatch: alarms that look at what they cannot.

Source: CloudWatch API Reference, PutMetricAlarm: Period, EvaluationPeriods, DatapointsToAlarm.
"""

from __future__ import annotations

from embedded_aws.additions import AwsError, Call, Service

service = Service("cloudwatch")

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@service.refusal("PutMetricAlarm")
def alarm_that_cannot_be(call: Call) -> None:
    alarm = call.parameters
    metrics = [query["MetricStat"]["Period"] for query in alarm.get("Metrics", []) if "MetricStat" in query]
    periods = [alarm["Period"]] if "Period" in alarm else metrics
    if any(period not in (10, 20, 30) and period % _MINUTE for period in periods):
        raise AwsError("ValidationError", "Period must be 10, 20, 30 or a multiple of 60")
    if periods and max(periods) * alarm["EvaluationPeriods"] > (7 * _DAY if max(periods) >= _HOUR else _DAY):
        limit = 7 * _DAY if max(periods) >= _HOUR else _DAY
        span = "seven days" if max(periods) >= _HOUR else "a day"
        said = f"Metrics cannot be checked across more than {span} (EvaluationPeriods * Period must be <= {limit})."
        raise AwsError("ValidationError", said)
    if alarm.get("DatapointsToAlarm", 0) > alarm["EvaluationPeriods"]:
        raise AwsError("ValidationError", "DatapointsToAlarm must be less than or equal to EvaluationPeriods")
