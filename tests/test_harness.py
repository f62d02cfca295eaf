"""An inventory finds what differs, and only that."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import differences, whole_differences


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": {"b": {}}}, {"a": {"b": {"c": 1}}}),
        ({"a": "__missing__"}, {"a": None}),
        ({"a": "__missing__"}, {}),
    ],
)
def test_maps_are_compared_as_subsets(expected: Any, actual: Any) -> None:
    assert differences(expected, actual) == []


@pytest.mark.parametrize(
    ("expected", "actual", "difference"),
    [
        ({"a": 1}, {"a": 2}, "  a: expected 1, planned 2"),
        ({"a": {"b": 1}}, {"a": {}}, "  a.b: expected 1, planned None"),
        ({"a": {"b": 1}}, {}, "  a: expected {'b': 1}, planned None"),
        ({"a": [1]}, {"a": [1, 2]}, "  a: expected [1], planned [1, 2]"),
        ({"a": "__missing__"}, {"a": 0}, "  a: expected nothing, planned 0"),
    ],
)
def test_everything_else_is_compared_whole(expected: Any, actual: Any, difference: str) -> None:
    assert differences(expected, actual) == [difference]


def test_counts_are_compared_both_ways() -> None:
    found = whole_differences({"aws_sqs_queue": 1}, {"aws_lambda_function": 1})
    assert found == ["  aws_lambda_function: expected 0, planned 1", "  aws_sqs_queue: expected 1, planned 0"]
