"""make troubleshoot: what to look at when a service misbehaves, with the real names filled in."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

import click
import yaml
from jinja2 import Environment as Templates
from jinja2 import FileSystemLoader, StrictUndefined

from generator.errors import Refusal, did_you_mean, one_of
from generator.project import Project
from runner.choice import Misuse
from runner.deployed import outputs
from runner.session import Session

Recipes = dict[str, list["Step"]]
# Terraform does not show an output that is null.
_NULL = dict.fromkeys(("ai_assistant", "batch", "ecs", "eks"))
LONGEST = 60  # seconds that a command may take


@dataclass(frozen=True)
class Step:
    """A command and what it shows; `by_hand` is left to people, for it needs kubectl or changes a file of theirs."""

    title: str
    command: str
    by_hand: bool = False


def troubleshoot(session: Session, service: str | None, *, run: bool) -> int:
    """Print the recipes of a service, or of all; with `run` also what the reading commands say.

    Return 0, or 1 where a command failed. Raise Misuse where there is no such service.
    """
    found = recipes(session.project, outputs(session))
    if not found:
        raise Refusal(f"{session.name}: nothing is deployed; run make apply ENV={session.name} first.")
    if service and service not in found:
        raise Misuse(
            f"SERVICE={service!r}: not in {session.name}{did_you_mean(service, found)}; there are {one_of(found)}."
        )
    if run and not service:
        raise Misuse(f"RUN=1 needs a SERVICE: there are {one_of(found)}.")
    if run and not shutil.which("aws", path=session.variables.get("PATH")):
        raise Refusal(
            "RUN=1 needs the AWS CLI (https://aws.amazon.com/cli/), and there is no `aws` in PATH. "
            "Without RUN the commands are printed."
        )
    if not run and not session.bound:
        click.echo(f'# The embedded AWS: first eval "$(make -s aws-env ENV={session.name})"')
    return max((_told(session, name, found[name], run) for name in ([service] if service else found)), default=0)


def recipes(project: Project, values: dict[str, Any]) -> Recipes:
    """Return the steps by service; `values` are the environment's outputs."""
    if "environment" not in values:
        return {}
    templates = Templates(
        loader=FileSystemLoader(project.root / "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (YAML is not HTML)
        trim_blocks=True,
        lstrip_blocks=True,
    )
    text = templates.get_template("troubleshoot.yaml.j2").render(_NULL | values, region=values["environment"]["region"])
    services = yaml.safe_load(text)["services"] or {}
    return {name: [Step(**step) for step in steps] for name, steps in services.items()}


def _told(session: Session, service: str, steps: list[Step], run: bool) -> int:
    click.secho(f"\n{service}", bold=True)
    worst = 0
    for step in steps:
        click.echo(f"# {step.title}\n{step.command}")
        if run and not step.by_hand:
            worst = max(worst, _run(session, step.command))
    return worst


def _run(session: Session, command: str) -> int:
    try:
        done = subprocess.run(
            shlex.split(command),
            env={**session.variables, "AWS_PAGER": ""},
            timeout=LONGEST,
            capture_output=True,
            text=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        click.echo(f"no answer within {LONGEST} s", err=True)
        return 1
    click.echo(done.stdout.rstrip())
    if done.returncode:
        click.echo(done.stderr.strip(), err=True)
    return 1 if done.returncode else 0
