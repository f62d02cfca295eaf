"""How two environments differ: value by value, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.environment import DERIVED, Environment, State
from generator.errors import Place
from generator.types import Type
from generator.yaml_edit import REMOVED, flow


@dataclass(frozen=True)
class Difference:
    """A path at which two environments differ; a side is REMOVED where it says nothing."""

    path: tuple[str, ...]
    left: object
    right: object
    left_place: Place
    right_place: Place

    @property
    def shown(self) -> str:
        return ".".join(self.path)


def differences(left: Environment, right: Environment, types: dict[str, Type]) -> list[Difference]:
    """Return what differs, in the order of the sections and of the layer's variables.

    What follows from an environment's name, such as the bucket of its state, differs only where it is written.
    """
    found = []
    one, other = _sections(left), _sections(right)
    for section in ("aws", "backend", "upstream", "variables"):
        for path, mine, yours in _differing((section,), one[section], other[section], types):
            found.append(Difference(path, mine, yours, left.place(*path), right.place(*path)))
    return found


def _sections(environment: Environment) -> dict[str, Any]:
    written = environment.nodes.at
    states: dict[str, Any] = {}
    for layer, state in environment.upstream.items():
        if isinstance(state, State):
            names = {"state": "key", "bucket": "bucket", "region": "region"}
            states[layer] = {
                name: getattr(state, field) for name, field in names.items() if written("upstream", layer, name)
            }
        else:
            states[layer] = {"values": state}
    backend = {
        name: getattr(environment.backend, name)
        for name in ("bucket", "key", "region", "kms_key_id")
        if written("backend", name)
    }
    return {
        "aws": {"account_id": environment.account_id, "region": environment.region},
        "backend": backend,
        "upstream": states,
        "variables": {name: value for name, value in environment.variables.items() if name not in DERIVED},
    }


def _differing(
    path: tuple[str, ...], left: object, right: object, types: dict[str, Type]
) -> Iterator[tuple[tuple[str, ...], object, object]]:
    if left == right:
        return
    type_ = _type(path, types)
    if isinstance(left, dict) and isinstance(right, dict) and (type_ is None or type_.kind in ("map", "object")):
        for key in {**left, **right}:
            absent = None if type_ and type_.kind == "object" else REMOVED
            yield from _differing((*path, key), left.get(key, absent), right.get(key, absent), types)
        return
    yield path, left, right


def _type(path: tuple[str, ...], types: dict[str, Type]) -> Type | None:
    """Return the type of a variable's part; None for what is none."""
    if path[0] != "variables" or len(path) < 2 or path[1] not in types:
        return None
    type_: Type | None = types[path[1]]
    for key in path[2:]:
        type_ = type_.child(key) if type_ else None
    return type_


def shown(value: object) -> str:
    """Return a value on one line, as YAML has it."""
    if value is REMOVED or value is None:
        return "-"
    text = flow(value)
    return text if len(text) <= 70 else text[:67] + "..."


def told(found: list[Difference], left: str, right: str) -> Iterator[str]:
    """Yield the lines for people: a path, then each side with its place."""
    width = max(len(left), len(right))
    for each in found:
        yield each.shown
        for name, value, place in ((left, each.left, each.left_place), (right, each.right, each.right_place)):
            where = f"  ({place})" if value is not REMOVED and value is not None else ""
            yield f"  {name:{width}}  {shown(value)}{where}"


def as_json(found: list[Difference]) -> list[dict[str, Any]]:
    """Return the differences for programs; a side that says nothing has no value."""
    return [
        {
            "path": list(each.path),
            "left": _side(each.left, each.left_place),
            "right": _side(each.right, each.right_place),
        }
        for each in found
    ]


def _side(value: object, place: Place) -> dict[str, Any] | None:
    if value is REMOVED or value is None:
        return None
    return {"value": plain(value), "place": str(place)}


def plain(value: object) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    text = getattr(value, "text", None)
    if text is not None:
        return float(text) if any(letter in text for letter in ".eE") else int(text)
    return value
