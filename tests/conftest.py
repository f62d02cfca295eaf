"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from embedded_aws.server import Server
from tests.harness import started_aws

# Machines are shared and slow at times, which is no fault of a test.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate", action="store_true", help="rewrite inventories and README tables instead of comparing them"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one worker, unless its folder has put them into a larger group."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the tests have counted."""
    counted = [
        f"{name}: {value}"
        for report in terminalreporter.stats.get("passed", [])
        for name, value in report.user_properties
        if report.when == "call"
    ]
    if counted:
        terminalreporter.write_line("\n".join(["", *sorted(counted)]))


@pytest.fixture(scope="module")
def embedded_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An embedded AWS of this file alone: what other tests make is not there, and nothing is left for them."""
    with started_aws(tmp_path_factory.mktemp("embedded-aws")) as started:
        yield started
