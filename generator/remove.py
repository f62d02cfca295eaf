"""Take an environment away, or give it another name: only when nothing that it deployed stands any more."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator import api, command
from generator.errors import Refusal, hint
from generator.project import Project, name_fault
from generator.write import lock


def remove(project: Project, name: str, *, abandon: bool) -> list[Path]:
    """Remove an environment's YAML and its root with all that make left there; return what was removed.

    Raises Refusal while its state holds resources or cannot be read, unless `abandon`, and while others extend it.
    """
    _known(project, name)
    _refuse_heirs(project, name)
    if not abandon:
        _refuse_while_it_stands(project, name)
    file, root = project.yaml_of(name), project.root_of(name)
    with lock(project):
        # The root first: killed in between, the YAML is still there to run this again with.
        gone = [path for path in (root, file) if path.exists()]
        if root.exists():
            shutil.rmtree(root)
        file.unlink(missing_ok=True)
    return gone


def rename(project: Project, name: str, to: str) -> list[Path]:
    """Move an environment's YAML and make its root anew; return the files written. Raises Refusal."""
    _known(project, name)
    if fault := name_fault(to):
        raise Refusal(fault)
    if project.yaml_of(to).exists() or project.root_of(to).exists():
        raise Refusal(f"{to}: exists already; choose another name.")
    _refuse_heirs(project, name)
    _refuse_while_it_stands(project, name)
    text = project.text(project.yaml_of(name))
    written = api.scaffold(project, to, text)
    remove(project, name, abandon=True)
    return written


def _known(project: Project, name: str) -> None:
    if name not in project.names():
        raise Refusal(
            name_fault(name) or project.orphan(name) or f"{name}: no such environment{hint(name, project.names())}"
        )


def _refuse_heirs(project: Project, name: str) -> None:
    heirs = []
    for path in sorted(project.environments.glob("*.yaml")):
        first = next((line for line in project.text(path).split("\n") if line.startswith("extends:")), "")
        if first.partition(":")[2].split("#")[0].strip().strip("\"'") == name:
            heirs.append(project.relative(path))
    if heirs:
        raise Refusal(f"{name}: is extended by {', '.join(heirs)}; let them extend another file first.")


def _refuse_while_it_stands(project: Project, name: str) -> None:
    make = command.make(project)
    left = _resources(project, name)
    if left:
        shown = "".join(f"\n  {address}" for address in left[:10])
        more = f"\n  ... and {len(left) - 10} more" if len(left) > 10 else ""
        raise Refusal(
            f"{name}: its state still holds {len(left)} resources:{shown}{more}\n"
            f"Destroy them first: {make} destroy ENV={name}"
        )


def _resources(project: Project, name: str) -> list[str]:
    """Return the addresses in the environment's state; raise Refusal where that cannot be told."""
    try:
        from runner.state import addresses
    except ImportError:
        raise Refusal(
            f"{name}: whether it still stands can be told only in a checkout where make has run; "
            f"gen-env remove {name} --abandon does without."
        ) from None
    return addresses(project, name)
