"""The lock on a state: a dead terraform's is taken away, a living one's is waited for, anybody else's is named.

Terraform's S3 backend keeps the lock as an object beside the state (use_lockfile):
https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import Refusal
from runner import terraform
from runner.aws import client, refusing
from runner.session import Session, initialise, note


@dataclass(frozen=True)
class Lock:
    """Who has locked a state, for what, and since when."""

    id: str
    who: str
    operation: str
    created: str

    @property
    def age(self) -> str:
        """How long ago it was made, for people."""
        try:
            made = datetime.fromisoformat(self.created[:19]).replace(tzinfo=UTC)
        except ValueError:
            return "some time"
        minutes = int((datetime.now(UTC) - made).total_seconds() // 60)
        return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"

    def __str__(self) -> str:
        return f"{self.who} locked it {self.age} ago for {self.operation} (lock {self.id})"


def read(session: Session) -> Lock | None:
    """Return the lock on the environment's state, if there is one."""
    from botocore.exceptions import ClientError

    backend = session.environment.backend
    with refusing(f"s3://{backend.bucket}/{backend.key}.tflock", "whether the state is locked cannot be told"):
        try:
            body = client(session, "s3").get_object(Bucket=backend.bucket, Key=f"{backend.key}.tflock")["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404", "AccessDenied"):
                return None  # terraform says it better, should it be locked all the same
            raise
    try:
        said = json.loads(body)
        return Lock(said["ID"], said["Who"], said["Operation"].removeprefix("OperationType"), said["Created"])
    except (ValueError, KeyError, AttributeError):
        return None


def release(session: Session, running: Path) -> None:
    """Take away what a terraform of ours that was killed has locked; raise Refusal while it still works.

    `running` is the file with its process id. On an account the lock is left: who knows whom else it tells something.
    """
    process = _process(running)
    if process is None:
        return
    if _is_terraform(process):
        raise Refusal(
            f"{session.name}: the terraform of a make that was killed still works on it (process {process}); wait for "
            "it, then run this again."
        )
    lock = read(session)
    if lock and session.bound:
        raise Refusal(told(session, lock))
    if lock:
        note(f"The lock of a terraform that died is taken away: {lock}.")
        _take_away(session)
    running.unlink(missing_ok=True)


def told(session: Session, lock: Lock) -> str:
    """Say whose a lock is, and what takes it away."""
    return (
        f"{session.name}: its state is locked: {lock}. Where nobody is at work any more: "
        f"make unlock ENV={session.name} CONFIRM={lock.id}"
    )


def unlock(session: Session, confirm: str | None) -> None:
    """Take away the lock that is confirmed by its id."""
    lock = read(session)
    if lock is None:
        raise Refusal(f"{session.name}: its state is not locked.")
    if confirm != lock.id:
        raise Refusal(
            f"{session.name}: {lock}. If whoever that is does not work any more: "
            f"make unlock ENV={session.name} CONFIRM={lock.id}"
        )
    initialise(session)
    if terraform.run(["force-unlock", "-force", lock.id], cwd=session.folder, env=session.variables):
        raise Refusal(f"{session.name}: terraform force-unlock failed, see above.")


def _take_away(session: Session) -> None:
    backend = session.environment.backend
    with refusing(f"s3://{backend.bucket}/{backend.key}.tflock", "the state stays locked"):
        client(session, "s3").delete_object(Bucket=backend.bucket, Key=f"{backend.key}.tflock")


def _process(running: Path) -> int | None:
    with suppress(OSError, ValueError):
        return int(running.read_text(encoding="utf-8"))
    return None


def _is_terraform(process: int) -> bool:
    """Tell whether a process lives and is a terraform; where that cannot be told, whether it lives."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return False  # somebody else's, so not ours
    with suppress(OSError):
        return "terraform" in Path(f"/proc/{process}/comm").read_text(encoding="utf-8")
    return True
