"""python -m embedded_aws up|down|status|env"""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from embedded_aws import environment, server
from embedded_aws.errors import EmbeddedAwsError

# The checkout this package lies in; `--work` is for those who installed it elsewhere.
_DEFAULT_WORK = Path(__file__).resolve().parent.parent / ".work" / "embedded-aws"


def _say(message: str) -> None:
    click.echo(message, err=True)


@click.group()
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=_DEFAULT_WORK,
    help="Folder of the server's pid, port and log; one server per folder.",
)
@click.pass_context
def cli(context: click.Context, work: Path) -> None:
    """The AWS that runs on loopback, for people without an account."""
    context.obj = work.absolute()


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Insist on this port (also: EMBEDDED_AWS_PORT).")
@click.pass_obj
def up(work: Path, port: int | None) -> None:
    """Start it, unless it runs."""
    running = server.up(work, port, _say)
    click.echo(f"{running.url} (pid {running.pid}, since {running.started_at})")


@cli.command()
@click.pass_obj
def down(work: Path) -> None:
    """Stop it; everything in it is gone."""
    click.echo("stopped" if server.down(work) else "it was not running")


@cli.command()
@click.pass_obj
def status(work: Path) -> None:
    """Say whether it runs; exit 1 if not."""
    running = server.status(work)
    if running is None:
        raise EmbeddedAwsError("not running; start it with `make aws-up`.")
    click.echo(f"{running.url} (pid {running.pid}, since {running.started_at})")


@cli.command()
@click.option("--region", default="us-east-1", show_default=True)
@click.pass_obj
def env(work: Path, region: str) -> None:
    """Print the shell commands that point terraform, boto3 and the AWS CLI at it: eval "$(... env)"."""
    running = server.up(work, say=_say)
    for name in environment.removed(os.environ):
        click.echo(f"unset {name}")
    for name, value in environment.settings(running.url, region).items():
        click.echo(f"export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    cli(prog_name="python -m embedded_aws")
