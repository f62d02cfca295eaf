"""Whatever a YAML says, Terraform reads back from our tfvars; and this test can tell."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from generator import hcl, strict_yaml, terraform
from generator.convert import Converter, Value
from generator.types import Type
from tests.generator.terraform_values import (
    NASTY,
    Typed,
    assigned,
    misread,
    normal,
    read_back,
    sample,
    texts,
    typed_values,
)


def test_terraform_reads_back_5000_values_of_every_type(tmp_path: Path) -> None:
    values: list[Typed] = [("string", text) for text in [*NASTY, *sample(texts, 3000)]]
    values += [("map(string)", {text: text}) for text in NASTY]
    values += sample(typed_values(), 2000)
    assert len(values) >= 5000
    types = {f"v{n}": type_ for n, (type_, _) in enumerate(values)}
    found = read_back(tmp_path, types, assigned(values))
    wrong = [(value, found[f"v{n}"]) for n, (_, value) in enumerate(values) if normal(value) != found[f"v{n}"]]
    assert not wrong, wrong[:5]


def test_terraform_fmt_has_nothing_to_change(tmp_path: Path) -> None:
    values = sample(typed_values(), 1000)
    values += [("map(string)", {text: "x", "longer_key": text}) for text in NASTY]
    (tmp_path / "values.tfvars").write_bytes(assigned(values).encode())
    done = subprocess.run(
        [terraform.binary(), "fmt", "-check", "-diff", "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


@pytest.mark.parametrize(
    "naive",
    [
        pytest.param(lambda value: f'"{value}"', id="no escapes"),
        pytest.param(lambda value: '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"', id="quotes only"),
        pytest.param(json.dumps, id="JSON"),
        pytest.param(lambda value: json.dumps(value, ensure_ascii=False), id="JSON in UTF-8"),
        pytest.param(lambda value: json.dumps(value, ensure_ascii=False).replace("${", "$${"), id="JSON with ${"),
        pytest.param(lambda value: hcl.string(value).replace("%%{", "%{"), id="ours without %{"),
        pytest.param(lambda value: hcl.string(value).replace("\\r", ""), id="ours without carriage returns"),
    ],
)
def test_the_round_trip_catches_naive_writers(naive: Callable[[Value], str], tmp_path: Path) -> None:
    strings: list[Typed] = [("string", text) for text in NASTY]
    try:
        caught = bool(misread(tmp_path, strings, naive))
    except AssertionError:  # Terraform cannot read the file at all
        caught = True
    assert caught
    assert misread(tmp_path, strings, hcl.literal) == []


# A type, a value as written in YAML, and the same value as any JSON reader has it.
SCALARS = [
    ("string", "1.30", '"1.30"'),
    ("string", "no", '"no"'),
    ("string", "22:22", '"22:22"'),
    ("string", "012345670123", '"012345670123"'),
    ("string", "1e3", '"1e3"'),
    ("string", "0x1f", '"0x1f"'),
    ("string", "2001-12-14", '"2001-12-14"'),
    ("string", "true", '"true"'),
    ("string", "'null'", '"null"'),
    ("string", '""', '""'),
    ("string", '"a\\u2028\\e\\0"', '"a\\u2028\\u001b\\u0000"'),
    ("string", "|\n  a\n  ${b}", '"a\\n${b}\\n"'),
    ("string", "null", "null"),
    ("string", "~", "null"),
    ("string", "", "null"),
    ("number", "1.30", "1.30"),
    ("number", "1e3", "1000"),
    ("number", "-0.5", "-0.5"),
    ("number", "123456789012345678901234567890", "123456789012345678901234567890"),
    ("bool", "true", "true"),
    ("list(string)", "[no, 1.30, x]", '["no", "1.30", "x"]'),
    ("map(string)", "{no: yes, 1.30: 0x1f}", '{"no": "yes", "1.30": "0x1f"}'),
    ("any", "{a: [1.5, no, true, '1', null]}", '{"a": [1.5, "no", true, "1", null]}'),
]


@pytest.fixture(scope="module")
def as_terraform_reads(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """All of SCALARS in one plan."""
    tfvars = assigned([(type_, _value(type_, text)) for type_, text, _ in SCALARS])
    folder = tmp_path_factory.mktemp("scalars")
    found = read_back(folder, {f"v{n}": type_ for n, (type_, _, _) in enumerate(SCALARS)}, tfvars)
    return [found[f"v{n}"] for n in range(len(SCALARS))]


@pytest.mark.parametrize("row", range(len(SCALARS)), ids=[f"{type_} {text!r}" for type_, text, _ in SCALARS])
def test_a_yaml_scalar_arrives_as_its_variables_type_reads_it(row: int, as_terraform_reads: list[object]) -> None:
    assert as_terraform_reads[row] == json.loads(SCALARS[row][2], parse_float=Decimal)


def _value(type_: str, text: str) -> Value:
    kind, _, element = type_.removesuffix(")").partition("(")
    problems: list[object] = []
    node = strict_yaml.parse(f"a: {text}\n", "qa.yaml").items["a"]
    value = Converter(problems).convert(node, Type(kind, Type(element) if element else None), "a")  # type: ignore[arg-type]
    assert not problems
    return value
