"""What a module lets one decide and take back, and which of it the steps of a take_back.yaml do take back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.layer import Layer
from generator.types import Type

# A map of these is a decision too; that a key of it is renamed is nothing but one entry removed.
_SCALARS = ("string", "number", "bool", "any")
REMOVED, RENAMED = " (removed)", " (renamed)"


@dataclass(frozen=True)
class _Node:
    """A place in a variable's type: maps and lists are passed through, so a path names attributes only."""

    path: str
    type: Type
    optional: bool
    default: str


def decisions(module: Layer) -> set[str]:
    """Return what can be decided: optional objects, booleans, and of every map that entries go and keys change."""
    return {name for node in _nodes(module) for name in _names(node)}


def taken_back(module: Layer, steps: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the decisions that differ between a step and the next, in a call that both have.

    An object is on and then off while what it belongs to stays; an entry of a map goes; a key is another.
    """
    found: set[str] = set()
    for before, after in pairwise(steps):
        for call in before.keys() & after.keys():
            for name, variable in module.variables.items():
                node = _Node(name, variable.type, not variable.required, variable.default)
                found |= set(_changes(node, before[call].get(name), after[call].get(name)))
    return found


def _nodes(module: Layer) -> Iterator[_Node]:
    for name, variable in module.variables.items():
        yield from _within(_Node(name, variable.type, not variable.required, variable.default))


def _within(node: _Node) -> Iterator[_Node]:
    yield node
    element = node.type
    while element.element:
        element = element.element
        yield _Node(node.path, element, False, "")
    for child in _children(node.path, element):
        yield from _within(child)


def _children(path: str, type_: Type) -> Iterator[_Node]:
    for name, attribute in type_.attributes.items():
        yield _Node(f"{path}.{name}", attribute.type, attribute.optional, attribute.default)


def _names(node: _Node) -> Iterator[str]:
    if node.type.kind == "bool" or (node.type.kind == "object" and node.optional and _off_by_default(node)):
        yield node.path
    elif node.type.kind == "map":
        yield node.path + REMOVED
        if node.type.element and node.type.element.kind not in _SCALARS:
            yield node.path + RENAMED


def _off_by_default(node: _Node) -> bool:
    return node.default in ("", "null")


def _changes(node: _Node, before: Any, after: Any) -> Iterator[str]:
    """Yield the decisions below this place whose values differ."""
    kind = node.type.kind
    if kind == "bool":
        if _effective(node, before) != _effective(node, after):
            yield node.path
    elif kind == "object":
        if node.optional and _off_by_default(node) and before is not None and after is None:
            yield node.path
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            for child in _children(node.path, node.type):
                name = child.path.rpartition(".")[2]
                yield from _changes(child, before.get(name), after.get(name))
    elif node.type.element:
        yield from _changes_of_elements(node, before, after)


def _changes_of_elements(node: _Node, before: Any, after: Any) -> Iterator[str]:
    assert node.type.element
    element = _Node(node.path, node.type.element, False, "")
    if node.type.kind == "map":
        old = before if isinstance(before, Mapping) else {}
        new = after if isinstance(after, Mapping) else {}
        gone, come = old.keys() - new.keys(), new.keys() - old.keys()
        scalar = node.type.element.kind in _SCALARS
        if len(gone) > (0 if scalar else len(come)):
            yield node.path + REMOVED
        if gone and come and not scalar:
            yield node.path + RENAMED
        for key in old.keys() & new.keys():
            yield from _changes(element, old[key], new[key])
    elif isinstance(before, Sequence) and isinstance(after, Sequence) and not isinstance(before, str):
        for old_item, new_item in zip(before, after, strict=False):
            yield from _changes(element, old_item, new_item)


def _effective(node: _Node, value: Any) -> Any:
    """Return a boolean's value, or its default; a null default is a value of its own."""
    return node.default or "null" if value is None else str(value).lower()
