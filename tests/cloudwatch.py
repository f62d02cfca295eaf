"""CloudWatch's rules, for tests: which lines a filter pattern counts, and when an alarm is on.

Filter patterns: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html, for JSON.
Alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html, and metric math:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html.
"""

from __future__ import annotations

import ast
import csv
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

Number = float | None  # None: there is no data
# What AWS publishes, with the page that says so; dimensions by their names, and the values that one of them always has.
PUBLISHED = Path(__file__).parent / "metrics.csv"
MetricKey = tuple[str, str, tuple[tuple[str, str], ...]]  # namespace, name, dimensions in order


def metric_key(namespace: str, name: str, dimensions: Mapping[str, str] | None = None) -> MetricKey:
    """Return what tells a metric from others."""
    return namespace, name, tuple(sorted((dimensions or {}).items()))


class Metrics:
    """Samples of metrics, by the minute in which they were sent."""

    def __init__(self) -> None:
        self._samples: dict[MetricKey, list[tuple[int, float]]] = {}

    def put(self, key: MetricKey, minute: int, value: float = 1.0) -> None:
        self._samples.setdefault(key, []).append((minute, value))

    def statistic(self, key: MetricKey, statistic: str, start: int, end: int) -> Number:
        """Return the statistic over the minutes from start up to end; None where there is no sample."""
        values = [value for minute, value in self._samples.get(key, []) if start <= minute < end]
        if not values:
            return None
        if statistic.startswith("p"):
            return sorted(values)[min(len(values) - 1, math.ceil(len(values) * float(statistic[1:]) / 100) - 1)]
        plain: dict[str, Callable[[Sequence[float]], float]] = {
            "Sum": sum,
            "Average": lambda each: sum(each) / len(each),
            "Maximum": max,
            "Minimum": min,
            "SampleCount": len,
        }
        return float(plain[statistic](values))


def alarm_goes_off(alarm: Mapping[str, Any], metrics: Metrics, minutes: int) -> bool:
    """Tell whether an alarm, as a plan has it, is on at any time in so many minutes, looking once a minute."""
    return any(_in_alarm(alarm, metrics, now) for now in range(1, minutes + 1))


def watched(alarm: Mapping[str, Any]) -> list[tuple[MetricKey, str, int]]:
    """Return the metrics that an alarm reads, with statistic and period in seconds.

    Dimensions that a plan does not know yet are left out.
    """
    if not alarm.get("metric_query"):
        key = metric_key(alarm["namespace"], alarm["metric_name"], alarm.get("dimensions"))
        return [(key, alarm["statistic"] or alarm["extended_statistic"], int(alarm["period"]))]
    return [(key, statistic, period) for _, key, statistic, period in _queries(alarm)]


def _queries(alarm: Mapping[str, Any]) -> Iterator[tuple[str, MetricKey, str, int]]:
    for query in alarm["metric_query"]:
        for metric in query["metric"] or ():
            key = metric_key(metric["namespace"], metric["metric_name"], metric.get("dimensions"))
            yield query["id"], key, metric["stat"], int(metric["period"])


def _in_alarm(alarm: Mapping[str, Any], metrics: Metrics, now: int) -> bool:
    periods = int(alarm["evaluation_periods"])
    wanted = int(alarm.get("datapoints_to_alarm") or periods)
    breaching = [_breaches(alarm, _value(alarm, metrics, now, back)) for back in range(periods)]
    return sum(breaching) >= wanted


def _breaches(alarm: Mapping[str, Any], value: Number) -> bool:
    if value is None:
        return alarm["treat_missing_data"] == "breaching"
    compare = {
        "GreaterThanThreshold": operator.gt,
        "GreaterThanOrEqualToThreshold": operator.ge,
        "LessThanThreshold": operator.lt,
        "LessThanOrEqualToThreshold": operator.le,
    }[alarm["comparison_operator"]]
    return bool(compare(value, alarm["threshold"]))


def _value(alarm: Mapping[str, Any], metrics: Metrics, now: int, back: int) -> Number:
    def read(key: MetricKey, statistic: str, period: int) -> Number:
        minutes = period // 60
        return metrics.statistic(key, statistic, now - minutes * (back + 1), now - minutes * back)

    if not alarm.get("metric_query"):
        [(key, statistic, period)] = watched(alarm)
        return read(key, statistic, period)
    values = {name: read(key, statistic, period) for name, key, statistic, period in _queries(alarm)}
    [expression] = [query["expression"] for query in alarm["metric_query"] if query["return_data"]]
    return evaluate(expression, values)


def evaluate(expression: str, values: Mapping[str, Number]) -> Number:
    """Return what metric math makes of the values; None where it has no data."""
    text = re.sub(r"\bOR\b", "or", re.sub(r"\bAND\b", "and", expression))
    return _evaluate(ast.parse(text, mode="eval").body, values)


_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def _evaluate(node: ast.AST, values: Mapping[str, Number]) -> Number:
    def inner(each: ast.AST) -> Number:
        return _evaluate(each, values)

    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
            one, other = inner(left), inner(right)
            if one is None or other is None or (isinstance(op, ast.Div) and other == 0):
                return None
            return float(_OPERATORS[type(op)](one, other))
        case ast.BoolOp(op=op, values=parts):
            found = [inner(part) for part in parts]
            if None in found:
                return None
            return float((any if isinstance(op, ast.Or) else all)(found))
        case ast.Call(func=ast.Name(id="FILL"), args=[each, by]):
            value = inner(each)
            return inner(by) if value is None else value
        case ast.Call(func=ast.Name(id="IF"), args=[condition, then, other]):
            value = inner(condition)
            return None if value is None else inner(then if value else other)
    raise AssertionError(f"tests/cloudwatch.py does not know {ast.unparse(node)} of metric math yet")


_TOKEN = re.compile(r'\s*(&&|\|\||!=|>=|<=|[=<>(){}]|"(?:[^"\\]|\\.)*"|[^\s=<>!&|(){}]+)')
_BY_SIZE = {">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le}


def matches(pattern: str, line: Mapping[str, Any]) -> bool:
    """Tell whether a filter pattern for JSON counts the line. What a line does not have fulfils no comparison."""
    tokens = _TOKEN.findall(pattern)
    assert "".join(tokens) == re.sub(r'\s+(?=(?:[^"]*"[^"]*")*[^"]*$)', "", pattern), f"not understood: {pattern}"
    assert (tokens[0], tokens[-1]) == ("{", "}"), f"a pattern for JSON stands in braces: {pattern}"
    rest = tokens[1:-1]
    found = _any(rest, line)
    assert not rest, f"not understood from here: {rest}"
    return found


def _any(tokens: list[str], line: Mapping[str, Any]) -> bool:
    found = _every(tokens, line)
    while tokens[:1] == ["||"]:
        tokens.pop(0)
        found = _every(tokens, line) or found
    return found


def _every(tokens: list[str], line: Mapping[str, Any]) -> bool:
    found = _one(tokens, line)
    while tokens[:1] == ["&&"]:
        tokens.pop(0)
        found = _one(tokens, line) and found
    return found


def _one(tokens: list[str], line: Mapping[str, Any]) -> bool:
    if tokens[0] == "(":
        tokens.pop(0)
        found = _any(tokens, line)
        assert tokens.pop(0) == ")"
        return found
    selector, compared, wanted = tokens.pop(0), tokens.pop(0), tokens.pop(0)
    assert selector.startswith("$."), selector
    value: Any = line
    for step in selector[2:].split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    if value is None:
        return False
    if compared in _BY_SIZE:
        return isinstance(value, int | float) and _BY_SIZE[compared](value, float(wanted))
    same = fnmatchcase(str(value), wanted.strip('"').replace("[", "[[]"))
    return same if compared == "=" else not same


@cache
def published() -> dict[tuple[str, str], list[frozenset[str]]]:
    """Return the sets of dimensions of each metric of AWS's."""
    found: dict[tuple[str, str], list[frozenset[str]]] = {}
    with PUBLISHED.open(newline="") as file:
        for row in csv.DictReader(file):
            names = frozenset(filter(None, row["dimensions"].split("+")))
            found.setdefault((row["namespace"], row["metric"]), []).append(names)
    return found
