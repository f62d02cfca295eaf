"""Take hand edits of a terraform.auto.tfvars back into the YAML: the smallest change, comments kept, then proven.

Terraform reads both files, so any expression it accepts can be adopted; each difference becomes one edit of the text.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator import contract, strict_yaml
from generator.convert import Number, Value
from generator.environment import DERIVED, Environment, Loader
from generator.errors import Place, Problem, Problems, Refusal, did_you_mean
from generator.layer import Layer
from generator.project import Project
from generator.render import TFVARS, Renderer
from generator.strict_yaml import Mapping, Node
from generator.types import Type

_Path = tuple[str, ...]
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")  # text that no YAML reader takes for anything else ...
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}  # ... but for these
_REMOVED = object()


def adopted(project: Project, renderer: Renderer, environment: Environment, edited: str) -> str:
    """Return the environment's YAML with the edits in it.

    Raises Problems when Terraform refuses the edited text, Refusal when the YAML cannot express an edit.
    """
    loader = Loader(project)
    shown = project.relative(project.root_of(environment.name) / TFVARS)
    before = _read(loader.layer, renderer.render(environment)[TFVARS], shown)
    after = _read(loader.layer, edited, shown)
    text = project.yaml_of(environment.name).read_text("utf-8-sig")
    below = loader.below(environment.name)
    for path, value in _changes(before, after, loader.layer):
        if path[0] in DERIVED:
            raise Refusal(f"{shown}: {path[0]} follows from {DERIVED[path[0]]}; change it in the YAML.")
        text = _edit(text, ("variables", *path), value, below)
    try:
        again = renderer.render(Loader(project, loader.layer).load(environment.name, text))[TFVARS]
        proven = _read(loader.layer, again, shown) == after
    except Problems as error:
        raise Refusal(f"{shown}: cannot be adopted by itself; put the edits into the YAML by hand.\n{error}") from None
    if not proven:
        keys = ", ".join(sorted({path[0] for path, _ in _changes(before, after, loader.layer)}))
        raise Refusal(f"{shown}: the edits of {keys} cannot be adopted by themselves; put them into the YAML by hand.")
    return text


def _read(layer: Layer, tfvars: str, shown: str) -> dict[str, Value]:
    with tempfile.TemporaryDirectory(prefix="gen-env-") as folder:
        diagnostics = contract.plan(Path(folder), layer, tfvars)
        problems = []
        for item in diagnostics:
            start = (item.get("range") or {}).get("start", {})
            place = Place(shown, start.get("line", 0), start.get("column", 0))
            problems.append(Problem(place, "", " ".join((item.get("detail") or item["summary"]).split())))
        # Terraform only warns of a name it does not know.
        for number, line in enumerate(tfvars.splitlines(), 1):
            name = re.match(r"([A-Za-z_][\w-]*)\s*=", line)
            if name and name[1] not in layer.decisions:
                message = f"unknown variable {name[1]}{did_you_mean(name[1], layer.decisions) or '.'}"
                problems.append(Problem(Place(shown, number, 1), "", message))
        if problems:
            raise Problems(problems)
        return contract.values(Path(folder))


def _changes(before: dict[str, Value], after: dict[str, Value], layer: Layer) -> list[tuple[_Path, object]]:
    changes: list[tuple[_Path, object]] = []
    for name, variable in layer.decisions.items():
        if name in before or name in after:
            old, new = before.get(name, _REMOVED), after.get(name, _REMOVED)
            changes += _differences((name,), old, new, variable.type)
    return changes


def _differences(path: _Path, old: object, new: object, type_: Type) -> Iterator[tuple[_Path, object]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and type_.kind in ("map", "object"):
        for key in {**old, **new}:
            # An object's attribute that is null is one that was left out.
            absent = None if type_.kind == "object" else _REMOVED
            inner = type_.child(key)
            if inner:
                yield from _differences((*path, key), old.get(key, absent), new.get(key, absent), inner)
        return
    yield path, _without_nulls(new, type_)


def _without_nulls(value: object, type_: Type) -> object:
    """Drop the optional attributes that Terraform filled with null."""
    if value is None:
        return _REMOVED
    if isinstance(value, dict):
        inner = {key: _without_nulls(item, type_.child(key) or type_) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item is not _REMOVED}
    if isinstance(value, list) and type_.element:
        return [None if item is None else _without_nulls(item, type_.element) for item in value]
    return value


def _edit(text: str, path: _Path, value: object, below: Mapping | None) -> str:
    """Return the YAML text with one value set, or taken out."""
    document = strict_yaml.parse(text, "")
    node: Node = document
    depth = 0
    while depth < len(path) and isinstance(node, Mapping) and path[depth] in node.items:
        parent, node = node, node.items[path[depth]]
        depth += 1
    inherited = _holds(below, path)
    if depth == len(path):
        if value is _REMOVED and not inherited:
            return _take_out(text, parent, path[-1])
        indent = parent.keys[path[-1]].place.column - 1
        return _replace(text, node, _yaml(value, indent, parent.flow))
    if value is _REMOVED and not inherited:
        return text
    if isinstance(node, Mapping) and node.items:
        return _put_in(text, node, path[depth:], value)
    # An empty mapping or a null: the rest of the path takes its place.
    indent = parent.keys[path[depth - 1]].place.column - 1 if depth else -2
    return _replace(text, node, _yaml(_nest(path[depth:], value), indent, depth > 0 and parent.flow))


def _holds(node: Node | None, path: _Path) -> bool:
    for key in path:
        if not isinstance(node, Mapping) or key not in node.items:
            return False
        node = node.items[key]
    return True


def _nest(path: _Path, value: object) -> object:
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


def _put_in(text: str, mapping: Mapping, path: _Path, value: object) -> str:
    if mapping.flow:
        written = f"{_key(path[0])}: {_yaml(_nest(path[1:], value), 0, True)}"
        return text[: mapping.end - 1].rstrip() + f", {written}" + text[mapping.end - 1 :]
    indent = next(iter(mapping.keys.values())).place.column - 1
    end = mapping.end
    while text[:end].endswith("\n"):
        end -= 1
    newline = text.find("\n", end)
    line_end = len(text) if newline < 0 else newline
    written = f"\n{' ' * indent}{_key(path[0])}:{_value(_nest(path[1:], value), indent, False)}"
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


def _value(value: object, indent: int, flow: bool) -> str:
    written = _yaml(value, indent, flow)
    return written if written.startswith("\n") else f" {written}"


def _yaml(value: object, indent: int, flow: bool) -> str:
    """Return YAML for a value; what takes several lines starts with a newline and is indented below `indent`."""
    if value is _REMOVED:
        return "!unset"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    if isinstance(value, str):
        return _text(value)
    margin = "\n" + " " * (indent + 2)
    if isinstance(value, dict):
        if flow or not value:
            return "{" + ", ".join(f"{_key(key)}: {_yaml(item, 0, True)}" for key, item in value.items()) + "}"
        return "".join(f"{margin}{_key(key)}:{_value(item, indent + 2, False)}" for key, item in value.items())
    assert isinstance(value, list)
    if flow or not any(isinstance(item, dict | list) for item in value):
        return "[" + ", ".join(_yaml(item, 0, True) for item in value) + "]"
    return "".join(f"{margin}- {_value(item, indent + 2, False).lstrip()}" for item in value)


def _key(key: str) -> str:
    return _text(key)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08X}"
