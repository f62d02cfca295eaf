"""tests/cloudwatch.py: other tests rely on it, so it must tell apart what CloudWatch tells apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cloudwatch import Metrics, alarm_goes_off, evaluate, matches, metric_key

KEY = metric_key("N", "M", {"B": "2", "A": "1"})
ALARM: dict[str, Any] = {
    "namespace": "N",
    "metric_name": "M",
    "dimensions": {"A": "1", "B": "2"},
    "statistic": "Sum",
    "extended_statistic": None,
    "period": 300,
    "evaluation_periods": 1,
    "datapoints_to_alarm": None,
    "comparison_operator": "GreaterThanThreshold",
    "threshold": 2,
    "treat_missing_data": "notBreaching",
    "metric_query": [],
}


@pytest.mark.parametrize(
    ("pattern", "counted"),
    [
        ('{ $.level = "ERROR" }', True),
        ('{ $.level = "WARN*" }', False),
        ('{ $.level != "INFO" }', True),
        ('{ $.missing != "INFO" }', False),
        ('{ $.level = "*" && $.logger = "*" }', False),
        ('{ ($.level = "INFO") || ($.record.status = "timeout") }', True),
        ("{ $.status >= 500 }", True),
        ("{ $.status < 500 }", False),
        ('{ $.path = "/a[b]*" }', True),
    ],
)
def test_a_pattern_counts(pattern: str, counted: bool) -> None:
    line = {"level": "ERROR", "record": {"status": "timeout"}, "status": 500, "path": "/a[b]/c"}
    assert matches(pattern, line) is counted


@pytest.mark.parametrize("pattern", ["ERROR", '{ $.a = "b" ', "{ a = 1 }", '{ ($.a = "b" }'])
def test_a_pattern_that_is_none_is_not_taken(pattern: str) -> None:
    with pytest.raises((AssertionError, IndexError)):
        matches(pattern, {"a": 1})


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("IF(bad >= 3, 100 * bad / all, 0)", 30),
        ("IF(bad >= 4 OR bad == all, 1, 0)", 0),
        ("IF(bad >= 3 AND all > 9, 1, 0)", 1),
        ("FILL(none, 0) + bad", 3),
        ("none + bad", None),
        ("bad / FILL(none, 0)", None),
        ("IF(none > 1, 1, 0)", None),
    ],
)
def test_metric_math_has_the_value(expression: str, value: float | None) -> None:
    assert evaluate(expression, {"bad": 3.0, "all": 10.0, "none": None}) == value


@pytest.mark.parametrize(
    ("minutes", "changes", "on"),
    [
        ([0, 1, 2], {}, True),
        ([0, 1], {}, False),
        ([0, 3, 6], {}, False),  # never three in five minutes
        ([0, 3, 6], {"period": 900}, True),
        ([], {"comparison_operator": "LessThanThreshold"}, False),
        ([], {"comparison_operator": "LessThanThreshold", "treat_missing_data": "breaching"}, True),
        ([0, 1, 2], {"evaluation_periods": 2}, False),
        ([0, 1, 2, 5, 6, 7], {"evaluation_periods": 2}, True),
        ([0, 1, 2, 10, 11, 12], {"evaluation_periods": 3, "datapoints_to_alarm": 2}, True),
        ([0, 1, 2], {"statistic": "Maximum", "threshold": 0}, True),
        ([0, 1, 2], {"dimensions": {"A": "1"}}, False),
    ],
)
def test_an_alarm_goes_off(minutes: list[int], changes: dict[str, Any], on: bool) -> None:
    metrics = Metrics()
    for minute in minutes:
        metrics.put(KEY, minute)
    assert alarm_goes_off({**ALARM, **changes}, metrics, 20) is on
