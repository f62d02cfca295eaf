"""docs/controls.yaml: each control has a file, a test that fails when it is broken and an attribute in prod."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import promises
from tests.harness import ROOT

SOURCE, TABLE = ROOT / "docs/controls.yaml", ROOT / "docs/controls.md"
# The standards' list stands beside the checkout.
STANDARDS = ROOT.parent / "shared/controls.csv"
Control = dict[str, Any]


def controls() -> dict[str, list[Control]]:
    found: dict[str, list[Control]] = yaml.safe_load(SOURCE.read_text())
    return found


def _each(*keys: str) -> pytest.MarkDecorator:
    chosen = {
        f"{service}: {number}: {control['control']}": control
        for service, of_it in controls().items()
        for number, control in enumerate(of_it)
        if all(key in control for key in keys)
    }
    return pytest.mark.parametrize("control", chosen.values(), ids=chosen)


@_each()
def test_a_control_is_ours_or_says_whose_it_is(control: Control) -> None:
    assert control.keys() <= {"control", "is", "in", "test", "prod", "attribute", "checkov", "note"}
    assert ("note" in control) != ({"is", "in", "test"} <= control.keys()), "is, in and test; or note alone"
    assert all(re.fullmatch(r"CKV2?_AWS_\d+", check) for check in control.get("checkov", []))


@_each("in")
def test_the_file_is_there(control: Control) -> None:
    promises.file_is_there(control)


@_each("test")
def test_the_test_is_there(control: Control) -> None:
    promises.proof_is_there(control)


@_each("prod")
def test_prods_golden_plan_holds_what_satisfies_it(control: Control) -> None:
    promises.prod_has_it(control)


def test_every_control_of_the_standards_stands_here() -> None:
    if not STANDARDS.is_file():
        pytest.skip("the standards' list is not beside this checkout")
    here = Counter((service, each["control"]) for service, of_it in controls().items() for each in of_it)
    with STANDARDS.open() as file:
        there = Counter((row["service"], row["control"]) for row in csv.DictReader(file))
    assert there - here == Counter()


def test_the_table_is_fresh(request: pytest.FixtureRequest) -> None:
    lines = [
        "# Controls",
        "",
        "What AWS's Foundational Security Best Practices, CIS, cdk-nag and checkov ask of what is built here. Made of",
        "`controls.yaml`; a test fails where a file, a test or an attribute in prod's golden plan is not there.",
    ]
    for service, of_it in controls().items():
        lines += ["", f"## {service}", "", "| control | checkov | | file | what fails | in prod's plan |"]
        lines.append("| --- | --- | --- | --- | --- | --- |")
        lines += [_row(control) for control in of_it]
    promises.table_is_fresh(TABLE, lines, request)


def _row(control: Control) -> str:
    file, (test, _, name) = control.get("in", ""), control.get("test", "").partition("::")
    cells = [
        control["control"],
        ", ".join(control.get("checkov", [])),
        control.get("is") or f"Not ours: {control['note']}",
        f"[{file}](../{file})" if file else "",
        f"[{name or Path(test).name}](../{test})" if test else "",
        f"`{control['prod']}` {control['attribute']}" if "prod" in control else "",
    ]
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")
