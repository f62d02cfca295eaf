"""What gen-env does, for its command line and for make: load, validate, write. (check.py: compare.)"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from generator import contract
from generator.environment import Environment, Loader, clashes, misnamed
from generator.errors import Problem, Problems, Refusal, did_you_mean
from generator.project import Project
from generator.render import TFVARS, Renderer
from generator.roots import differences
from generator.write import lock, refuse_links, write


def validate(project: Project, names: Collection[str]) -> list[str]:
    """Return what the layer's types and validation blocks refuse in these environments (none: all), as sentences."""
    try:
        loader, environments = load(project, names)
        renderer = Renderer(project, loader.layer)
        return list(map(str, sorted(contract.validate(loader.layer, renderer, environments))))
    except Problems as error:
        return list(map(str, error.problems))


def render(project: Project, names: Collection[str], *, force: bool = False) -> list[Path]:
    """Write what is missing or stale in these environments' roots (none: all); return the files written.

    Raises Problems for faults in the YAML and Refusal for hand-edited files, unless `force`; nothing is written then.
    """
    loader, environments = load(project, names)
    return _write(project, Renderer(project, loader.layer), environments, {}, force)


def scaffold(project: Project, name: str, text: str) -> list[Path]:
    """Write a new environment's YAML and its root; return the files written. Raises like render."""
    loader = Loader(project)
    others = [other for other in project.names() if other != name]
    environment = loader.load(name, text)
    problems = clashes([*_readable(loader, others), environment])
    if problems:
        raise Problems(problems)
    yaml = {project.yaml_of(name): text}
    return _write(project, Renderer(project, loader.layer), [environment], yaml, False)


def adopt(project: Project, name: str) -> list[Path]:
    """Take the hand edits of a root's tfvars into its YAML; return the files written.

    Raises Problems when Terraform refuses the edits, Refusal when the YAML cannot express them.
    """
    from generator.adopt import adopted

    path = project.root_of(name) / TFVARS
    if not path.is_file():
        raise Refusal(f"{project.relative(path)}: is missing; run gen-env {name}.")
    loader, [environment] = load(project, [name])
    renderer = Renderer(project, loader.layer)
    text = adopted(project, renderer, environment, path.read_text("utf-8"))
    changed = Loader(project, loader.layer).load(name, text)
    # The tfvars are written over: their edits are in the YAML now.
    return _write(project, renderer, [changed], {project.yaml_of(name): text}, {path})


def load(project: Project, names: Collection[str]) -> tuple[Loader, list[Environment]]:
    """Load these environments strictly, and compare their states and accounts with all others that can be read."""
    known = project.names()
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or f"; there are {', '.join(known) or 'none'}."
            raise Refusal(f"no environments/{name}.yaml{hint}")
    loader = Loader(project)
    chosen = sorted(set(names)) or known
    problems: list[Problem] = [] if names else list(misnamed(project))
    good = [name for name in chosen if not any(problem.place.file.endswith(f"/{name}.yaml") for problem in problems)]
    try:
        environments = loader.load_all(good)
    except Problems as error:
        raise Problems([*problems, *error.problems]) from None
    everyone = [*_readable(loader, [name for name in known if name not in chosen]), *environments]
    problems += clashes(everyone) if len(everyone) > len(environments) else []
    if problems:
        raise Problems(problems)
    return loader, environments


def _readable(loader: Loader, names: Collection[str]) -> list[Environment]:
    """Load those that have no fault of their own; a broken neighbour is no reason to stop here."""
    found = []
    for name in names:
        try:
            found.append(loader.load(name))
        except Problems:
            continue
    return found


def _write(
    project: Project,
    renderer: Renderer,
    environments: list[Environment],
    more: dict[Path, str],
    force: bool | Collection[Path],
) -> list[Path]:
    with lock(project):
        found = list(differences(project, renderer, environments))
        edited = [item for item in found if item.edited and not (force is True or (force and item.path in force))]
        if edited:
            raise Refusal("\n".join(item.sentence(project) for item in edited))
        files = {item.path: item.rendered for item in found} | more
        for path in files:
            refuse_links(project, path)
        write(project, files)
    return list(files)
