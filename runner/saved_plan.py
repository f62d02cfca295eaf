"""Saved plans: `.work/plans/<env>.tfplan`, and beside it a record of what it was made for.

A plan is taken before it is applied: its record goes and its file is renamed. So no plan is applied twice,
and an apply that was killed leaves a trace that the next command explains.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from generator import files
from generator.errors import Refusal
from generator.project import Project
from runner import inputs
from runner.session import Session
from runner.summary import Summary


@dataclass(frozen=True)
class Record:
    """What a plan was made for and what it does."""

    environment: str
    aws: str  # Session.aws
    inputs: dict[str, str]  # path: SHA-256
    made_at: str
    counts: dict[str, int]  # created, changed, replaced, destroyed
    lost: list[str]  # addresses whose present object ends
    certain: bool  # False where our reading of the plan and terraform's totals differ


@dataclass(frozen=True)
class SavedPlan:
    """The files of one environment's plan; they may be there or not.

    A plan to destroy has a name of its own, so that `make apply` never finds it.
    """

    project: Project
    name: str
    destroys: bool = False

    @property
    def path(self) -> Path:
        return self._file("tfplan")

    @property
    def exists(self) -> bool:
        """True where a plan was finished: the record is written last."""
        return self._record.exists()

    @property
    def made_at(self) -> str:
        """Tell when the plan was finished; empty where there is none, or no telling."""
        try:
            return str(json.loads(self._record.read_bytes())["made_at"])
        except (OSError, ValueError, TypeError, KeyError):
            return ""

    @property
    def taken(self) -> Path:
        """Where the plan lies while, and only while, it is being applied."""
        return self._file("applying")

    @property
    def log(self) -> Path:
        """What terraform says while the plan is being applied; with `taken` it stays where that is cut off."""
        return self._file("log")

    @property
    def applied_to(self) -> str | None:
        """Name the AWS (Session.aws) that an apply which was cut off was for; None where none was."""
        try:
            return str(json.loads(self._taken_record.read_bytes())["aws"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @property
    def running(self) -> Path:
        """Where the process id of the terraform that works on the environment is."""
        return self._folder / f"{self.name}.pid"

    @property
    def shown(self) -> str:
        return self.project.relative(self.path)

    def prepare(self) -> None:
        """Make room for a new plan: a private folder, for plans hold values, and nothing old in it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        self.discard()

    def discard(self) -> None:
        """Remove the plan and its record."""
        for path in (self.path, self._record):
            path.unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove what an apply left: its end is known, and the state holds what it made."""
        for path in (self.taken, self._taken_record, self.log):
            path.unlink(missing_ok=True)

    def keep(self, session: Session, planned_from: dict[str, str], summary: Summary) -> None:
        """Write the record that makes the plan applicable."""
        made_at = time.strftime("%Y-%m-%d %H:%M:%S %z")
        record = Record(self.name, session.aws, planned_from, made_at, summary.counts, summary.lost, summary.agrees)
        files.write(self._record, json.dumps(asdict(record), indent=1))

    def record(self, session: Session) -> Record:
        """Return the plan's record; raise Refusal where the plan does not fit what it would be applied to."""
        again = f"plan again: make plan ENV={self.name}"
        if not self.path.is_file():
            raise Refusal(f"{self.shown}: there is no saved plan; make one: make plan ENV={self.name}")
        try:
            record = Record(**json.loads(self._record.read_bytes()))
        except (OSError, ValueError, TypeError):
            raise Refusal(f"{self.shown}: has no readable record of what it was made for; {again}") from None
        if record.environment != self.name:
            raise Refusal(f"{self.shown}: was made for {record.environment}, not for {self.name}; {again}")
        if record.aws != session.aws:
            reason = f"was made for {record.aws}, but {self.name} is on {session.aws} now"
            raise Refusal(f"{self.shown}: {reason}; {again}")
        changed = inputs.differences(record.inputs, inputs.digests(session))
        if changed:
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
            raise Refusal(f"{self.shown}: {', '.join(changed[:3])}{more} changed since it was made; {again}")
        return record

    def take(self) -> Path:
        """Claim the plan for one apply and return where it now lies."""
        self.log.unlink(missing_ok=True)
        self._record.rename(self._taken_record)
        self.path.rename(self.taken)
        return self.taken

    @property
    def _folder(self) -> Path:
        return self.project.work / "plans"

    @property
    def _record(self) -> Path:
        return self._file("json")

    @property
    def _taken_record(self) -> Path:
        return self._file("applying.json")

    def _file(self, suffix: str) -> Path:
        return self._folder / f"{self.name}{'.destroy' if self.destroys else ''}.{suffix}"
