"""Stand-ins for what the runner works with."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from generator.environment import load
from generator.project import Project
from runner.session import Session

ACCOUNT = "111122223333"


def session(project: Project, name: str = "dev", aws: str = f"account {ACCOUNT}") -> Session:
    """A session as open_session makes it, without asking any AWS."""
    return Session(project, load(project, name), aws, dict(os.environ))


def bind(here: Session) -> Session:
    """The same session of an environment that is bound to an account."""
    return replace(here, environment=replace(here.environment, account_id=ACCOUNT))


@dataclass
class FakeTerraform:
    """A terraform on PATH: `says` is what a command prints, `fails` are the commands that exit 1."""

    folder: Path

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of every call so far, without those that ask for the version."""
        log = self.folder / "calls"
        lines = log.read_text().splitlines() if log.exists() else []
        return [call for call in map(shlex.split, lines) if call != ["version"]]

    def says(self, command: str, text: str) -> None:
        (self.folder / f"{command}.out").write_text(text)

    def fails(self, command: str, text: str) -> None:
        (self.folder / f"{command}.err").write_text(text)

    def does(self, command: str, script: str) -> None:
        (self.folder / f"{command}.sh").write_text(script)
