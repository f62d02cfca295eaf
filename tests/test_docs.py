"""Links and files that the documentation names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.harness import ROOT

MODULES = sorted(file.parent.name for file in ROOT.glob("modules/*/versions.tf"))
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("modules/*/README.md")]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not re.match(r"https?:", link):
            assert (page.parent / link).exists(), link


def test_the_threat_model_names_tests_that_are_there() -> None:
    text = (ROOT / "docs/threat-model.md").read_text()
    for name in re.findall(r"`((?:tests|requirements|\.github|test_)[^`]*)`", text):
        path = name if "/" in name else f"tests/modules/{name}"
        assert (ROOT / path).exists(), name


def test_every_module_has_its_row() -> None:
    text = (ROOT / "modules/README.md").read_text()
    assert [module for module in MODULES if f"[{module}]({module})" not in text] == []
