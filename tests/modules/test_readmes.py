"""The tables of a module's README are those of its blocks, and its first example is the smallest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness import ROOT, readme_blocks, regenerate_command
from tests.modules.tables import renewed

READMES = sorted((ROOT / "modules").glob("*/README.md"))


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.parent.name)
def test_tables_are_those_of_the_blocks(readme: Path, request: pytest.FixtureRequest) -> None:
    text = readme.read_text()
    fresh = renewed(text, readme.parent)
    if request.config.getoption("--regenerate"):
        readme.write_text(fresh)
        return
    assert text == fresh, f"{readme.relative_to(ROOT)} is stale: {regenerate_command(request)}"


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.parent.name)
def test_the_first_example_is_the_smallest(readme: Path) -> None:
    lengths = [len(block.splitlines()) for block in readme_blocks(readme.parent.name)]
    assert lengths
    assert lengths[0] == min(lengths)
