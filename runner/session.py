"""Everything a command needs before it may run terraform on an environment."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from generator import files
from generator.environment import Environment, State, load
from generator.errors import Refusal
from generator.project import Project
from generator.terraform import binary
from runner import account, terraform
from runner.progress import step

# Terraform's words, internal/backend/remote-state/s3: errMsgS3NoBucket
_NO_BUCKET = re.compile(r'S3 bucket "[^"]*" does not exist')


@dataclass(frozen=True)
class Session:
    """One environment and the AWS it runs on.

    `aws` names that AWS so that a plan for it fits no other: an account, or one run of the embedded AWS.
    """

    project: Project
    environment: Environment
    aws: str
    variables: dict[str, str]  # the process environment for terraform

    @property
    def name(self) -> str:
        return self.environment.name

    @property
    def folder(self) -> Path:
        """The root that terraform runs in."""
        return self.project.root_of(self.name)

    @property
    def bound(self) -> bool:
        """True on a real account."""
        return self.environment.account_id is not None

    @property
    def where(self) -> str:
        """Say which AWS it is, for people."""
        return self.aws if self.bound else "the embedded AWS"


def note(text: str) -> None:
    """Tell the user something; results alone go to stdout."""
    click.echo(text, err=True)


def open_session(project: Project, name: str) -> Session:
    """Say which AWS the environment runs on and make it ready; raise Refusal where it is the wrong one."""
    binary()
    environment = load(project, name)
    variables = terraform.environment(project)
    if environment.account_id is None:
        return _on_embedded_aws(project, environment, variables)
    return _on_account(project, environment, environment.account_id, variables)


@contextmanager
def alone(project: Project, name: str) -> Iterator[None]:
    """Hold the environment for this process; raise Refusal while another one has it."""

    def refuse(pid: str) -> None:
        raise Refusal(f"{name} is in use by another make here (process {pid or 'unknown'}); wait for it.")

    with files.locked(project.work / "locks" / name, busy=refuse):
        yield


def initialise(session: Session) -> None:
    """Run terraform init; raise Refusal with what terraform says when it fails."""
    from runner import move_state

    move_state.check(session)
    arguments = ["init", "-input=false", "-no-color", "-lockfile=readonly", "-backend-config=backend.conf"]
    # What .terraform remembers is of another AWS, and there is no state to bring along from there.
    last = session.project.work / "initialised" / session.name
    if not session.bound or (last.is_file() and last.read_text(encoding="utf-8") != session.where):
        arguments.append("-reconfigure")
    said: list[str] = []
    with step("terraform init"):
        code = terraform.run(
            arguments, cwd=session.folder, env=session.variables, on_line=said.append, with_errors=True
        )
    if code:
        folder = session.project.relative(session.folder)
        hint = f" make bootstrap ENV={session.name} makes the bucket." if any(map(_NO_BUCKET.search, said)) else ""
        raise Refusal("\n".join([*said, f"{folder}: terraform init failed.{hint}"]))
    files.write(last, session.where)


def _on_embedded_aws(project: Project, environment: Environment, variables: dict[str, str]) -> Session:
    from embedded_aws import server, upstream
    from embedded_aws.environment import environment as embedded

    work = project.work / "embedded-aws"
    with step("embedded AWS"):
        running = server.up(work, say=note)
    note(f"AWS: embedded ({running.url}, on this machine; nothing real)")
    variables = embedded(running.url, environment.region, variables)
    by_bucket: dict[str, dict[str, str]] = defaultdict(dict)
    by_bucket[environment.backend.bucket] = {}
    for layer, source in environment.upstream.items():
        if isinstance(source, State):
            by_bucket[source.bucket][layer] = source.key
    with step("state bucket and upstream layers") as progress:
        for bucket, states in by_bucket.items():
            upstream.ensure(
                examples=project.root / "examples" / "upstream",
                work=work,
                server=running,
                environment_name=environment.name,
                project_name=str(environment.variables["project_name"]),
                bucket=bucket,
                states=states,
                env=variables,
                say=progress.say,
                decisions={"data": {"queues": json.dumps(named)}} if (named := queues(environment)) else {},
            )
    return Session(project, environment, f"embedded AWS {running.instance}", variables)


def queues(environment: Environment) -> list[str]:
    """Return the queues of the data layer that an environment's decisions name: the example makes those."""
    named: set[str] = set()
    for function in _entries(environment.variables.get("lambda_functions")):
        for source in [*_entries(function.get("event_sources")), *_entries(function.get("queues"))]:
            named |= {str(source["key"])} if source.get("key") else set()
    for application in _entries(environment.variables.get("elastic_beanstalk_applications")):
        for each in _entries(application.get("environments")):
            worker = each.get("worker")
            named |= {str(worker["queue_key"])} if isinstance(worker, dict) and worker.get("queue_key") else set()
    return sorted(named)


def _entries(value: object) -> list[dict[str, object]]:
    return [each for each in value.values() if isinstance(each, dict)] if isinstance(value, dict) else []


def _on_account(project: Project, environment: Environment, account_id: str, variables: dict[str, str]) -> Session:
    note(f"AWS: account {account_id}, {environment.region} (real)")
    account.refuse_other_endpoints(environment.name, variables)
    account.verify(environment.name, account_id, region=environment.region)
    return Session(project, environment, f"account {account_id}", variables)
