"""Lay one environment file over the one it extends, directed by the Terraform type of each value.

Maps and objects merge by key, recursively; lists, sets and scalars replace; `any` replaces whole. `!append` adds to the
list below, `!unset` takes a key out, back to the module's default.
"""

from __future__ import annotations

from dataclasses import replace

from generator.errors import Problem, did_you_mean
from generator.strict_yaml import Mapping, Node, Scalar, Sequence
from generator.types import ANY, Type


def merge(below: Mapping | None, above: Mapping, type_: Type, path: str, problems: list[Problem]) -> Mapping:
    """Return the mapping that `above` makes of `below`; faults in the use of the two tags go to `problems`."""
    items = dict(below.items) if below else {}
    keys = dict(below.keys) if below else {}
    for name, node in above.items.items():
        where = f"{path}.{name}" if path else name
        if node.tag == "!unset":
            _unset(items, keys, name, node, type_, where, problems)
            continue
        keys[name] = above.keys[name]
        items[name] = _value(items.get(name), node, type_.child(name), where, problems)
    return replace(above, items=items, keys=keys)


def _value(below: Node | None, above: Node, type_: Type | None, path: str, problems: list[Problem]) -> Node:
    type_ = type_ or ANY
    if isinstance(above, Mapping) and type_.kind in ("map", "object"):
        return merge(below if isinstance(below, Mapping) else None, above, type_, path, problems)
    if above.tag == "!append":
        if not isinstance(above, Sequence) or type_.kind != "list":
            problems.append(Problem(above.place, path, f"!append is for lists; here a {type_} is set whole."))
        elif not isinstance(below, Sequence):
            problems.append(Problem(above.place, path, "!append has no list below to add to; leave the tag out."))
        else:
            return replace(above, items=[*below.items, *above.items], tag=None)
        above = replace(above, tag=None)
    _refuse_tags(above, path, problems)
    return above


def _unset(
    items: dict[str, Node],
    keys: dict[str, Scalar],
    name: str,
    node: Node,
    type_: Type,
    path: str,
    problems: list[Problem],
) -> None:
    if getattr(node, "text", "") or isinstance(node, Mapping | Sequence):
        problems.append(Problem(node.place, path, "!unset takes no value."))
    elif name not in items and not type_.attributes:
        # For a map only: an object's attribute may be unset for good measure, and a wrong name is found by its type.
        hint = did_you_mean(name, items) or "."
        problems.append(Problem(node.place, path, f"!unset, but no file below sets this key{hint}"))
    elif type_.attributes and name not in type_.attributes:
        problems.append(Problem(node.place, path, f"unknown key{did_you_mean(name, type_.attributes) or '.'}"))
    items.pop(name, None)
    keys.pop(name, None)


def _refuse_tags(node: Node, path: str, problems: list[Problem]) -> None:
    """Inside a value that replaces whole there is nothing to append to or to unset."""
    pending = [node]
    while pending:
        node = pending.pop()
        if node.tag:
            problems.append(Problem(node.place, path, f"{node.tag} has no effect here: this value is set whole."))
        if isinstance(node, Mapping):
            pending.extend(node.items.values())
        elif isinstance(node, Sequence):
            pending.extend(node.items)
