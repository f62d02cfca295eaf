"""make plan: a saved plan, and a summary people want to read."""

from __future__ import annotations

import click

from generator.errors import Refusal
from generator.project import Project
from runner import by_hand, cut_off, inputs, locks, terraform
from runner.progress import Step
from runner.saved_plan import SavedPlan
from runner.session import Session, initialise, note
from runner.summary import Summary, report

_LOCKED = "Error acquiring the state lock"


def check_inputs(project: Project, name: str) -> None:
    """Render what is stale, and raise Refusal for what was edited by hand, or what the layer or a module refuses."""
    from generator.api import render, validate
    from generator.check import check

    refuse_left_behind(project, name)
    cut_off.clean(project, name)
    if check(project, [name]) and (written := render(project, [name])):
        note(f"rendered {len(written)} files that were older than their sources, in {project.relative(project.roots)}")
    found = check(project, [name]) or validate(project, [name])
    if found:
        raise Refusal("\n".join(found))


def refuse_left_behind(project: Project, name: str) -> None:
    """Raise Refusal where this may be an environment that was renamed by hand: its state would be left behind."""
    if (project.root_of(name) / ".terraform").exists():
        return
    for other in project.root_names():
        if other not in project.names() and (project.root_of(other) / ".terraform").exists():
            raise Refusal(f"{project.orphan(other)} If {name} is its new name, all of it would be made anew.")


def plan(session: Session, saved: SavedPlan) -> Summary:
    """Plan to a saved file and print the summary; nothing is saved where there is nothing to do."""
    saved.prepare()
    locks.release(session, saved.running)
    planned_from = inputs.digests(session)
    initialise(session)
    left = SavedPlan(session.project, session.name)  # of an apply, whatever is planned now
    imports = cut_off.find(session, left)
    if imports and saved.destroys:
        raise Refusal(cut_off.first_apply(session, imports))
    with cut_off.importing(session, imports):
        summary = _terraform_plan(session, saved)
    click.echo()
    click.secho(f"{session.name} on {session.where}", bold=True)
    # Where everything goes, a list of everything says nothing.
    for line in report(summary, name_lost=not saved.destroys):
        click.echo(line)
    if not saved.destroys:
        try:
            by_hand.check(session, summary, saved.path)
        except Refusal:
            saved.discard()
            raise
    if summary.empty:
        saved.discard()
        saved.forget()
    else:
        saved.keep(session, planned_from, summary)
    return summary


def _terraform_plan(session: Session, saved: SavedPlan) -> Summary:
    summary = Summary()
    waiting = Step("terraform plan")

    locked = False

    def pass_on(line: str) -> None:
        nonlocal locked
        locked = locked or _LOCKED in line
        waiting.end()
        summary.read(line)
        click.echo(line, color=True)

    arguments = ["plan", "-input=false", f"-out={saved.path}", *terraform.colour()]
    if saved.destroys:
        arguments.append("-destroy")
    try:
        code = terraform.run(
            arguments,
            cwd=session.folder,
            env=session.variables,
            on_line=pass_on,
            with_errors=True,
            pid_file=saved.running,
        )
    finally:
        waiting.end()
    if code and locked and (lock := locks.read(session)):
        raise Refusal(locks.told(session, lock))
    if code:
        raise Refusal(f"{session.name}: terraform plan failed, see above; nothing was saved.")
    return summary
