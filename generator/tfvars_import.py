"""Make an environment of a tfvars file that was written for another layout: all that does not fit, at its own lines.

Terraform evaluates the file, so whatever it takes can be imported; what the layer's types and all validations say of
the values is then said of the lines they were given at.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import command, contract, hcl, module_rules, variables_only
from generator.convert import Value
from generator.environment import Environment, Loader
from generator.errors import Place, Problem, Problems, did_you_mean
from generator.project import Project
from generator.render import TFVARS, Renderer
from generator.roots import assignments
from generator.yaml_edit import block

_LARGEST = 1_000_000  # bytes
# What other layouts call the region, and what follows from the name here.
_REGION = ("aws_region", "region")
_USUAL_REGION = "us-east-1"
_DERIVED = ("environment", "env")


@dataclass(frozen=True)
class Imported:
    """The YAML text, the environment it loads to, and what was left out: faults at lines of the tfvars file."""

    text: str
    environment: Environment
    left_out: list[Problem]


def imported(project: Project, file: Path, name: str, *, partial: bool) -> Imported:
    """Return the environment that a tfvars file makes.

    Raises Problems with every fault of the file, unless `partial`, which leaves out the variables that have one.
    """
    shown = file.as_posix()
    text = _read(file, shown)
    values = _evaluated(text, shown)
    loader = Loader(project)
    faults: list[Problem] = []
    region = next((values.pop(word) for word in _REGION if word in values), None)
    if region is None:
        faults.append(
            Problem(Place(shown), "region", "is not said; the environment is in us-east-1 until its YAML says else.")
        )
        region = "us-east-1"
    for word in _DERIVED:
        if word in values and values[word] != name:
            faults.append(
                _fault(text, shown, (word,), f"follows from the file's name, which is {name} here; leave it out.")
            )
        values.pop(word, None)
    decisions = loader.layer.decisions
    for variable in sorted(values.keys() - decisions.keys()):
        advice = did_you_mean(variable, decisions) or f"; {command.gen_env(project)} keys lists those that there are."
        faults.append(_fault(text, shown, (variable,), f"the layer has no such variable{advice}"))
        del values[variable]
    for variable in [word for word in values if decisions[word].secret]:
        faults.append(_fault(text, shown, (variable,), f"is sensitive or ephemeral; pass it as TF_VAR_{variable}."))
        del values[variable]
    # What is refused is left out, so that what it hides is seen too.
    while True:
        yaml_text = _yaml(name, shown, region, values)
        found = _refused(project, loader, name, yaml_text)
        faults += [_at_home(problem, text, shown) for problem in found]
        if not found:
            break
        guilty = [problem.path for problem in found if problem.path.startswith("variables.")]
        lighter = functools.reduce(_without, guilty, values)
        if lighter == values:
            raise Problems(faults)
        values = lighter
    environment = Loader(project, loader.layer).load(name, yaml_text)
    faults += _unproven(project, loader, environment, values, text, shown)
    if faults and not partial:
        raise Problems(faults)
    return Imported(yaml_text, environment, sorted(set(faults)))


def _without(values: dict[str, Value], path: str) -> dict[str, Value]:
    """Return the values without what a path leads to, as far as they have it."""

    def cut(value: dict[str, Value], text: str) -> dict[str, Value]:
        fitting = [key for key in value if text == key or text.startswith((f"{key}.", f"{key}["))]
        if not fitting:
            return {}
        key = max(fitting, key=len)
        rest = text[len(key) + 1 :]
        inner = value[key]
        others = {name: item for name, item in value.items() if name != key}
        if rest and text[len(key)] == "." and isinstance(inner, dict) and (kept := cut(inner, rest)):
            return {**others, key: kept}
        return others

    return cut(values, path.partition(".")[2])


def _read(file: Path, shown: str) -> str:
    try:
        if not file.is_file():
            raise Problems([Problem(Place(shown), "", "is no file; name a .tfvars file.")])
        raw = file.read_bytes()
    except OSError as error:
        raise Problems([Problem(Place(shown), "", f"cannot be read: {error.strerror}.")]) from None
    if len(raw) > _LARGEST:
        raise Problems([Problem(Place(shown), "", f"larger than {_LARGEST:,} bytes; import it in parts.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problems([Problem(Place(shown), "", "is not UTF-8 text; save it as UTF-8.")]) from None


def _evaluated(text: str, shown: str) -> dict[str, Value]:
    """Return the values of a tfvars file whatever variables it is for; raise Problems where it is none."""
    names = assignments(text)
    declared = set(names or re.findall(r"^([A-Za-z_][A-Za-z0-9_-]*)[ \t]*=", text, re.MULTILINE))
    with contract.scratch() as folder:
        (folder / "variables.tf").write_text("".join(f'variable "{name}" {{}}\n' for name in sorted(declared)), "utf-8")
        (folder / TFVARS).write_text(text, "utf-8")
        problems = []
        for diagnostic in variables_only.plan(folder):
            start = (diagnostic.get("range") or {}).get("start", {})
            place = Place(shown, start.get("line", 0), start.get("column", 0))
            problems.append(Problem(place, "", contract.sentence(diagnostic)))
        if problems:
            raise Problems(problems)
        found = variables_only.values(folder)
    return {name: value for name, value in found.items() if value is not None}


def _yaml(name: str, shown: str, region: Value, values: dict[str, Value]) -> str:
    # It extends nothing: maps of a file below would be merged with the given ones.
    lines = [f"# Imported from {shown}. To share decisions with others, extend a file and take out what it says."]
    lines += ["", "aws:", f"  region:{block(region, 2)}"]
    lines += ["", "variables:" if values else "variables: {}"]
    lines += [f"  {word}:{block(_said(value), 2)}" for word, value in values.items()]
    return "\n".join(lines) + "\n"


def _said(value: Value) -> Value:
    """Leave out what is null: in Terraform it means the default."""
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_said(item) for item in value]
    return value


def _refused(project: Project, loader: Loader, name: str, text: str) -> list[Problem]:
    try:
        environment = Loader(project, loader.layer).load(name, text)
    except Problems as error:
        return list(error.problems)
    renderer = Renderer(project, loader.layer)
    [layer] = contract.validate(loader.layer, renderer, [environment])
    [modules] = module_rules.validate(project, loader.layer, renderer, [environment])
    return list(module_rules.without_echoes(dict.fromkeys([*layer, *modules])))


def _at_home(problem: Problem, text: str, shown: str) -> Problem:
    """Return a problem of the YAML as one of the line of the tfvars file."""
    keys = tuple(problem.path.split("."))
    keys = keys[1:] if keys[0] == "variables" else (_REGION[0],) if keys[0] == "aws" else keys
    return _fault(text, shown, keys, problem.message)


def _fault(text: str, shown: str, keys: tuple[str, ...], message: str) -> Problem:
    return Problem(_place(text, shown, keys), ".".join(keys), message)


def _place(text: str, shown: str, keys: tuple[str, ...]) -> Place:
    """Return where the keys lead to, as far as they can be found one behind the other."""
    at, place = 0, Place(shown)
    for depth, key in enumerate(keys):
        start = r"^" if depth == 0 else r"(?<![A-Za-z0-9_-])"
        name = re.escape(re.sub(r"\[\d+\]$", "", key))
        found = re.compile(rf'{start}[ \t]*(?P<key>"?{name}"?)[ \t]*[=:]', re.MULTILINE).search(text, at)
        if not found:
            break
        at = found.end()
        line = text.count("\n", 0, found.start("key")) + 1
        place = Place(shown, line, found.start("key") - (text.rfind("\n", 0, found.start("key")) + 1) + 1)
    return place


def _unproven(
    project: Project, loader: Loader, environment: Environment, values: dict[str, Value], text: str, shown: str
) -> Iterator[Problem]:
    """Yield what the rendered environment says otherwise than the file did, by Terraform's own reading of both."""
    ours = _typed(loader, Renderer(project, loader.layer).render(environment)[TFVARS])
    given = {**environment.variables, **values}
    theirs = _typed(loader, "\n".join(hcl.assignments(given.items())) + "\n")
    for name in sorted(values):
        if ours.get(name) != theirs.get(name):
            yield _fault(text, shown, (name,), "does not come back as it was given; write it into the YAML by hand.")


def _typed(loader: Loader, tfvars: str) -> dict[str, Value]:
    with contract.scratch() as folder:
        contract.plan(folder, loader.layer, tfvars)
        return variables_only.values(folder) if variables_only.is_planned(folder) else {}
