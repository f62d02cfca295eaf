"""Run terraform: with which environment, and how Ctrl-C reaches it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

import click

from generator import files
from generator.errors import Refusal
from generator.project import Project
from generator.terraform import PLACES, binary, settings
from runner import mirror

CONFIG = "TF_CLI_CONFIG_FILE"


class Stopped(Refusal):
    """Somebody pressed Ctrl-C, and terraform has ended."""

    exit_code = 130


class StoppedAtOnce(Stopped):
    """Somebody pressed it until terraform ended in the middle of its work."""


def environment(project: Project, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return a process environment in which terraform finds its AWS provider.

    A provider mirror, where there is one, goes into `.work/terraform.rc` together with what the user's own
    CLI configuration says; one with a provider_installation block of its own is left as it is. Raises Refusal
    when TERRAFORM_PROVIDER_MIRROR names a folder without the provider.
    """
    env = settings(os.environ if base is None else base, without=PLACES)
    theirs = _user_configuration(env)
    if CONFIG in env and theirs is None:
        del env[CONFIG]  # names a file that is not there: terraform would only warn, each time
    chooses = theirs is not None and bool(re.search(r"^\s*provider_installation\b", theirs, re.MULTILINE))
    if chooses and not env.get(mirror.VARIABLE):
        return env
    folder = mirror.find(env)
    if folder:
        ours = project.work / "terraform.rc"
        files.write(ours, ("" if chooses else theirs or "") + mirror.cli_configuration(folder))
        env[CONFIG] = str(ours)
    return env


def run(
    arguments: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    on_line: Callable[[str], None] | None = None,
    with_errors: bool = False,
    pid_file: Path | None = None,
    log: Path | None = None,
) -> int:
    """Run terraform and return its exit code; raise Stopped when it ended because of Ctrl-C.

    Each line of its stdout, colours included, goes to `on_line`, with_errors also those of its stderr; else it writes
    to our own, and with `log` into that file too, also when we are killed. While it runs, its process id is in
    `pid_file`, where it stays if we or it are killed: then the state is still locked.
    """
    command = [str(binary()), *arguments]
    automated = {**env, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
    with _Interrupts() as interrupts, _copied(log) as stdout:
        # A group of its own: the terminal sends Ctrl-C to ours only, and terraform hears of it once, from us.
        with subprocess.Popen(
            command,
            cwd=cwd,
            env=automated,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if on_line else stdout,
            stderr=subprocess.STDOUT if with_errors else None,
            process_group=0,
        ) as process:
            interrupts.reach(process)
            if pid_file:
                files.write(pid_file, str(process.pid))
            for line in process.stdout or ():
                assert on_line
                on_line(line.decode(errors="replace").rstrip("\n"))
        if process.returncode and interrupts.count > 2:
            raise StoppedAtOnce("Stopped at once: terraform has not written its state and not released its lock.")
        if pid_file and process.returncode >= 0:
            pid_file.unlink(missing_ok=True)
        if process.returncode and interrupts.count:
            raise Stopped("Stopped: terraform has ended and released its lock.")
    return process.returncode


@contextmanager
def _copied(log: Path | None) -> Iterator[IO[bytes] | None]:
    """Give a pipe to our stdout that is copied to a file by a process of its own, which outlives us."""
    if log is None:
        yield None
        return
    with subprocess.Popen(["tee", str(log)], stdin=subprocess.PIPE, process_group=0) as tee:
        yield tee.stdin


def colour() -> list[str]:
    """Return the argument that turns colours off where nobody would see them."""
    return [] if sys.stdout.isatty() else ["-no-color"]


class _Interrupts:
    """Pass the first Ctrl-C on, so that terraform stops gracefully, and wait; the third stops it at once."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def __init__(self) -> None:
        self.count = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> _Interrupts:
        self._before = {number: signal.signal(number, self._heard) for number in self.SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def reach(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        if self.count:
            process.send_signal(signal.SIGINT)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self.count += 1
        if self.count == 2:
            click.echo("Terraform is stopping. Once more stops it at once, and may lose resources.", err=True)
        elif self._process:
            self._process.send_signal(signal.SIGINT)


def _user_configuration(env: Mapping[str, str]) -> str | None:
    """Return the text of the CLI configuration that terraform would read; None where there is none."""
    path = Path(env[CONFIG]) if env.get(CONFIG) else Path(env.get("HOME") or Path.home()) / ".terraformrc"
    return path.read_text(encoding="utf-8", errors="replace") + "\n" if path.is_file() else None
