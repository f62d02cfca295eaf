"""Take hand edits of a terraform.auto.tfvars back into the YAML: the smallest change, comments kept, then proven.

Terraform reads both files, so any expression it accepts can be adopted; each difference becomes one edit of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import command, contract, variables_only, yaml_edit
from generator.convert import Value
from generator.environment import DERIVED, Environment, Loader
from generator.errors import Place, Problem, Problems, Refusal, hint
from generator.layer import Layer
from generator.project import Project
from generator.render import TFVARS, Renderer
from generator.roots import assignments
from generator.types import Type
from generator.yaml_edit import REMOVED

_Path = tuple[str, ...]


def adopted(project: Project, renderer: Renderer, environment: Environment) -> str:
    """Return the environment's YAML with the edits in it.

    Raises Problems when Terraform refuses the edited text, Refusal when the YAML cannot express an edit.
    """
    loader = Loader(project)
    path = project.root_of(environment.name) / TFVARS
    shown = project.relative(path)
    if not path.exists():
        raise Refusal(f"{shown}: is missing; run {command.gen_env(project)} {environment.name}.")
    before = _read(loader.layer, renderer.render(environment)[TFVARS], shown)
    after = _read(loader.layer, project.text(path), shown)
    text = project.text(project.yaml_of(environment.name))
    below = loader.below(environment.name)
    changes = _changes(before, after, loader.layer)
    for key, _ in changes:
        if key[0] in DERIVED:
            raise Refusal(f"{shown}: {key[0]} follows from {DERIVED[key[0]]}; change it in the YAML.")
    try:
        for key, value in changes:
            text = yaml_edit.put(text, ("variables", *key), value, below)
        again = renderer.render(Loader(project, loader.layer).load(environment.name, text))[TFVARS]
        proven = _read(loader.layer, again, shown)
    except Problems as error:
        raise Refusal(f"{shown}: cannot be adopted by itself; put the edits into the YAML by hand.\n{error}") from None
    if proven != after:
        differing = {name for name in {**proven, **after} if proven.get(name) != after.get(name)}
        keys = ", ".join(sorted({key[0] for key, _ in changes} or differing))
        raise Refusal(f"{shown}: the edits of {keys} cannot be adopted by themselves; put them into the YAML by hand.")
    return text


def _read(layer: Layer, tfvars: str, shown: str) -> dict[str, Value]:
    with contract.scratch() as folder:
        diagnostics = contract.plan(folder, layer, tfvars)
        problems = [_problem(diagnostic, shown) for diagnostic in diagnostics] or list(_unfit(layer, tfvars, shown))
        if problems:
            raise Problems(problems)
        return variables_only.values(folder)


def _problem(diagnostic: dict[str, Any], shown: str) -> Problem:
    start = (diagnostic.get("range") or {}).get("start", {})
    return Problem(Place(shown, start.get("line", 0), start.get("column", 0)), "", contract.sentence(diagnostic))


def _unfit(layer: Layer, tfvars: str, shown: str) -> Iterator[Problem]:
    """Say which names are not for a YAML; Terraform only warns of one that it does not know."""
    names = assignments(tfvars)
    if names is None:
        yield Problem(Place(shown), "", "is no HCL that gen-env can read; put the edits into the YAML by hand.")
    for name in names or ():
        lines = [n for n, line in enumerate(tfvars.split("\n"), 1) if line.partition("=")[0].strip() == name]
        place = Place(shown, *lines[:1])
        if name not in layer.decisions:
            yield Problem(place, name, f"unknown variable{hint(name, layer.decisions)}")
        elif layer.decisions[name].secret:
            yield Problem(place, name, f"is sensitive or ephemeral, not for a file; pass it as TF_VAR_{name}.")


def _changes(before: dict[str, Value], after: dict[str, Value], layer: Layer) -> list[tuple[_Path, object]]:
    changes: list[tuple[_Path, object]] = []
    for name, variable in layer.decisions.items():
        if name in before or name in after:
            old, new = before.get(name, REMOVED), after.get(name, REMOVED)
            changes += _differences((name,), old, new, variable.type)
    return changes


def _differences(path: _Path, old: object, new: object, type_: Type) -> Iterator[tuple[_Path, object]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and type_.kind in ("map", "object"):
        for key in {**old, **new}:
            # An object's attribute that is null is one that was left out.
            absent = None if type_.kind == "object" else REMOVED
            inner = type_.child(key)
            if inner:
                yield from _differences((*path, key), old.get(key, absent), new.get(key, absent), inner)
        return
    yield path, without_nulls(new, type_)


def without_nulls(value: object, type_: Type) -> object:
    """Return the value without the optional attributes that Terraform filled with null."""
    if value is None:
        return REMOVED
    if isinstance(value, dict):
        inner = {key: without_nulls(item, type_.child(key) or type_) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item is not REMOVED}
    if isinstance(value, list) and type_.element:
        return [None if item is None else without_nulls(item, type_.element) for item in value]
    return value
