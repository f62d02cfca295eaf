"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from embedded_aws.server import Server
from tests.harness import started_aws

# Machines are shared and slow at times, which is no fault of a test.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate", action="store_true", help="rewrite inventories and README tables instead of comparing them"
    )
    parser.addoption("--mutants", help="write what becomes of each mutant of a plan into this folder")


class _ByGroup(LoadScopeScheduling):
    """Keep the tests of a file in one worker, for they share what they plan; but what is applied alone runs alone."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.endswith(("test_take_back.py", "environments/test_deployment.py")):
            return nodeid
        return "tests/environments" if file.startswith("tests/environments/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Group tests by their names: marks of xdist 3.8 (--dist=loadgroup) have no effect with pytest 9.2."""
    return _ByGroup(config, log)


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
