"""What gen-env does, for its command line and for make: load, validate, write. (check.py: compare.)"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from generator import contract, module_rules
from generator.environment import Environment, Loader, clashes, overlooked
from generator.errors import Problem, Problems, Refusal, hint
from generator.project import Project, name_fault
from generator.promote import Promotion
from generator.render import TFVARS, Renderer
from generator.roots import differences
from generator.write import Content, lock, write


def validate(project: Project, names: Collection[str]) -> list[str]:
    """Return what the layer's types and validation blocks refuse in these environments (none: all), as sentences."""
    try:
        loader, environments = load(project, names)
        renderer = Renderer(project, loader.layer)
        found: dict[Problem, list[str]] = defaultdict(list)
        for refused in (
            contract.validate(loader.layer, renderer, environments),
            module_rules.validate(project, loader.layer, renderer, environments),
        ):
            for environment, problems in zip(environments, refused, strict=True):
                for problem in problems:
                    found[problem].append(environment.name)
        return list(map(str, sorted(_told_once(module_rules.without_echoes(found)))))
    except Problems as error:
        return list(map(str, error.problems))


def _told_once(found: Mapping[Problem, Collection[str]]) -> Iterator[Problem]:
    """Yield each fault once, with the environments that have it where that are several."""
    for problem, names in found.items():
        several = f" (in {', '.join(dict.fromkeys(names))})" if len(set(names)) > 1 else ""
        yield replace(problem, message=f"{problem.message}{several}")


def render(project: Project, names: Collection[str], *, force: bool = False) -> list[Path]:
    """Write what is missing or stale in these environments' roots (none: all); return the files written.

    Of all, also what is stale in the reference. Raises Problems for faults in the YAML and Refusal for hand-edited
    files, unless `force`; nothing is written then.
    """
    from generator.reference import stale

    loader, environments = load(project, names)
    renderer = Renderer(project, loader.layer)
    return _write(project, renderer, environments, {} if names else stale(project), None if force else ())


def scaffold(project: Project, name: str, text: str) -> list[Path]:
    """Write a new environment's YAML and its root; return the files written. Raises like render."""
    loader = Loader(project)
    environment = loader.load(name, text)
    if problems := _new_clashes(loader, [environment]):
        raise Problems(problems)
    return _write(project, Renderer(project, loader.layer), [environment], {project.yaml_of(name): text}, ())


def adopt(project: Project, name: str) -> list[Path]:
    """Take the hand edits of a root's tfvars into its YAML; return the files written.

    Raises Problems when Terraform refuses the edits, Refusal when the YAML cannot express them.
    """
    from generator.adopt import adopted

    loader, [environment] = load(project, [name])
    renderer = Renderer(project, loader.layer)
    text = adopted(project, renderer, environment)
    changed = Loader(project, loader.layer).load(name, text)
    # The tfvars are written over: their edits are in the YAML now.
    overwritten = [project.root_of(name) / TFVARS]
    return _write(project, renderer, [changed], {project.yaml_of(name): text}, overwritten)


def promote(
    project: Project, source: str, target: str, asked: Collection[str], *, dry_run: bool
) -> tuple[Promotion, list[Path], str]:
    """Bring decisions of one environment into another, all of them where no paths are asked for.

    Returns what changed, the files written (none in a dry run), and the edits as a diff. Raises Problems and Refusal.
    """
    from generator.explain import find
    from generator.promote import promote as promoted

    if source == target:
        raise Refusal(f"{source}: name two environments.")
    loader, environments = load(project, [source, target])
    by_name = {environment.name: environment for environment in environments}
    paths = [find(by_name[source], path) for path in asked]
    if foreign := [path for path, keys in zip(asked, paths, strict=True) if keys[0] != "variables"]:
        raise Refusal(f"{', '.join(foreign)}: is the environment's own and never promoted; name variables.")
    found = promoted(project, loader, by_name[source], by_name[target], paths)
    file = project.yaml_of(target)
    diff = found.diff(project.text(file), project.relative(file))
    if dry_run or not found.changed:
        return found, [], diff
    changed = Loader(project, loader.layer).load(target, found.text)
    return found, _write(project, Renderer(project, loader.layer), [changed], {file: found.text}, ()), diff


def bring(project: Project, file: Path, name: str, *, partial: bool) -> tuple[list[Problem], list[Path]]:
    """Make an environment of a tfvars file; return what was left out, and the files written. Raises like render."""
    from generator.tfvars_import import imported

    if fault := name_fault(name):
        raise Refusal(fault)
    if project.yaml_of(name).exists() or project.orphan(name):
        raise Refusal(f"environments/{name}.yaml or its root exists already; import under another name.")
    found = imported(project, file, name, partial=partial)
    return found.left_out, scaffold(project, name, found.text)


def load(project: Project, names: Collection[str]) -> tuple[Loader, list[Environment]]:
    """Load these environments strictly (none: all), and compare their states and accounts with those of all others.

    Raises Problems with the faults of all of them.
    """
    known = project.names()
    if missing := [name for name in dict.fromkeys(names) if name not in known]:
        sentences = (
            name_fault(name) or project.orphan(name) or f"{name}: no such environment{hint(name, known)}"
            for name in missing
        )
        raise Refusal("\n".join(sentences))
    loader = Loader(project)
    environments: list[Environment] = []
    problems: list[Problem] = [] if names else list(overlooked(project))
    found: dict[Problem, list[str]] = defaultdict(list)
    with _without_collecting():
        for name in sorted(set(names)) or known:
            try:
                environments.append(loader.load(name))
            except Problems as error:
                for problem in error.problems:
                    found[problem].append(name)
        problems += [*_told_once(found), *_new_clashes(loader, environments)]
    if problems:
        raise Problems(problems)
    return loader, environments


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep Python from looking for cycles: a thousand trees have none, and the search takes as long as reading them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor are they looked through later on
        if enabled:
            gc.enable()


def _new_clashes(loader: Loader, environments: list[Environment]) -> list[Problem]:
    """Return the clashes that these environments have a part in, also with one that is not asked for."""
    asked = {environment.name for environment in environments}
    others = []
    for name in loader.project.names():
        # A broken neighbour is no reason to stop here.
        with suppress(Problems):
            others += [] if name in asked else [loader.load(name)]
    return [problem for problem in clashes([*others, *environments]) if problem not in set(clashes(others))]


def _write(
    project: Project,
    renderer: Renderer,
    environments: list[Environment],
    sources: Mapping[Path, Content],
    overwritten: Collection[Path] | None,
) -> list[Path]:
    """Write these sources and what follows from them; of hand-edited files only those `overwritten` (None: all)."""
    with lock(project):
        found = list(differences(project, renderer, environments))
        edited = [item for item in found if item.edited and overwritten is not None and item.path not in overwritten]
        if edited:
            raise Refusal("\n".join(item.sentence(project) for item in edited))
        # Sources first: killed in between, what people wrote is safe, and the rest can be rendered again.
        changed = {path: new for path, new in sources.items() if not path.exists() or project.text(path) != new}
        files = changed | {item.path: item.rendered for item in found}
        write(project, files)
    return list(files)
