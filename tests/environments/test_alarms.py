"""Alarms that people keep on: each watches what AWS publishes, and goes off when it should and not before."""

from __future__ import annotations

import re
from typing import Any

import pytest
import tftest

from embedded_aws.services.cloudwatch_composites import Rule
from tests.cloudwatch import MetricKey, Metrics, alarm_goes_off, published, watched
from tests.harness import resources

HOURS = 4
ERRORS = ("Error", "5XX", "5xx", "4XX", "4xx", "Failures", "Unanswered", "Errors")
Alarms = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def alarms(plans: dict[str, tftest.TerraformPlanOutput]) -> Alarms:
    """Every alarm of every environment, by environment and address."""
    return {
        f"{name}: {address}": values
        for name, plan in plans.items()
        for address, values in resources(plan).items()
        if ".aws_cloudwatch_metric_alarm." in address
    }


@pytest.fixture(scope="module")
def filters(plans: dict[str, tftest.TerraformPlanOutput]) -> set[tuple[str, str]]:
    """The metrics that filters of log lines make."""
    return {
        (transformation["namespace"], transformation["name"])
        for plan in plans.values()
        for address, values in resources(plan).items()
        if ".aws_cloudwatch_log_metric_filter." in address
        for transformation in values["metric_transformation"]
    }


def test_every_alarm_watches_a_metric_that_is_published(alarms: Alarms, filters: set[tuple[str, str]]) -> None:
    assert len(alarms) > 100
    wrong = []
    for address, alarm in alarms.items():
        for (namespace, metric, dimensions), _, _ in watched(alarm):
            if (namespace, metric) in filters:
                continue
            names = frozenset(name for name, _ in dimensions)
            known = published().get((namespace, metric), [])
            # Dimensions whose values a plan does not know yet are left out of it, all of them.
            if names not in known and not (not names and known):
                wrong.append(f"{address}: {namespace} {metric} by {sorted(names)}; published by {known}")
    assert not wrong, "\n".join(wrong)


def test_metrics_of_waf_in_a_region_name_it(alarms: Alarms) -> None:
    for address, alarm in alarms.items():
        for (namespace, _, dimensions), _, _ in watched(alarm):
            if namespace == "AWS/WAFV2":
                regional = ".module.waf[" in address
                assert ("Region" in dict(dimensions)) is regional, address


def shares(alarms: Alarms) -> dict[str, tuple[dict[str, Any], MetricKey, list[MetricKey]]]:
    """Return the alarms on a share of requests: what counts failures, and what counts all."""
    found = {}
    for address, alarm in alarms.items():
        keys = [key for key, *_ in watched(alarm)]
        bad = [key for key in keys if key[1].endswith(ERRORS) or "5XX" in key[1]]
        if len(keys) > 1 and len(bad) == 1 and "rate" not in keys[0][1].lower():
            found[address] = alarm, bad[0], [key for key in keys if key != bad[0]]
    return found


def traffic(bad: MetricKey, all_: list[MetricKey], requests: int, failures: float) -> Metrics:
    """So many requests in each minute of an hour, and so many of them fail."""
    metrics = Metrics()
    for minute in range(60, 120):
        metrics.put(bad, minute, failures)
        for key in all_:
            # What counts successes counts no failures.
            metrics.put(key, minute, requests - failures if key[1].endswith("Answered") else float(requests))
    return metrics


def test_shares_fit_ten_requests_and_a_million(alarms: Alarms) -> None:
    found = shares(alarms)
    assert len(found) > 20
    for address, (alarm, bad, rest) in found.items():
        share, minutes = alarm["threshold"] / 100, HOURS * 60
        slight, heavy = share / 4, min(1.0, share * 3)
        assert not alarm_goes_off(alarm, Metrics(), minutes), f"{address}: without any data"
        assert not alarm_goes_off(alarm, traffic(bad, rest, 100_000, 100_000 * slight), minutes), (
            f"{address}: few of many"
        )
        assert alarm_goes_off(alarm, traffic(bad, rest, 100_000, 100_000 * heavy), minutes), f"{address}: many of many"
        # Those that take a deployment back look at minutes; the load balancer's and the function's own see the rest.
        if not any(name in address for name in ("client-errors", "server-errors-", "error-rate")):
            seldom = Metrics()
            for minute in (61, 63, 65, 67, 69):
                for key in [bad, *(each for each in rest if not each[1].endswith("Answered"))]:
                    seldom.put(key, minute, 1.0)
            assert alarm_goes_off(alarm, seldom, minutes) or alarm["threshold"] > 50, f"{address}: all of a few"
        one = traffic(bad, rest, 10, 0.0)
        one.put(bad, 90, 1.0)
        assert not alarm_goes_off(alarm, one, minutes), f"{address}: one of many requests"


def test_a_spike_of_a_minute_is_no_alarm_where_it_is_warned_of_load(alarms: Alarms) -> None:
    for address, alarm in alarms.items():
        if alarm["metric_name"] in ("CPUUtilization", "MemoryUtilization") and not alarm["metric_query"]:
            [(key, _, period)] = watched(alarm)
            spike, steady = Metrics(), Metrics()
            for minute in range(HOURS * 60):
                spike.put(key, minute, 100.0 if minute == 100 else 20.0)
                steady.put(key, minute, 99.0)
            assert not alarm_goes_off(alarm, spike, HOURS * 60), address
            assert alarm_goes_off(alarm, steady, HOURS * 60), address
            assert period >= 60


def test_an_alarm_on_one_metric_goes_off_above_its_threshold_and_not_below(alarms: Alarms) -> None:
    checked = 0
    for address, alarm in alarms.items():
        found = watched(alarm)
        if len(found) != 1 or alarm["metric_query"] or not alarm["comparison_operator"].startswith("Greater"):
            continue
        [(key, _, _)] = found
        above, below = Metrics(), Metrics()
        for minute in range(HOURS * 60):
            above.put(key, minute, alarm["threshold"] * 2 + 1)
            below.put(key, minute, 0.0)
        assert alarm_goes_off(alarm, above, HOURS * 60), address
        assert not alarm_goes_off(alarm, below, HOURS * 60), address
        assert not alarm_goes_off(alarm, Metrics(), HOURS * 60), address
        checked += 1
    assert checked > 50


def test_every_alarm_tells_a_topic_of_its_severity_and_when_all_is_well_again(
    plans: dict[str, tftest.TerraformPlanOutput],
) -> None:
    for name, plan in plans.items():
        for address, values in resources(plan).items():
            if ".aws_cloudwatch_metric_alarm." in address:
                assert values.get("alarm_actions") == values.get("ok_actions"), f"{name}: {address}"
                assert values["alarm_description"], f"{name}: {address}"


def test_a_service_is_unhealthy_by_alarms_of_its_own_and_waits_for_no_one_who_waits_for_it(
    plans: dict[str, tftest.TerraformPlanOutput],
) -> None:
    for name, plan in plans.items():
        found = resources(plan)
        composites = {
            values["alarm_name"]: values
            for address, values in found.items()
            if ".aws_cloudwatch_composite_alarm." in address
        }
        metric = {
            values["alarm_name"] for address, values in found.items() if ".aws_cloudwatch_metric_alarm." in address
        }
        children = {alarm: Rule(values["alarm_rule"]).children for alarm, values in composites.items()}
        services = [alarm for alarm in composites if alarm.endswith("-unhealthy")]
        assert len(services) > 3, name
        own = [child for alarm in services for child in children[alarm]]
        assert set(own) <= metric, f"{name}: {set(own) - metric}"
        assert len(own) == len(set(own)), f"{name}: an alarm of two services"
        for alarm in services:
            below = [each["alarm"] for each in composites[alarm]["actions_suppressor"]]
            seen: set[str] = set()
            while below:
                seen |= set(below)
                below = [
                    lower
                    for each in below
                    if each in composites
                    for lower in [
                        *children[each],
                        *(suppressor["alarm"] for suppressor in composites[each]["actions_suppressor"]),
                    ]
                ]
            assert alarm not in seen, f"{name}: {alarm} waits for itself"
            assert seen <= metric | composites.keys(), f"{name}: {alarm}"


def test_no_critical_alarm_of_a_service_is_left_out(plans: dict[str, tftest.TerraformPlanOutput]) -> None:
    """What is critical for a service by these names tells nobody but the service's own alarm."""
    for name, plan in plans.items():
        found = resources(plan)
        told = {
            child
            for address, values in found.items()
            if ".aws_cloudwatch_composite_alarm.this" in address
            for child in Rule(values["alarm_rule"]).children
        }
        for address, values in found.items():
            if re.search(
                r'metric_alarm\.this\["(errors|throttles|tasks|(balancer|target)-errors|.*-health)"\]$', address
            ):
                assert values["alarm_name"] in told, f"{name}: {address}"
