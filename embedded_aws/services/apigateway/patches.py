"""The patch operations of API Gateway's updates, applied to a thing with the types of botocore's model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from embedded_aws.additions import AwsError
from embedded_aws.kinds import bad_request

Patch = Mapping[str, str]


def apply(item: dict[str, Any], patches: Iterable[Patch], shape: Shape) -> None:
    """Change the item; raise BadRequestException for a path that the model does not have."""
    for patch in patches:
        _apply(item, steps_of(patch), shape, patch)


def steps_of(patch: Patch) -> list[str]:
    return [unescape(step) for step in patch["path"].removeprefix("/").split("/")]


def unescape(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def invalid_path(patch: Patch) -> AwsError:
    return bad_request(f"Invalid patch path '{patch['path']}' specified for op '{patch['op']}'.")


def typed(value: str, shape: Shape) -> Any:
    """Convert the text of a patch into what the model says."""
    if shape.type_name == "boolean":
        return value.lower() == "true"
    if shape.type_name in {"integer", "long"}:
        return int(float(value))
    if shape.type_name in {"double", "float"}:
        return float(value)
    return value


def _apply(holder: dict[str, Any], steps: list[str], shape: Shape, patch: Patch) -> None:
    step, *rest = steps
    inner = _inner(step, shape, patch)
    if isinstance(inner, ListShape) and (rest or "value" in patch):
        _change_list(holder.setdefault(step, []), rest, patch)
    elif rest:
        _apply(holder.setdefault(step, {}), rest, inner, patch)
    elif patch["op"] == "remove" or (isinstance(shape, StructureShape) and not patch.get("value")):
        holder.pop(step, None)
    else:
        holder[step] = typed(patch.get("value", ""), inner)


def _inner(step: str, shape: Shape, patch: Patch) -> Shape:
    if isinstance(shape, StructureShape) and step in shape.members:
        return shape.members[step]
    if isinstance(shape, MapShape):
        return shape.value
    raise invalid_path(patch)


def _change_list(values: list[str], rest: list[str], patch: Patch) -> None:
    """Add, remove or replace one element, which is in the path or is the value."""
    if rest and rest[0].isdigit() and patch["op"] == "replace":
        values[int(rest[0]) : int(rest[0]) + 1] = [patch["value"]]
        return
    value = rest[0] if rest else patch["value"]
    if patch["op"] == "add" and value not in values:
        values.append(value)
    elif patch["op"] == "remove" and value in values:
        values.remove(value)
    elif patch["op"] == "replace":
        values[:] = [value]
