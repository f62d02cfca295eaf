"""Python values to HCL text that `terraform fmt` leaves as it is.

Source of the escapes: HCL native syntax specification, "Template Expressions"; hclwrite's escapeQuotedStringLit.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from generator.convert import Number, Value

_WIDTH = 100  # a list longer than this is written one element per line
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SAFE = re.compile(r"[ !#-$&-\[\]-~]*")  # printable ASCII without quote, backslash and the % of a template


def string(text: str) -> str:
    """Return the quoted literal; `${` and `%{` stay text, and whatever does not print is escaped."""
    if _SAFE.fullmatch(text) and "${" not in text:
        return f'"{text}"'
    escaped = "".join(map(_character, text))
    return '"' + escaped.replace("${", "$${").replace("%{", "%%{") + '"'


def _character(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


@functools.lru_cache(maxsize=10_000)  # the same keys in every environment
def key(name: str) -> str:
    """Return an object key: bare where it is an identifier, else quoted and ASCII, so that its width is its length."""
    if _IDENTIFIER.fullmatch(name) and name not in ("for", "if", "null", "true", "false"):
        return name
    quoted = string(name)
    if quoted.isascii():
        return quoted
    return "".join(c if c.isascii() else f"\\u{ord(c):04X}" if ord(c) <= 0xFFFF else f"\\U{ord(c):08X}" for c in quoted)


def literal(value: Value, indent: int = 0) -> str:
    """Return the expression; lines after the first are indented by `indent` spaces and more."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return string(value)
    if isinstance(value, Number):
        return value.text
    if isinstance(value, list):
        return _list(value, indent)
    if not value:
        return "{}"
    body = "\n".join(assignments(value.items(), indent + 2))
    return "{\n" + body + "\n" + " " * indent + "}"


def _list(values: list[Value], indent: int) -> str:
    items = [literal(value, indent + 2) for value in values]
    line = "[" + ", ".join(items) + "]"
    if "\n" not in line and indent + len(line) <= _WIDTH:
        return line
    inner = " " * (indent + 2)
    return "[\n" + "".join(f"{inner}{item},\n" for item in items) + " " * indent + "]"


def assignments(pairs: Iterable[tuple[str, Value]], indent: int = 0) -> list[str]:
    """Return `key = value` lines, laid out as terraform fmt does it."""
    return align(((key(name), literal(value, indent)) for name, value in pairs), indent)


def align(pairs: Iterable[tuple[str, str]], indent: int = 0) -> list[str]:
    """Return `left = right` lines; the equals signs of a run of one-line values are in one column."""
    written = list(pairs)
    margin = " " * indent
    lines: list[str] = []
    start = 0
    while start < len(written):
        end = start
        while end < len(written) and "\n" not in written[end][1]:
            end += 1
        width = max((len(left) for left, _ in written[start:end]), default=0)
        lines += [f"{margin}{left:<{width}} = {right}" for left, right in written[start:end]]
        lines += [f"{margin}{left} = {right}" for left, right in written[end : end + 1]]
        start = end + 1
    return lines
