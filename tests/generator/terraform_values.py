"""Random Terraform types with values, and Terraform's own reading of a tfvars file."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator import hcl, terraform
from generator.convert import Number, Value

# What has broken writers of HCL, YAML and shell before.
NASTY = [
    *(
        "",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "a\nb",
        " a ",
        '"',
        "'",
        '""',
        "\\",
        "\\\\",
        '\\"',
        "\\n",
        "\\u0041",
        "/",
        "#",
    ),
    *(
        "${",
        "%{",
        "$${",
        "%%{",
        "$$${",
        "${1+1}",
        "%{ if true }x%{ endif }",
        "${path.module}",
        "$",
        "%",
        "$$",
        "%%",
        "{",
    ),
    *(
        "$\\{",
        '${"a"}',
        "${jsonencode({})}",
        "<<EOT",
        "<<-EOT\na\nEOT",
        "EOT\n",
        "//",
        "/*",
        "*/",
        "# x",
        "}",
        "=",
        "a = 1",
    ),
    *(
        "\u2028",
        "\u2029",
        "\x85",
        "\x1b[31m",
        "\x00",
        "\x07",
        "\x7f",
        "\x0b",
        "\x0c",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "\u200f",
    ),
    *(
        "é",
        "e\u0301",
        "\u0301",
        "\u2126",
        "\u212b",
        "Å",
        "\n\u0303",
        '"\u0338',
        "ﬁ",
        "가",
        "𝒜",
        "😀",
        "👨‍👩‍👧",
        "\U0010ffff",
    ),
    *(
        "true",
        "false",
        "null",
        "no",
        "1",
        "1.30",
        "012",
        "1e3",
        "0x1f",
        "~",
        "-",
        "NaN",
        "Infinity",
        "for",
        "if",
        "each",
    ),
    *(
        "../x",
        "-rf",
        "$(id)",
        "`id`",
        "; rm",
        "<script>",
        "' OR 1=1",
        "{{ x }}",
        "{% x %}",
        "%s%n",
        "a" * 3000,
        "ß" * 300,
    ),
]

_T = TypeVar("_T")
Typed = tuple[str, Value]  # a type constraint as HCL and a value of it

texts = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text("${%}\"\\\n'<#/a ", max_size=10),
)
_numbers = st.one_of(
    st.integers(-(10**30), 10**30).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9).map(str),
    st.sampled_from(["0", "-0", "1.30", "1e3", "1E-7", "-1.5e+9", "1e100", "0.1", "123456789012345678901234567890.5"]),
).map(Number)
_keys = st.one_of(texts, st.from_regex(r"[a-z_][a-z0-9_-]{0,6}", fullmatch=True)).map(
    lambda text: unicodedata.normalize("NFC", text)
)
_leaves: st.SearchStrategy[Typed] = st.one_of(
    texts.map(lambda value: ("string", value)),
    _numbers.map(lambda value: ("number", value)),
    st.booleans().map(lambda value: ("bool", value)),
)


def typed_values() -> st.SearchStrategy[Typed]:
    """Values of every kind of type, nested; a collection repeats one drawn element, so that its type is one type."""
    return st.recursive(_leaves, _nested, max_leaves=8)


def _nested(inner: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    return st.one_of(
        st.tuples(inner, st.integers(0, 3)).map(lambda x: (f"list({x[0][0]})", [x[0][1]] * x[1])),
        st.tuples(inner, st.booleans()).map(lambda x: (f"set({x[0][0]})", [x[0][1]] if x[1] else [])),
        st.tuples(inner, st.sets(_keys, max_size=3)).map(lambda x: (f"map({x[0][0]})", dict.fromkeys(x[1], x[0][1]))),
        st.lists(inner, max_size=3).map(lambda x: (f"tuple([{', '.join(t for t, _ in x)}])", [v for _, v in x])),
        st.lists(st.tuples(inner, st.integers(0, 2)), max_size=4).map(_object),
        inner.map(lambda x: ("any", x[1])),
        inner.map(lambda x: (x[0], None)),
    )


def _object(drawn: list[tuple[Typed, int]]) -> Typed:
    """An attribute is required, optional and given, or optional and left out."""
    attributes = [f"a{n} = {f'optional({t})' if how else t}" for n, ((t, _), how) in enumerate(drawn)]
    given_ = {f"a{n}": value for n, ((_, value), how) in enumerate(drawn) if how < 2}
    return f"object({{{', '.join(attributes)}}})", given_


def sample(strategy: st.SearchStrategy[_T], count: int) -> list[_T]:
    """Draw `count` examples, for a property that is checked for all of them at once."""
    found: list[_T] = []

    @settings(
        max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(strategy)
    def draw(value: _T) -> None:
        found.append(value)

    draw()
    return found


def read_back(folder: Path, types: Mapping[str, str], tfvars: str) -> dict[str, Any]:
    """Plan a folder with only these variables and return their values as Terraform read them.

    Raises AssertionError with Terraform's words when it cannot read the file.
    """
    blocks = [f'variable "{name}" {{\n  type = {type_}\n}}\n' for name, type_ in types.items()]
    (folder / "variables.tf").write_text("".join(blocks), "utf-8")
    (folder / "terraform.auto.tfvars").write_bytes(tfvars.encode("utf-8", "surrogatepass"))
    _terraform(folder, "plan", "-input=false", "-no-color", "-out=plan")
    shown = json.loads(_terraform(folder, "show", "-json", "plan"), parse_int=Decimal, parse_float=Decimal)
    return {name: item.get("value") for name, item in shown["variables"].items()}


def _terraform(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [terraform.binary(), *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stderr[:3000]
    return done.stdout


def misread(folder: Path, values: list[Typed], write: Callable[[Value], str]) -> list[tuple[Value, object]]:
    """Write the values with `write`, let Terraform read them, and return those that are not the same in NFC."""
    types = {f"v{n}": type_ for n, (type_, _) in enumerate(values)}
    tfvars = "".join(f"v{n} = {write(value)}\n" for n, (_, value) in enumerate(values))
    found = read_back(folder, types, tfvars)
    return [(value, found[f"v{n}"]) for n, (_, value) in enumerate(values) if normal(value) != found[f"v{n}"]]


def normal(value: Value) -> object:
    """Return the value as Terraform shows it: text in NFC, numbers as decimals."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Number):
        return Decimal(value.text)
    if isinstance(value, list):
        return [normal(item) for item in value]
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): normal(item) for key, item in value.items()}
    return value


def assigned(values: list[Typed]) -> str:
    """Return the values as one tfvars file, laid out as gen-env does it."""
    return "\n".join(hcl.assignments((f"v{n}", value) for n, (_, value) in enumerate(values))) + "\n"
