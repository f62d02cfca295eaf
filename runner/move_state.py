"""A state that would be left behind: refuse, or bring it along.

Terraform takes a changed bucket or key for another state, and plans everything anew beside what stands.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress

import click

from generator.environment import State
from generator.errors import Refusal
from runner import state, terraform
from runner.aws import client, refusing
from runner.progress import step
from runner.session import Session


def check(session: Session) -> None:
    """Raise Refusal, with both ways out, where the state of the last init still holds resources and is another one."""
    old = _initialised(session)
    if old is None or _same(old, session.environment.backend):
        return
    held = state.in_state(state.read(session, old))
    if held:
        new = session.environment.backend
        raise Refusal(
            f"{session.name}: its state is now s3://{new.bucket}/{new.key}, but s3://{old.bucket}/{old.key} "
            f"still holds {len(held)} resources, which would be made anew. "
            f"Either keep it, in environments/{session.name}.yaml:\n"
            f"  backend: {{bucket: {old.bucket}, key: {old.key}}}\n"
            f"or bring it along: make move-state ENV={session.name} CONFIRM={session.name}-move-state"
        )


def move(session: Session, confirm: str | None) -> None:
    """Copy the state to where the YAML has it, compare, and only then use it. The old one stays where it is."""
    old, new = _initialised(session), session.environment.backend
    if old is None or _same(old, new):
        raise Refusal(f"{session.name}: its state is where its YAML says; there is nothing to move.")
    where, there = f"s3://{old.bucket}/{old.key}", f"s3://{new.bucket}/{new.key}"
    found = state.read(session, old)
    if not state.in_state(found):
        raise Refusal(f"{where}: holds nothing that would have to be moved.")
    if already := state.in_state(state.read(session, new)):
        raise Refusal(f"{there}: holds {len(already)} resources of its own, and is not written over.")
    wanted = f"{session.name}-move-state"
    if confirm != wanted:
        raise Refusal(
            f"This copies the state of {session.name} from {where} to {there}. "
            f"If that is meant: make move-state ENV={session.name} CONFIRM={wanted}"
        )
    s3 = client(session, "s3")
    with step("copying the state"), refusing(there, "nothing was switched"):
        body = s3.get_object(Bucket=old.bucket, Key=old.key)["Body"].read()
        key = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": new.kms_key_id} if new.kms_key_id else {}
        s3.put_object(Bucket=new.bucket, Key=new.key, Body=body, ContentType="application/json", **key)
        copied = s3.get_object(Bucket=new.bucket, Key=new.key)["Body"].read()
    if hashlib.sha256(copied).digest() != hashlib.sha256(body).digest():
        raise Refusal(f"{there}: is not what was copied; the state stays {where}.")
    _switch(session)
    click.echo(f"{session.name} has its state in {there}. The old one is still in {where}: remove it when all is well.")


def _switch(session: Session) -> None:
    said: list[str] = []
    arguments = [
        "init",
        "-input=false",
        "-no-color",
        "-lockfile=readonly",
        "-backend-config=backend.conf",
        "-reconfigure",
    ]
    if terraform.run(arguments, cwd=session.folder, env=session.variables, on_line=said.append, with_errors=True):
        raise Refusal("\n".join([*said, f"{session.name}: terraform init failed; run make move-state again."]))


def _initialised(session: Session) -> State | None:
    """Return the state that terraform was initialised with last in this root; None where it never was."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        said = json.loads((session.folder / ".terraform" / "terraform.tfstate").read_text(encoding="utf-8"))
        config = said["backend"]["config"]
        return State(config["bucket"], config["key"], config.get("region") or session.environment.region)
    return None


def _same(one: State, other: State) -> bool:
    return (one.bucket, one.key) == (other.bucket, other.key)
