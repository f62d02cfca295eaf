"""Render the variable and output tables of a module's README from its blocks."""

from __future__ import annotations

import re
from pathlib import Path

# terraform fmt fixes the layout, so that the text says all; python-hcl2 would lose how types and defaults are written.
_BLOCK = r'^{kind} "(\w+)" {{\n(.*?)^}}'
# An argument ends where the next line is no deeper than itself, but for brackets that close it.
_ARGUMENT = r"^  {name} += (.*(?:\n(?:    .*|  [\]}})].*|(?=\n)))*)"
_WIDEST = 100  # characters of a type or a default in a table


def renewed(readme: str, module: Path) -> str:
    """Return the README with its tables, between <!-- variables --> and <!-- outputs --> marks, made anew."""
    for kind, table in (("variables", _variables(module)), ("outputs", _outputs(module))):
        marked = rf"(?<=<!-- {kind} -->\n).*?(?=<!-- /{kind} -->)"
        readme = re.sub(marked, table.replace("\\", r"\\"), readme, flags=re.DOTALL)
    return readme


def _variables(module: Path) -> str:
    rows, below = [], []
    for file in sorted(module.glob("variables*.tf")):
        for name, body in _blocks("variable", file):
            type_, default = _argument(body, "type"), _argument(body, "default")
            rows.append(f"| `{name}` | {_type(name, type_)} | {_default(name, default)} | {_description(body)} |")
            large = [argument for argument in (type_, default) if len(_line(argument)) > _WIDEST]
            if large:
                code = "\n\n".join(f"{'type' if text is type_ else 'default'} = {_outdented(text)}" for text in large)
                below.append(f"\n#### {name}\n\n```terraform\n{code}\n```")
    return "\n".join(["| name | type | default | |", "|---|---|---|---|", *rows, *below, ""])


def _outputs(module: Path) -> str:
    rows = [f"| `{name}` | {_description(body)} |" for name, body in _blocks("output", module / "outputs.tf")]
    return "\n".join(["| name | |", "|---|---|", *rows, ""])


def _blocks(kind: str, file: Path) -> list[tuple[str, str]]:
    return re.findall(_BLOCK.format(kind=kind), file.read_text(), re.MULTILINE | re.DOTALL)


def _argument(body: str, name: str) -> str:
    """Return the value of an argument as written; empty when the block has none."""
    found = re.search(_ARGUMENT.format(name=name), body, re.MULTILINE)
    return found[1].rstrip() if found else ""


def _line(text: str) -> str:
    """Return a value on one line, without its comments."""
    lines = [" ".join(re.sub(r"(^|\s)# .*", "", line).split()) for line in text.splitlines()]
    line = ", ".join(line for line in lines if line)
    return re.sub(r"([{\[(]),", r"\1", line).replace(",,", ",").replace(", }", " }").replace(", ]", "]")


def _outdented(text: str) -> str:
    return re.sub(r"^  ", "", text, flags=re.MULTILINE)


def _type(name: str, text: str) -> str:
    if len(_line(text)) <= _WIDEST:
        return f"`{_line(text)}`"
    kinds = re.match(r"(?:\w+\()*\w+", text)
    assert kinds
    outer = kinds[0] + ")" * kinds[0].count("(")
    return f"[`{outer}`](#{name})"


def _default(name: str, text: str) -> str:
    if not text:
        return "required"
    return f"`{_line(text)}`" if len(_line(text)) <= _WIDEST else f"[below](#{name})"


def _description(body: str) -> str:
    return _argument(body, "description").strip('"').replace('\\"', '"').replace("|", "\\|")
