"""Tell whether the root folders are what their YAML renders to."""

from __future__ import annotations

from collections.abc import Callable, Collection

from generator import fresh
from generator.project import Project


def check(project: Project, names: Collection[str], note: Callable[[str], None] = lambda _: None) -> list[str]:
    """Return what is wrong with these environments (none: all), as sentences and diffs; empty when they are fresh.

    Writes nothing in the tree. Remarks that are no faults go to `note`.
    """
    remarks = fresh.notes(project) if set(names) <= set(project.names()) else None
    if remarks is None:
        seen = fresh.fingerprint(project)[0]
        found, remarks = _check(project, names)
        if found:
            return found
        if not names:
            fresh.remember(project, remarks, seen)
    for remark in remarks:
        note(remark)
    return []


def _check(project: Project, names: Collection[str]) -> tuple[list[str], list[str]]:
    """Return what is wrong, and what is only remarkable."""
    from generator import module_contract
    from generator.api import load
    from generator.errors import Problems
    from generator.render import Renderer
    from generator.roots import UNLINKED, differences, strays

    wrong = [] if names else [said for name in project.root_names() if (said := project.orphan(name))]
    try:
        loader, environments = load(project, names)
        renderer = Renderer(project, loader.layer)
        found = list(differences(project, renderer, environments))
        if any(item.unlinked for item in found):
            wrong.append(f"{project.relative(project.roots)}: {UNLINKED}")
        wrong += [f"{item.sentence(project)}\n{item.diff(project)}" for item in found if not item.unlinked]
        wrong += [] if names else [*module_contract.check(project), *_stale_reference(project)]
    except Problems as error:
        return [*map(str, error.problems), *wrong], []
    remarks = [
        f"{project.relative(path)}: is not gen-env's; it is left alone, but Terraform reads it."
        for path in strays(project, renderer, [item.name for item in environments])
    ]
    return wrong, remarks


def _stale_reference(project: Project) -> list[str]:
    from generator import command
    from generator.reference import stale

    renew = f"run {command.gen_env(project)} render --all."
    return [f"{project.relative(path)}: is older than its sources; {renew}" for path in stale(project)]
