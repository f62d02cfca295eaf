"""make drift: what was changed behind Terraform's back."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from generator.errors import Refusal
from runner import terraform
from runner.report import Change, Lines, changes
from runner.session import Session, initialise

CHANGED = 2  # terraform plan -detailed-exitcode has it so, too


def drift(session: Session) -> int:
    """Print what differs from the state, by resource and attribute; return 0, or 2 where something does."""
    initialise(session)
    plan = session.project.work / "plans" / f"{session.name}.drift.tfplan"
    plan.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return _told(session, list(_found(session, str(plan))))
    finally:
        plan.unlink(missing_ok=True)  # it holds values


def _found(session: Session, plan: str) -> Iterator[Change]:
    said: list[str] = []
    arguments = ["plan", "-refresh-only", "-lock=false", "-input=false", "-no-color", f"-out={plan}"]
    if terraform.run(arguments, cwd=session.folder, env=session.variables, on_line=said.append, with_errors=True):
        raise Refusal("\n".join([*said, f"{session.name}: terraform could not read what there is, see above."]))
    shown: list[str] = []
    if terraform.run(["show", "-json", plan], cwd=session.folder, env=session.variables, on_line=shown.append):
        raise Refusal(f"{session.name}: terraform could not read its own plan, see above.")
    read = json.loads("".join(shown))
    lines = Lines.of(session.project, session.environment)
    yield from changes({"resource_changes": read.get("resource_drift", [])}, lines)


def _told(session: Session, found: list[Change]) -> int:
    if not found:
        click.echo(f"{session.name} on {session.where}: as Terraform left it.")
        return 0
    for change in found:
        gone = "  is gone" if change.action == "destroy" else ""
        place = f"  ({change.place})" if change.place else ""
        click.echo(f"{change.address}{gone}{place}")
        for each in change.attributes:
            click.echo(f"    {each.name}: {each.before} -> {each.after}")
    click.echo(
        f"{len(found)} of {session.name} changed behind Terraform's back. "
        f"make plan ENV={session.name} shows what would put it right; to keep a change, say it in the YAML."
    )
    return CHANGED
