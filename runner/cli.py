"""The commands behind the Makefile.

ENV and everything else that is set for make is read from the environment: what somebody writes there is text for us,
never for a shell.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from generator.errors import Refusal
from generator.project import Project
from runner import terraform
from runner.choice import environment_name
from runner.guard import PRODUCTION
from runner.saved_plan import SavedPlan
from runner.session import Session, alone, initialise, note, open_session

environment_argument = click.argument("environment", envvar="ENV", required=False)
function_option = click.option("--function", envvar="FUNCTION", help="Key of the function in the environment.")
confirm_option = click.option("--confirm", envvar="CONFIRM", help="What is to be confirmed, such as prod.")


class Commands(click.Group):
    """A group whose commands fail with a sentence also where the file system refuses."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise  # click ends quietly: whoever read our output has gone
        except OSError as error:
            raise Refusal(f"{error.filename or 'runner'}: {error.strerror or error}") from None


@click.group(cls=Commands)
def main() -> None:
    """Plan, apply and destroy environments; `make` shows the short way to each."""


@contextmanager
def opened(given: str | None, *, first: Callable[[Project, str], None] | None = None) -> Iterator[Session]:
    """Hold the environment and make its AWS ready, after `first` had its chance to refuse."""
    project = Project.find()
    name = environment_name(project, given)
    with alone(project, name):
        if first:
            first(project, name)
        yield open_session(project, name)


@main.command()
@environment_argument
def plan(environment: str | None) -> None:
    """Plan to a saved file, with a summary by service."""
    from runner.plan import check_inputs, plan

    with opened(environment, first=check_inputs) as session:
        if not plan(session, SavedPlan(session.project, session.name)).empty:
            confirm = " CONFIRM=prod" if session.name == PRODUCTION else ""
            click.echo(f"Saved for one apply. Next: make apply ENV={session.name}{confirm}")


@main.command()
@environment_argument
def bootstrap(environment: str | None) -> None:
    """Make the bucket for the environment's states, in its account."""
    from runner.state_bucket import bootstrap

    with opened(environment) as session:
        bootstrap(session)


@main.command()
@environment_argument
@confirm_option
def apply(environment: str | None, confirm: str | None) -> None:
    """Apply exactly the saved plan, or plan first and apply that."""
    from runner.apply import apply

    with opened(environment) as session:
        apply(session, confirm)


@main.command()
@environment_argument
@confirm_option
def destroy(environment: str | None, confirm: str | None) -> None:
    """Destroy everything of the environment."""
    from generator.environment import load
    from runner import guard
    from runner.apply import destroy

    def confirmed(project: Project, name: str) -> None:
        guard.check_destroy(load(project, name), confirm)

    with opened(environment, first=confirmed) as session:
        destroy(session)


@main.command()
@environment_argument
@confirm_option
def unlock(environment: str | None, confirm: str | None) -> None:
    """Take away the lock of a terraform that died."""
    from runner.locks import unlock

    with opened(environment) as session:
        unlock(session, confirm)


@main.command("move-state")
@environment_argument
@confirm_option
def move_state(environment: str | None, confirm: str | None) -> None:
    """Bring the state along to where the YAML now has it."""
    from runner.move_state import move

    with opened(environment) as session:
        move(session, confirm)


@main.command()
@environment_argument
def show(environment: str | None) -> None:
    """Show the saved plan."""
    with opened(environment) as session:
        saved = SavedPlan(session.project, session.name)
        saved.record(session)
        initialise(session)
        run_or_exit(session, "show", *terraform.colour(), str(saved.path))


@main.command()
@environment_argument
def drift(environment: str | None) -> None:
    """Say what was changed behind Terraform's back; exit 2 where something was."""
    from runner.drift import drift

    with opened(environment) as session:
        sys.exit(drift(session))


@main.command()
@environment_argument
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--prices", envvar="PRICES", help="Price lists of AWS (Price List Bulk API, JSON), with spaces between.")
def cost(environment: str | None, as_json: bool, prices: str | None) -> None:
    """Print what is charged a month after the saved plan, in AWS's own units; PRICES names price lists of AWS."""
    from runner.cost import cost

    with opened(environment) as session:
        cost(session, as_json=as_json, prices=[Path(name) for name in (prices or "").split()])


@main.command()
@environment_argument
@click.option("--boundary", envvar="BOUNDARY", help="ARN of the permissions boundary that every role must have.")
def permissions(environment: str | None, boundary: str | None) -> None:
    """Write the policies for the roles that plan and apply the environment, and print how a role gets them."""
    from runner.permissions import permissions

    project = Project.find()
    permissions(project, environment_name(project, environment), boundary or None)


@main.command()
@click.option("--into", default=".work/report", show_default=True, help="Folder for report.html and report.md.")
def report(into: str) -> None:
    """Write what all environments are, plan and differ in, as HTML and Markdown."""
    from runner.report import report

    project = Project.find()
    for path in report(project, project.root / into):
        click.echo(project.relative(path))


@main.command()
@environment_argument
def diagram(environment: str | None) -> None:
    """Print the architecture of an environment, as a Mermaid flowchart."""
    from generator.environment import load
    from runner import diagram

    project = Project.find()
    click.echo(diagram.mermaid(load(project, environment_name(project, environment))), nl=False)


@main.command()
@environment_argument
def output(environment: str | None) -> None:
    """Print what the environment offers to others."""
    with opened(environment) as session:
        initialise(session)
        run_or_exit(session, "output", *terraform.colour())


@main.command()
@environment_argument
@click.option("--service", envvar="SERVICE", help="One service, such as lambda.orders; without it, all.")
@click.option("--run", envvar="RUN", is_flag=True, help="Run the commands that only read.")
def troubleshoot(environment: str | None, service: str | None, run: bool) -> None:
    """Print what to look at when a service misbehaves, with the environment's real names."""
    from runner.troubleshoot import troubleshoot as print_recipes

    with opened(environment) as session:
        sys.exit(print_recipes(session, service or None, run=run))


@main.command("aws-env")
@environment_argument
def aws_env(environment: str | None) -> None:
    """Print the shell commands that point plain terraform at the environment's AWS."""
    project = Project.find()
    session = open_session(project, environment_name(project, environment))
    for name in sorted(os.environ.keys() - session.variables.keys()):
        click.echo(f"unset {name}")
    for name, value in sorted(session.variables.items()):
        if os.environ.get(name) != value:
            click.echo(f"export {name}={shlex.quote(value)}")


@main.command()
@environment_argument
def package(environment: str | None) -> None:
    """Build the Lambda packages into the environment's root; without one, into every root."""
    from runner.package import package_all

    project = Project.find()
    package_all(project.root, [environment_name(project, environment)] if environment else [], note)


@main.command("deploy-code")
@environment_argument
@function_option
@click.option("--canary", envvar="CANARY", help="Percentage of the calls that the new version gets first.")
def deploy_code(environment: str | None, function: str | None, canary: str | None) -> None:
    """Package, upload and publish a function's code, and give it the calls."""
    from runner.deploy_code import Deployment
    from runner.deployed import find

    with opened(environment) as session:
        Deployment(session, find(session, function)).deploy(canary)


@main.command("rollback-code")
@environment_argument
@function_option
def rollback_code(environment: str | None, function: str | None) -> None:
    """Give the calls back to the version before, or end a canary."""
    from runner.deploy_code import Deployment
    from runner.deployed import find

    with opened(environment) as session:
        Deployment(session, find(session, function)).roll_back()


@main.command("submit-job")
@environment_argument
@click.option("--job", envvar="JOB", help="Key of the job definition in the environment.")
@click.option("--queue", envvar="QUEUE", help="Key of the queue, where there are several.")
@click.option("--array", envvar="ARRAY", help="How many jobs to submit at once, as an array.")
def submit_job(environment: str | None, job: str | None, queue: str | None, array: str | None) -> None:
    """Submit a Batch job now."""
    from runner.submit_job import submit

    with opened(environment) as session:
        submit(session, job, queue=queue, array=array)


@main.command()
@click.option("--check", is_flag=True, help="Change nothing; fail where something would change.")
def fmt(check: bool) -> None:
    """Format the Terraform files."""
    options = ["-check", "-diff"] if check else []
    project = Project.find()
    env = terraform.environment(project)
    sys.exit(terraform.run(["fmt", "-recursive", *options], cwd=project.root, env=env))


@main.command()
def clean() -> None:
    """Stop the embedded AWS and remove what make made; nothing that people or gen-env wrote."""
    from runner.clean import clean

    clean(Project.find())


def run_or_exit(session: Session, *arguments: str) -> None:
    code = terraform.run(arguments, cwd=session.folder, env=session.variables)
    if code:
        sys.exit(code)
