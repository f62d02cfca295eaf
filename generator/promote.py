"""Bring decisions of one environment into another's YAML: minimal edits, comments kept, then proven.

Never its account, its state and what it has from other layers; nor what stands under a key that is marked `# pin`.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from generator import strict_yaml, yaml_edit
from generator.adopt import without_nulls
from generator.compare import Difference, differences
from generator.environment import Environment, Loader
from generator.errors import Problems, Refusal
from generator.project import Project
from generator.strict_yaml import Mapping
from generator.types import ANY, Type

_PIN = re.compile(r"#\s*pin\b")


@dataclass(frozen=True)
class Promotion:
    """The new text of the other environment's YAML, and what was left alone because it is pinned."""

    text: str
    changed: list[str]
    pinned: list[str]

    def diff(self, before: str, shown: str) -> str:
        """Return the edits as a unified diff."""
        lines = (before.splitlines(keepends=True), self.text.splitlines(keepends=True))
        return "".join(difflib.unified_diff(*lines, shown, f"{shown} (promoted)"))


def promote(
    project: Project, loader: Loader, source: Environment, target: Environment, paths: list[tuple[str, ...]]
) -> Promotion:
    """Return what the target's YAML becomes; all decisions where no paths are named. Raises Refusal."""
    types = {name: item.type for name, item in loader.layer.decisions.items()}
    wanted = [
        each
        for each in differences(target, source, types)
        if each.path[0] == "variables" and (not paths or any(_below(each.path, path) for path in paths))
    ]
    before = text = project.text(project.yaml_of(target.name))
    below = loader.below(target.name)
    changed, pinned = [], []
    for each in wanted:
        if _is_pinned(before, each.path):
            pinned.append(each.shown)
            continue
        value = each.right
        if value is not yaml_edit.REMOVED:
            value = without_nulls(value, _type(types, each.path))
        text = yaml_edit.put(text, each.path, value, below)
        changed.append(each.shown)
    _prove(loader, source, target, text, [each for each in wanted if each.shown in changed], types)
    return Promotion(text, changed, pinned)


def _below(path: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return path[: len(asked)] == asked or asked[: len(path)] == path


def _type(types: dict[str, Type], path: tuple[str, ...]) -> Type:
    type_: Type = types[path[1]]
    for key in path[2:]:
        type_ = type_.child(key) or ANY
    return type_


def _is_pinned(text: str, path: tuple[str, ...]) -> bool:
    """Tell whether the line of a key on the way to this one says so."""
    lines = text.split("\n")
    node: object = strict_yaml.parse(text, "")
    for key in path:
        if not isinstance(node, Mapping) or key not in node.items:
            return False
        if _PIN.search(lines[node.keys[key].place.line - 1]):
            return True
        node = node.items[key]
    return False


def _prove(
    loader: Loader,
    source: Environment,
    target: Environment,
    text: str,
    wanted: list[Difference],
    types: dict[str, Type],
) -> None:
    try:
        now = Loader(loader.project, loader.layer).load(target.name, text)
    except Problems as error:
        raise Refusal(f"{target.name} cannot take this by itself; edit its YAML by hand.\n{error}") from None
    still = {each.path for each in differences(now, source, types)} & {each.path for each in wanted}
    if still:
        names = ", ".join(".".join(path) for path in sorted(still))
        raise Refusal(f"{names}: cannot be promoted by itself; edit environments/{target.name}.yaml by hand.")
