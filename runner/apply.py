"""make apply and make destroy: exactly one plan, exactly once."""

from __future__ import annotations

import click

from generator.errors import Refusal
from runner import guard, locks, terraform
from runner.plan import check_inputs, plan
from runner.saved_plan import Record, SavedPlan
from runner.session import Session, initialise
from runner.summary import COLUMNS


def apply(session: Session, confirm: str | None) -> None:
    """Apply the saved plan; where there is none, plan first, except in a real production."""
    saved = SavedPlan(session.project, session.name)
    if saved.exists:
        record = saved.record(session)
        guard.check_apply(session, record, confirm)
        locks.release(session, saved.running)
        initialise(session)
    elif session.name == guard.PRODUCTION and session.bound:
        raise Refusal(f"{saved.shown}: there is none, and production's is read first: make plan ENV=prod")
    else:
        check_inputs(session.project, session.name)
        if plan(session, saved).empty:
            return
        record = saved.record(session)
        guard.check_apply(session, record, confirm)
    _apply(session, saved, record)
    click.echo(f"Next: make output ENV={session.name}")


def destroy(session: Session) -> None:
    """Plan to destroy everything of the environment, show it, and do it; guard.check_destroy was asked before."""
    saved = SavedPlan(session.project, session.name, destroys=True)
    if not plan(session, saved).empty:
        _apply(session, saved, saved.record(session))


def _apply(session: Session, saved: SavedPlan, record: Record) -> None:
    taken = saved.take()
    # Not through a pipe of ours: terraform would die with us, half-way.
    arguments = ["apply", "-input=false", *terraform.colour(), str(taken)]
    go_on = f"the next plan imports what it made last: make plan ENV={session.name}"
    try:
        code = terraform.run(
            arguments, cwd=session.folder, env=session.variables, pid_file=saved.running, log=saved.log
        )
    except terraform.StoppedAtOnce as error:
        raise terraform.StoppedAtOnce(f"{error} Go on; {go_on}") from None
    except terraform.Stopped:
        saved.forget()
        raise
    if code < 0:
        raise Refusal(f"{session.name}: terraform was killed (signal {-code}); its lock is still there, and {go_on}")
    saved.forget()
    if code:
        raise Refusal(
            f"{session.name}: terraform apply failed, see above. What it did is in the state; "
            f"see what is left: make plan ENV={session.name}"
        )
    done = [f"{count} {COLUMNS[action]}" for action, count in record.counts.items() if count]
    click.echo()
    click.secho(f"{session.name} on {session.where}: {', '.join(done) or 'outputs updated'}.", bold=True)
