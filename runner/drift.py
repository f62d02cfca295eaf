"""make drift: what was changed behind Terraform's back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import click

from generator.errors import Refusal
from runner import terraform
from runner.report import Change, Lines, changes
from runner.session import Session, initialise

CHANGED = 2  # terraform plan -detailed-exitcode has it so, too
_EMPTY: tuple[object, ...] = (None, "", [], {})


def drift(session: Session) -> int:
    """Print what differs from the state, by resource and attribute; return 0, or 2 where something does."""
    initialise(session)
    plan = session.project.work / "plans" / f"{session.name}.drift.tfplan"
    plan.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return _told(session, list(changed(_read(session, str(plan)), Lines.of(session.project, session.environment))))
    finally:
        plan.unlink(missing_ok=True)  # it holds values


def changed(plan: Mapping[str, Any], lines: Lines) -> Iterator[Change]:
    """Yield what was changed outside and a plan would put right, with those attributes only.

    What Terraform itself calls drift also has values that AWS writes another way than we do, right after an apply; and
    what a plan would do also has decisions that are not applied yet.
    """
    drifted = {each["address"]: each["change"] for each in plan.get("resource_drift", [])}
    for change in changes(plan, lines):
        seen = drifted.get(change.address)
        if seen and seen["actions"] == ["delete"]:
            yield replace(change, attributes=[])
        elif seen:
            before, after = seen.get("before") or {}, seen.get("after") or {}
            names = {name for name in {*before, *after} if not _same(before.get(name), after.get(name))}
            if attributes := [each for each in change.attributes if each.name in names]:
                yield replace(change, attributes=attributes)


def _same(one: object, other: object) -> bool:
    return one == other or (one in _EMPTY and other in _EMPTY)


def _read(session: Session, plan: str) -> dict[str, Any]:
    said: list[str] = []
    arguments = ["plan", "-lock=false", "-input=false", "-no-color", f"-out={plan}"]
    if terraform.run(arguments, cwd=session.folder, env=session.variables, on_line=said.append, with_errors=True):
        raise Refusal("\n".join([*said, f"{session.name}: terraform could not read what there is, see above."]))
    shown: list[str] = []
    if terraform.run(["show", "-json", plan], cwd=session.folder, env=session.variables, on_line=shown.append):
        raise Refusal(f"{session.name}: terraform could not read its own plan, see above.")
    read: dict[str, Any] = json.loads("".join(shown))
    return read


def _told(session: Session, found: list[Change]) -> int:
    if not found:
        click.echo(f"{session.name} on {session.where}: as Terraform left it.")
        return 0
    for change in found:
        place = f"  ({change.place})" if change.place else ""
        click.echo(f"{change.address}{'' if change.attributes else '  is gone'}{place}")
        for each in change.attributes:
            click.echo(f"    {each.name}: is {each.before}, should be {each.after}")
    click.echo(
        f"{len(found)} of {session.name} changed behind Terraform's back. "
        f"make apply ENV={session.name} puts it right; to keep a change, say it in the YAML."
    )
    return CHANGED
