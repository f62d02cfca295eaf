"""docs/runbooks: each alarm names a section that is there, each section is about an alarm, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.aws_cli import problems
from tests.harness import ROOT, read_golden

RUNBOOKS = ROOT / "docs/runbooks"
PAGES = sorted(page for page in RUNBOOKS.glob("*.md") if page.name != "README.md")
# The pages that modules name: what their alarms are about.
_PAGE = re.compile(r'^  runbook +=\s*"([a-z-]+)"$', re.MULTILINE)
_COMPOSITE_PAGE = re.compile(r'^  runbook +=\s*"Runbook: .*/([a-z-]+)\.md"$', re.MULTILINE)
_NAMED = re.compile(r"Runbook: (?:docs/runbooks|https://runbooks\.example\.com)/([a-z-]+)\.md#([a-z-]+)$")


def sections(page: Path) -> set[str]:
    return set(re.findall(r"^## ([a-z-]+)$", page.read_text(), re.MULTILINE))


def commands(page: Path) -> list[str]:
    """Return what a page has between backticks, without its line ends."""
    return [" ".join(each.split()) for each in re.findall(r"`([^`]+)`", page.read_text())]


@pytest.fixture(scope="module")
def named() -> dict[tuple[str, str], str]:
    """The alarms of all golden plans, one of each section that they name."""
    found = {}
    for file in sorted((ROOT / "tests").glob("*/**/*.planned.yaml")):
        for address, values in read_golden(file).items():
            if (
                ".module.alarms.aws_cloudwatch_metric_alarm." in address
                or ".aws_cloudwatch_composite_alarm." in address
            ):
                match = _NAMED.search(values["alarm_description"])
                assert match, f"{file.parent.name}: {address} names no runbook: {values['alarm_description']}"
                found[match[1], match[2]] = f"{file.parent.name}: {address}"
    return found


def test_every_alarm_names_a_section_that_is_there(named: dict[tuple[str, str], str]) -> None:
    assert len(named) > 40
    missing = [
        f"{alarm}: docs/runbooks/{page}.md has no section {section}"
        for (page, section), alarm in named.items()
        if section not in sections(RUNBOOKS / f"{page}.md")
    ]
    assert not missing, "\n".join(missing)


def test_every_section_is_about_an_alarm(named: dict[tuple[str, str], str]) -> None:
    """Batch's are told by EventBridge, whose rules end with their section."""
    written = {(page.stem, section) for page in PAGES for section in sections(page)}
    assert written - named.keys() == {("batch", "failed"), ("batch", "blocked")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_is_that_of_a_module_and_is_listed(page: Path) -> None:
    pages = {name for file in (ROOT / "modules").glob("*/alarms.tf") for name in _PAGE.findall(file.read_text())}
    pages |= set(_COMPOSITE_PAGE.findall((ROOT / "modules/service-health/main.tf").read_text()))
    assert page.stem in pages
    assert f"[{page.stem}]({page.name})" in (RUNBOOKS / "README.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for command in commands(page):
        if command.startswith("aws "):
            assert problems(command) == []
        elif command.startswith("make "):
            assert command.split()[1] in targets, command


@pytest.mark.parametrize("page", [*PAGES, RUNBOOKS / "README.md"], ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text()):
        name, _, section = link.partition("#")
        target = RUNBOOKS / name if name else page
        assert target.exists(), link
        assert not section or section in sections(target), link
