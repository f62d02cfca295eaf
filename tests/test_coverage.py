"""docs/coverage.yaml: each promise has a file, a test and, where AWS has a resource for it, an address in prod."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.harness import ROOT
from tests.promises import file_is_there, prod_has_it, proof_is_there, table_is_fresh

SOURCE, TABLE = ROOT / "docs/coverage.yaml", ROOT / "docs/coverage.md"
Promise = dict[str, str]
# The specification stands beside the checkout; its bullets by their first words.
SPECIFICATION = ROOT.parent / "shared/spec"


def promises() -> dict[tuple[str, str], Promise]:
    found: dict[str, dict[str, Promise]] = yaml.safe_load(SOURCE.read_text())
    return {(section, bullet): promise for section, bullets in found.items() for bullet, promise in bullets.items()}


EACH = pytest.mark.parametrize("promise", promises().values(), ids=[": ".join(key) for key in promises()])


@EACH
def test_the_file_is_there(promise: Promise) -> None:
    assert promise.keys() <= {"in", "test", "prod", "note"}
    file_is_there(promise)


@EACH
def test_the_test_is_there(promise: Promise) -> None:
    if "test" not in promise:
        assert "note" in promise, "what no test can show says who does it"
        return
    proof_is_there(promise)


@EACH
def test_prod_has_the_resource_and_the_file_makes_it(promise: Promise) -> None:
    if "prod" not in promise:
        return
    prod_has_it(promise)
    *modules, kind, _ = promise["prod"].split(".")
    if promise["in"].startswith("modules/"):
        text = (ROOT / promise["in"]).read_text()
        assert f'"{kind}"' in text or f'module "{modules[-1]}"' in text, f"{promise['in']} makes no {kind}"


def test_every_bullet_of_the_specification_stands_here() -> None:
    if not SPECIFICATION.is_dir():
        pytest.skip("the specification is not beside this checkout")
    words = {re.sub(r"\W+", "", bullet.lower()) for _, bullet in promises()}
    said = []
    for file in ("compute-layer.md", "compute-module.md"):
        said += re.findall(r"^(?:- |\d+\. )\*\*([^*]+)\*\*", (SPECIFICATION / file).read_text(), re.MULTILINE)
    known = {re.sub(r"\W+", "", re.sub(r" \(.*", "", bullet).lower()) for bullet in said}
    # What is told under another heading: summaries, and steps that are one here.
    elsewhere = {
        *("lambdafunctions", "dynamodb", "cloudwatch", "configurevariables", "initializeterraform", "plandeployment"),
        *("deployresources", "awsdocumentation", "cloudwatchlogs", "awssupport", "communityforums"),
        *("jwtvalidationfailures", "lambdatimeouts", "dynamodbthrottling", "vpcconnectivity"),
    }
    assert known - words - elsewhere == set()


def test_the_table_is_fresh(request: pytest.FixtureRequest) -> None:
    lines = [
        "# Coverage",
        "",
        "What was asked for, and where it is done. Made of `coverage.yaml`; a test fails where a file, a test or an",
        "address in prod's plan is not there.",
    ]
    section = ""
    for (heading, bullet), promise in promises().items():
        if heading != section:
            lines += [
                "",
                f"## {heading}",
                "",
                "| | file | test | in prod's plan | |",
                "| --- | --- | --- | --- | --- |",
            ]
            section = heading
        file, test = promise["in"], promise.get("test", "").partition("::")[0]
        cells = [
            bullet,
            f"[{file}](../{file})",
            f"[{test.removeprefix('tests/')}](../{test})" if test else "",
            f"`{promise['prod']}`" if "prod" in promise else "",
            promise.get("note", ""),
        ]
        lines.append(f"| {' | '.join(cells)} |".replace("|  |", "| |"))
    table_is_fresh(TABLE, lines, request)
