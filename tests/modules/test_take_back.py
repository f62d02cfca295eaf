"""Every decision that a module offers can be taken back: tests/take_back.py tells how, a file in each folder what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness import started_aws
from tests.take_back import MODULES, TakeBack


@pytest.mark.parametrize("module", MODULES)
def test_take_back_covers(module: str, record_property: Callable[[str, object], None]) -> None:
    record_property("taken back", TakeBack.of(module).coverage())


@pytest.mark.parametrize("module", MODULES)
def test_take_back_applies(module: str, tmp_path: Path) -> None:
    steps = TakeBack.of(module)
    with started_aws(tmp_path / "embedded-aws") as aws:
        steps.run(tmp_path, aws.url)
