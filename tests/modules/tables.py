"""Render the variable and output tables of a module's README from its blocks."""

from __future__ import annotations

import re
from pathlib import Path

# terraform fmt fixes the layout, so that the text says all; python-hcl2 would lose how types and defaults are written.
_BLOCK = r'^{kind} "(\w+)" {{\n(.*?)^}}'
_ARGUMENT = r"^  {name} += (.*?)(?=^  \w|^$|\Z)"


def renewed(readme: str, module: Path) -> str:
    """Return the README with its tables, between <!-- variables --> and <!-- outputs --> marks, made anew."""
    for kind, table in (("variables", _variables(module)), ("outputs", _outputs(module))):
        marked = rf"(?<=<!-- {kind} -->\n).*?(?=<!-- /{kind} -->)"
        readme = re.sub(marked, table.replace("\\", r"\\"), readme, flags=re.DOTALL)
    return readme


def _variables(module: Path) -> str:
    rows = [
        f"| `{name}` | `{_argument(body, 'type')}` | {_default(body)} | {_text(_argument(body, 'description'))} |"
        for file in sorted(module.glob("variables*.tf"))
        for name, body in _blocks("variable", file)
    ]
    return "\n".join(["| name | type | default | |", "|---|---|---|---|", *rows, ""])


def _outputs(module: Path) -> str:
    rows = [
        f"| `{name}` | {_text(_argument(body, 'description'))} |"
        for name, body in _blocks("output", module / "outputs.tf")
    ]
    return "\n".join(["| name | |", "|---|---|", *rows, ""])


def _blocks(kind: str, file: Path) -> list[tuple[str, str]]:
    return re.findall(_BLOCK.format(kind=kind), file.read_text(), re.MULTILINE | re.DOTALL)


def _argument(body: str, name: str) -> str:
    """Return the value of an argument as written, on one line; empty when the block has none."""
    found = re.search(_ARGUMENT.format(name=name), body, re.MULTILINE | re.DOTALL)
    one_line = ", ".join(" ".join(line.split()) for line in found[1].strip().splitlines()) if found else ""
    return one_line.replace("{, ", "{").replace(", }", "}")


def _default(body: str) -> str:
    default = _argument(body, "default")
    return f"`{default}`" if default else "required"


def _text(quoted: str) -> str:
    return quoted.strip('"').replace('\\"', '"').replace("|", "\\|")
