"""Lay one environment file over the one it extends, directed by the Terraform type of each value.

Maps and objects merge by key, recursively; lists, sets and scalars replace; `any` replaces whole. `!append` adds to the
list below, `!unset` takes a key out, back to the module's default.
"""

from __future__ import annotations

from generator.errors import Problem, hint
from generator.strict_yaml import Mapping, Node, Scalar, Sequence
from generator.types import ANY, Type


def merge(below: Mapping | None, above: Mapping, type_: Type, path: str, problems: list[Problem]) -> Mapping:
    """Return the mapping that `above` makes of `below`; faults in the use of the two tags go to `problems`."""
    items, keys = ({**below.items}, {**below.keys}) if below else ({}, {})
    for name, node in above.items.items():
        where = f"{path}.{name}" if path else name
        if node.tag == "!unset":
            if fault := _unset_fault(items, name, node, type_):
                problems.append(Problem(node.place, where, fault))
            items.pop(name, None)
            keys.pop(name, None)
        else:
            keys[name] = above.keys[name]
            items[name] = _value(items.get(name), node, type_.child(name) or ANY, where, problems)
    return Mapping(items, keys, above.place, None, above.start, above.end, above.flow)


def _value(below: Node | None, above: Node, type_: Type, path: str, problems: list[Problem]) -> Node:
    if above.tag == "!append":
        return _appended(below, above, type_, path, problems)
    if isinstance(above, Mapping) and type_.kind in ("map", "object"):
        return merge(below if isinstance(below, Mapping) else None, above, type_, path, problems)
    if not isinstance(above, Scalar):
        _refuse_tags(above, path, problems)
    return above


def _appended(below: Node | None, above: Node, type_: Type, path: str, problems: list[Problem]) -> Node:
    if not isinstance(above, Sequence) or type_.kind != "list":
        problems.append(Problem(above.place, path, f"!append is for lists; here a {type_} is set whole."))
        return above
    _refuse_tags(above, path, problems)
    if not isinstance(below, Sequence):
        problems.append(Problem(above.place, path, "!append has no list below to add to; leave the tag out."))
        return above
    return Sequence([*below.items, *above.items], above.place, None, above.start, above.end, above.flow)


def _unset_fault(items: dict[str, Node], name: str, node: Node, type_: Type) -> str | None:
    if not isinstance(node, Scalar) or node.text:
        return "!unset takes no value."
    if type_.kind == "object":  # its attributes are known, and may be unset for good measure
        return None if name in type_.attributes else f"unknown {type_.calls}{hint(name, type_.attributes)}"
    return None if name in items else f"!unset, but no file below sets this key{hint(name, items)}"


def _refuse_tags(value: Sequence | Mapping, path: str, problems: list[Problem]) -> None:
    """Inside a value that replaces whole there is nothing to append to or to unset."""
    pending: list[Node] = [*value.items] if isinstance(value, Sequence) else [*value.items.values()]
    while pending:
        node = pending.pop()
        if node.tag:
            problems.append(Problem(node.place, path, f"{node.tag} has no effect here: this value is set whole."))
        if isinstance(node, Mapping):
            pending.extend(node.items.values())
        elif isinstance(node, Sequence):
            pending.extend(node.items)
