"""Saved queries of dev and prod: commands that Logs Insights knows, and fields that the logs have."""

from __future__ import annotations

import re
from typing import Any

import pytest
import tftest

from tests.harness import resources

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
COMMANDS = {"fields", "filter", "stats", "sort", "limit", "parse", "display", "dedup", "pattern", "diff", "unmask"}
Query = dict[str, Any]


@pytest.fixture(scope="module")
def queries(plans: dict[str, tftest.TerraformPlanOutput]) -> dict[str, Query]:
    """Every query of both environments, by environment and name."""
    return {
        f"{name}: {query['name'].rpartition('/')[2]}": query
        for name, plan in plans.items()
        for address, query in resources(plan).items()
        if ".aws_cloudwatch_query_definition." in address
    }


def test_each_environment_asks_the_logs_that_it_has(queries: dict[str, Query]) -> None:
    names = {name: {key.partition(": ")[2] for key in queries if key.startswith(name)} for name in ("dev", "prod")}
    shared = {"function-errors", "function-slowest-calls", "function-cold-starts", "service-errors", "blocked-requests"}
    shared |= {"api-server-errors", "api-refused-callers", "api-slowest-routes"}
    assert names == {"dev": shared, "prod": shared | {"job-errors", "cluster-refusals"}}


def test_queries_are_in_the_language_of_logs_insights(queries: dict[str, Query]) -> None:
    for name, query in queries.items():
        steps = [step.strip() for step in query["query_string"].split("\n| ")]
        assert {step.split()[0] for step in steps} <= COMMANDS, name


def test_queries_of_apis_name_fields_of_the_access_logs(
    queries: dict[str, Query], plans: dict[str, tftest.TerraformPlanOutput]
) -> None:
    written = {
        field
        for address, values in resources(plans["prod"]).items()
        if re.search(r"\.aws_(api_gateway|apigatewayv2)_stage\.", address)
        for settings in values["access_log_settings"]
        for field in re.findall(r'"(\w+)":', str(settings["format"]).replace("'", '"').replace('": ', '":'))
    }
    assert written >= {"requestId", "status"}
    words = {
        "fields",
        "filter",
        "stats",
        "sort",
        "limit",
        "like",
        "ispresent",
        "count",
        "avg",
        "max",
        "by",
        "as",
        "desc",
    }
    named = {"average_ms", "longest_ms", "requests", "refused"}
    for name, query in queries.items():
        if ": api-" in name:
            text = re.sub(r"/[^/\n]*/|@\w+", "", query["query_string"])
            fields = set(re.findall(r"\b[A-Za-z_]\w*\b", text)) - words - named
            assert fields
            assert fields <= written, name
