"""CloudWatch's composite alarms; registered in scenarios.py."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.embedded_aws.scenarios import Client, scenario

TOPIC = "arn:aws:sns:us-east-1:123456789012:pager"


def _alarms(aws: Client, *names: str) -> Any:
    cloudwatch = aws("cloudwatch")
    for name in names:
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            Namespace="AWS/Lambda",
            MetricName="Errors",
            Statistic="Sum",
            Period=300,
            EvaluationPeriods=1,
            Threshold=0,
            ComparisonOperator="GreaterThanThreshold",
        )
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="quiet")
    return cloudwatch


def _composites(cloudwatch: Any, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"], **asked)["CompositeAlarms"]
    return found


@scenario
def a_composite_alarm_is_what_its_rule_makes_of_the_others(aws: Client) -> None:
    cloudwatch = _alarms(aws, "a", "b", "c")
    rule = 'ALARM("a") OR ALARM(b) AND NOT (OK(c) OR FALSE)'
    cloudwatch.put_composite_alarm(AlarmName="all", AlarmRule=rule, AlarmActions=[TOPIC], AlarmDescription="All.")
    [alarm] = _composites(cloudwatch)
    assert (alarm["AlarmRule"], alarm["AlarmActions"], alarm["StateValue"]) == (rule, [TOPIC], "OK")
    for on, state in {"b": "OK", "c": "ALARM"}.items():
        cloudwatch.set_alarm_state(AlarmName=on, StateValue="ALARM", StateReason="loud")
        assert _composites(cloudwatch, AlarmNames=["all"])[0]["StateValue"] == state
    assert len(_composites(cloudwatch, StateValue="OK")) == 0
    assert "CompositeAlarms" not in cloudwatch.describe_alarms() or not cloudwatch.describe_alarms()["CompositeAlarms"]


@scenario
def an_alarm_stays_while_a_composite_alarm_depends_on_it(aws: Client) -> None:
    cloudwatch = _alarms(aws, "a", "b")
    cloudwatch.put_composite_alarm(AlarmName="one", AlarmRule="ALARM(a)")
    cloudwatch.put_composite_alarm(AlarmName="two", AlarmRule='ALARM("one") OR ALARM("b")')
    with pytest.raises(ClientError, match="Cannot delete a as there are composite alarm"):
        cloudwatch.delete_alarms(AlarmNames=["a"])
    with pytest.raises(ClientError, match="Cannot delete one as there are composite alarm"):
        cloudwatch.delete_alarms(AlarmNames=["one"])
    with pytest.raises(ClientError, match="ValidationError"):
        cloudwatch.delete_alarms(AlarmNames=["one", "two"])
    for name in ("two", "one", "a"):
        cloudwatch.delete_alarms(AlarmNames=[name])
    assert _composites(cloudwatch) == []
    assert [alarm["AlarmName"] for alarm in cloudwatch.describe_alarms()["MetricAlarms"]] == ["b"]


@scenario
def a_rule_names_alarms_that_are_there(aws: Client) -> None:
    cloudwatch = _alarms(aws, "a")
    with pytest.raises(ClientError, match=r"alarms \[b\] in the alarm rule do not exist"):
        cloudwatch.put_composite_alarm(AlarmName="one", AlarmRule="ALARM(a) OR ALARM(b)")


@scenario
def a_rule_is_one(aws: Client) -> None:
    cloudwatch = _alarms(aws, "a")
    for rule in ("ALARM(a) OR", "ALARM(a) ALARM(a)", "(ALARM(a)", "BAD(a)", 'ALARM("a)', "ALARM()"):
        with pytest.raises(ClientError, match="AlarmRule is not valid"):
            cloudwatch.put_composite_alarm(AlarmName="one", AlarmRule=rule)


@scenario
def a_composite_alarm_is_silent_while_its_suppressor_is_on(aws: Client) -> None:
    cloudwatch = _alarms(aws, "a", "below")
    asked = {"AlarmName": "one", "AlarmRule": "ALARM(a)", "ActionsSuppressor": "below"}
    with pytest.raises(ClientError, match="ActionsSuppressor"):
        cloudwatch.put_composite_alarm(**asked)
    periods = {"ActionsSuppressorWaitPeriod": 60, "ActionsSuppressorExtensionPeriod": 0}
    with pytest.raises(ClientError, match="does not exist"):
        cloudwatch.put_composite_alarm(**asked | periods | {"ActionsSuppressor": "none"})
    cloudwatch.put_composite_alarm(**asked, **periods)
    for name in ("a", "below"):
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="loud")
    [alarm] = _composites(cloudwatch)
    assert (alarm["StateValue"], alarm["ActionsSuppressedBy"]) == ("ALARM", "Alarm")


@scenario
def composite_alarms_have_tags(aws: Client) -> None:
    cloudwatch = _alarms(aws, "a")
    cloudwatch.put_composite_alarm(AlarmName="one", AlarmRule="ALARM(a)", Tags=[{"Key": "Service", "Value": "shop"}])
    arn = _composites(cloudwatch)[0]["AlarmArn"]
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "Team", "Value": "platform"}])
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["Service"])
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "Team", "Value": "platform"}]
