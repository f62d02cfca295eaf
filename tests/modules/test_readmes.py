"""The tables of a module's README are those of its blocks, whole, and its first example is the smallest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.layer import Layer, Variable, parse
from generator.types import Type
from tests.harness import ROOT, readme_blocks, regenerate_command
from tests.modules.tables import renewed

READMES = sorted((ROOT / "modules").glob("*/README.md"))
EVERY_README = pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.parent.name)


@EVERY_README
def test_tables_are_those_of_the_blocks(readme: Path, request: pytest.FixtureRequest) -> None:
    text = readme.read_text()
    fresh = renewed(text, readme.parent)
    if request.config.getoption("--regenerate"):
        readme.write_text(fresh)
        return
    assert text == fresh, f"{readme.relative_to(ROOT)} is stale: {regenerate_command(request)}"


@EVERY_README
def test_tables_say_all_that_the_module_declares(readme: Path, request: pytest.FixtureRequest) -> None:
    """Read the tables back as HCL, with the generator's reader, which had no part in making them."""
    if request.config.getoption("--regenerate"):
        return
    text = readme.read_text()
    files = [*sorted(readme.parent.glob("variables*.tf")), readme.parent / "outputs.tf"]
    declared = parse({str(file): file.read_text() for file in files}, "")
    shown, descriptions = _read(text)
    assert list(shown.variables) == list(declared.variables)
    for name, variable in declared.variables.items():
        assert _said(shown.variables[name]) == _said(variable), name
        assert _words(descriptions[name]) == _words(variable.description), name
    outputs = re.findall(r"^\| `(\w+)` \|", _section(text, "outputs"), re.MULTILINE)
    assert outputs == [output.name for output in declared.outputs]


@EVERY_README
def test_the_first_example_is_the_smallest(readme: Path) -> None:
    lengths = [len(block.splitlines()) for block in readme_blocks(readme.parent.name)]
    assert lengths
    assert lengths[0] == min(lengths)


def _section(text: str, kind: str) -> str:
    return text.partition(f"<!-- {kind} -->")[2].partition(f"<!-- /{kind} -->")[0]


def _read(text: str) -> tuple[Layer, dict[str, str]]:
    """Return what the table of variables and the blocks below it declare, and the table's descriptions."""
    table, *sections = re.split(r"^#### ", _section(text, "variables"), flags=re.MULTILINE)
    below = {section.split("\n", 1)[0]: section.split("```terraform\n")[1].split("```")[0] for section in sections}
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*) \|$", table, re.MULTILINE)
    blocks = []
    for name, type_, default, _ in rows:
        arguments = [f"type = {type_.strip('`')}"] if type_.startswith("`") else []
        arguments += [f"default = {default.strip('`')}"] if default.startswith("`") else []
        blocks.append(f'variable "{name}" {{\n' + "\n".join([*arguments, below.pop(name, "")]) + "\n}\n")
    assert not below, "sections of no variable"
    return parse({"README.md": "".join(blocks)}, ""), {name: description for name, *_, description in rows}


def _said(variable: Variable) -> tuple[Any, ...]:
    return variable.name, _shape(variable.type), variable.required, _squeezed(variable.default)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _shape(type_: Type) -> Any:
    if type_.element:
        return [type_.kind, _shape(type_.element)]
    attributes = {
        name: (_shape(item.type), item.optional, _squeezed(item.default)) for name, item in type_.attributes.items()
    }
    return [type_.kind, attributes, *map(_shape, type_.elements)]


def _squeezed(text: str) -> str:
    """Return HCL without what only lays it out."""
    return re.sub(r"[\s,]", "", re.sub(r"(^|\s)#.*", "", text, flags=re.MULTILINE))
