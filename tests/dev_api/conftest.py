"""A running `make api`, and a user of it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.dev_api.running import DevApi, running


@pytest.fixture(scope="module")
def dev_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevApi]:
    with running(tmp_path_factory.mktemp("dev_api")) as it:
        yield it


@pytest.fixture(scope="module")
def ada(dev_api: DevApi) -> Iterator[httpx.Client]:
    with dev_api.log_in("ada") as client:
        yield client
