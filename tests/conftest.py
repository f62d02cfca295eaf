"""What every test may ask for."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from embedded_aws import server


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


@pytest.fixture(scope="session")
def embedded_aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """An embedded AWS of this test process alone, so that parallel processes do not see each other's resources."""
    work = tmp_path_factory.mktemp("embedded-aws")
    with warnings.catch_warnings():
        # The server is meant to outlive the handle that started it.
        warnings.simplefilter("ignore", ResourceWarning)
        started = server.up(work)
    yield started
    server.down(work)
