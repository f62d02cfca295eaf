"""Set one value in the text of a YAML file and leave every other character of it alone."""

from __future__ import annotations

import re

from generator import strict_yaml
from generator.convert import Number
from generator.strict_yaml import Mapping, Node, Sequence

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")  # text that no YAML reader takes for anything else ...
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}  # ... but for these
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
REMOVED = object()


def put(text: str, path: tuple[str, ...], value: object, below: Mapping | None) -> str:
    """Return the YAML text with the value at this path set, or taken out where it is REMOVED.

    `below` is what the files say that this one extends; a value of theirs takes an `!unset` to be removed.
    """
    document = strict_yaml.parse(text, "")
    node: Node = document
    depth = 0
    while depth < len(path) and isinstance(node, Mapping) and path[depth] in node.items:
        parent, node = node, node.items[path[depth]]
        depth += 1
    inherited = _holds(below, path)
    if depth == len(path):
        if value is REMOVED and not inherited:
            return _take_out(text, parent, path[-1])
        indent = parent.keys[path[-1]].place.column - 1
        in_block = isinstance(node, Sequence | Mapping) and not node.flow and text[node.start] not in "&!"
        return _replace(text, node, _block(node, value) if in_block else _yaml(value, indent, parent.flow))
    if value is REMOVED and not inherited:
        return text
    if isinstance(node, Mapping) and node.items:
        return _put_in(text, node, path[depth:], value)
    # An empty mapping or a null: the rest of the path takes its place.
    indent = parent.keys[path[depth - 1]].place.column - 1 if depth else -2
    return _replace(text, node, _yaml(_nest(path[depth:], value), indent, depth > 0 and parent.flow))


def _holds(node: Node | None, path: tuple[str, ...]) -> bool:
    for key in path:
        if not isinstance(node, Mapping) or key not in node.items:
            return False
        node = node.items[key]
    return True


def _nest(path: tuple[str, ...], value: object) -> object:
    for key in reversed(path):
        value = {key: value}
    return value


def _replace(text: str, node: Node, written: str) -> str:
    start, end = node.start, node.end
    while text[start:end].endswith("\n"):
        end -= 1  # a block scalar's mark is behind its last line
    if written.startswith("\n"):
        start = len(text[:start].rstrip(" "))
    elif start == end and text[start - 1 : start] not in (" ", "\n", ""):
        written = " " + written  # an empty value: `key:`
    return text[:start] + written + text[end:]


def _block(node: Node, value: object) -> str:
    """Return YAML that starts on a line of its own, where this block collection starts."""
    column = node.place.column - 1
    if isinstance(value, list) and value and isinstance(node, Sequence):
        return _items(value, column).lstrip()
    # What takes one line has to stand deeper than its key, and the dashes of a list may not.
    written = _yaml(value, column - 2, False)
    return written.lstrip() if written.startswith("\n") else f"  {written}"


def _put_in(text: str, mapping: Mapping, path: tuple[str, ...], value: object) -> str:
    if mapping.flow:
        written = f"{quoted(path[0])}: {_yaml(_nest(path[1:], value), 0, True)}"
        return text[: mapping.end - 1].rstrip() + f", {written}" + text[mapping.end - 1 :]
    indent = next(iter(mapping.keys.values())).place.column - 1
    end = mapping.end
    while text[:end].endswith("\n"):
        end -= 1
    newline = text.find("\n", end)
    line_end = len(text) if newline < 0 else newline
    written = f"\n{' ' * indent}{quoted(path[0])}:{_value(_nest(path[1:], value), indent, False)}"
    return text[:line_end] + written + text[line_end:]


def _take_out(text: str, parent: Mapping, key: str) -> str:
    rest = {name: item for name, item in parent.items.items() if name != key}
    if parent.flow or not rest:
        others = ", ".join(text[parent.keys[name].start : item.end] for name, item in rest.items())
        start = parent.start if parent.flow else parent.keys[key].start
        return text[:start] + "{" + others + "}" + text[parent.end :]
    start = text.rfind("\n", 0, parent.keys[key].start) + 1
    end = parent.items[key].end
    while text[:end].endswith("\n"):
        end -= 1
    newline = text.find("\n", end)
    return text[:start] + (text[newline + 1 :] if newline >= 0 else "")


def flow(value: object) -> str:
    """Return YAML for a value on one line."""
    return _yaml(value, 0, True)


def block(value: object, indent: int) -> str:
    """Return YAML for the value of a key that stands at this column, with the space or the line break before it."""
    return _value(value, indent, False)


def _value(value: object, indent: int, flow: bool) -> str:
    written = _yaml(value, indent, flow)
    return written if written.startswith("\n") else f" {written}"


def _yaml(value: object, indent: int, flow: bool) -> str:
    """Return YAML for a value; what takes several lines starts with a newline and is indented below `indent`."""
    if value is REMOVED:
        return "!unset"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    if isinstance(value, str):
        return quoted(value)
    margin = "\n" + " " * (indent + 2)
    if isinstance(value, dict):
        if flow or not value:
            return "{" + ", ".join(f"{quoted(key)}: {_yaml(item, 0, True)}" for key, item in value.items()) + "}"
        return "".join(f"{margin}{quoted(key)}:{_value(item, indent + 2, False)}" for key, item in value.items())
    assert isinstance(value, list)
    if flow or not any(isinstance(item, dict | list) for item in value):
        return "[" + ", ".join(_yaml(item, 0, True) for item in value) + "]"
    return _items(value, indent + 2)


def _items(values: list[object], indent: int) -> str:
    return "".join(f"\n{' ' * indent}- {_value(item, indent, False).lstrip()}" for item in values)


def quoted(text: str) -> str:
    """Return the text as YAML that means just this text, without quotes where none are needed."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    return character if character.isprintable() else f"\\U{ord(character):08X}"
