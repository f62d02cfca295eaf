"""modules/alarms: its README's examples and some more cases, planned together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.harness import failed_checks, module_root, plan, resources

FIXTURES = Path(__file__).parent / "alarms"
PAGER, CHAT = "arn:aws:sns:us-east-1:123456789012:pager", "arn:aws:sns:us-east-1:123456789012:chat"
Alarms = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def alarms(tmp_path_factory: pytest.TempPathFactory) -> Alarms:
    """All planned alarms, by module and name."""
    folder = tmp_path_factory.mktemp("alarms")
    planned = plan(module_root(folder, "alarms", FIXTURES / "support.tf", FIXTURES / "cases.tf"))
    assert failed_checks(planned) == {}
    shortened = (
        (address.removeprefix("module.").replace(".aws_cloudwatch_metric_alarm.this", ""), values)
        for address, values in resources(planned).items()
    )
    return {name: values for name, values in shortened if "[" in name}


def test_only_what_is_enabled_and_can_tell_somebody_is_made(alarms: Alarms) -> None:
    assert sorted(alarms) == ['alarms["throttles"]', 'changed["errors"]', 'changed["latency"]', 'share["errors"]']


def test_an_override_changes_what_it_says_and_the_description_follows(alarms: Alarms) -> None:
    errors = alarms['changed["errors"]']
    assert errors["alarm_name"] == "changed-errors"
    assert errors["alarm_description"] == "More than 7 errors."
    assert (errors["threshold"], errors["period"]) == (7, 60)
    assert (errors["evaluation_periods"], errors["datapoints_to_alarm"]) == (5, 3)
    assert errors["tags"] == {"Service": "orders"}


def test_an_empty_override_changes_nothing(alarms: Alarms) -> None:
    latency = alarms['changed["latency"]']
    assert (latency["threshold"], latency["period"], latency["evaluation_periods"]) == (3000, 300, 1)
    assert (latency["statistic"], latency["extended_statistic"]) == (None, "p99")
    assert latency["treat_missing_data"] == "notBreaching"


def test_each_severity_tells_its_own_topics_of_trouble_and_of_its_end(alarms: Alarms) -> None:
    for name, topic in {'changed["errors"]': CHAT, 'changed["latency"]': PAGER}.items():
        assert (alarms[name]["alarm_actions"], alarms[name]["ok_actions"]) == ([topic], [topic])


def test_a_share_counts_only_above_its_floor(alarms: Alarms) -> None:
    share = alarms['share["errors"]']
    queries = {query["id"]: query for query in share["metric_query"]}
    assert queries["watched"]["expression"] == "IF(requests >= 1000, 100 * errors / requests, 0)"
    assert [query["id"] for query in share["metric_query"] if query["return_data"]] == ["watched"]
    assert queries["errors"]["metric"][0]["period"] == 300
    assert share["alarm_description"] == "More than 1 % of the answers are server errors."
    assert (share["metric_name"], share["statistic"], share["period"]) == (None, None, None)
