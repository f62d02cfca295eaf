"""The lock on a state after a kill: a dead terraform's goes, a living one's is waited for, anybody else's is named."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.environment import environment as embedded
from embedded_aws.server import Server
from generator.errors import Refusal
from generator.project import Project
from runner import locks
from runner.plan import plan
from runner.saved_plan import SavedPlan
from runner.session import Session
from tests.runner.fakes import FakeTerraform, bind, session

KEY = "compute/dev/terraform.tfstate"
ID = "11111111-2222-3333-4444-555555555555"
CREATES = "  # aws_sqs_queue.this will be created\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n"
LOCKED = "Error: Error acquiring the state lock\n"


@pytest.fixture
def s3(embedded_aws: Server) -> Any:
    client = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url=embedded_aws.url,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket="states")
    made = (datetime.now(UTC) - timedelta(minutes=90)).isoformat().replace("+00:00", "Z")
    lock = {"ID": ID, "Operation": "OperationTypeApply", "Who": "ada@laptop", "Created": made}
    client.put_object(Bucket="states", Key=f"{KEY}.tflock", Body=json.dumps(lock))
    return client


@pytest.fixture
def here(project: Project, embedded_aws: Server, s3: Any) -> Session:
    made = session(project, aws=f"embedded AWS {embedded_aws.instance}")
    backend = replace(made.environment.backend, bucket="states", key=KEY)
    variables = embedded(embedded_aws.url, "us-east-1", dict(os.environ))
    return replace(made, environment=replace(made.environment, backend=backend), variables=variables)


@pytest.fixture
def died(here: Session) -> Path:
    """The file with the process id of a terraform that is no more."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    file = SavedPlan(here.project, here.name).running
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(gone.pid))
    return file


def test_the_lock_of_a_dead_terraform_is_taken_away(
    here: Session, died: Path, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    terraform.says("plan", CREATES)
    plan(here, SavedPlan(here.project, here.name))
    assert locks.read(here) is None
    assert not died.exists()
    assert f"ada@laptop locked it 90 minutes ago for Apply (lock {ID})" in capsys.readouterr().err


def test_the_lock_of_a_terraform_that_was_killed_alone_is_taken_away(here: Session, terraform: FakeTerraform) -> None:
    terraform.does("plan", "kill -9 $$")
    saved = SavedPlan(here.project, here.name)
    with pytest.raises(Refusal, match="terraform plan failed"):
        plan(here, saved)
    assert locks.read(here) is not None

    terraform.does("plan", "true")
    terraform.says("plan", CREATES)
    plan(here, saved)
    assert locks.read(here) is None


def test_a_living_terraform_is_waited_for(here: Session, died: Path, tmp_path: Path) -> None:
    program = tmp_path / "terraform"
    program.write_text("#!/bin/sh\nsleep 60\ntrue\n")
    program.chmod(0o755)
    living = subprocess.Popen([program])
    died.write_text(str(living.pid))
    try:
        with pytest.raises(Refusal, match=rf"still works on it \(process {living.pid}\)"):
            locks.release(here, died)
    finally:
        living.kill()
        living.wait()
    assert locks.read(here) is not None


def test_another_process_with_the_number_of_the_dead_one_is_no_terraform(here: Session, died: Path) -> None:
    died.write_text(str(os.getpid()))
    locks.release(here, died)
    assert locks.read(here) is None


def test_a_lock_that_is_nobody_s_of_ours_is_named_with_the_command_that_takes_it_away(
    here: Session, terraform: FakeTerraform
) -> None:
    terraform.fails("plan", LOCKED)
    with pytest.raises(Refusal) as refused:
        plan(here, SavedPlan(here.project, here.name))
    assert "ada@laptop locked it 90 minutes ago for Apply" in refused.value.message
    assert refused.value.message.endswith(f"make unlock ENV=dev CONFIRM={ID}")


def test_on_an_account_a_lock_is_never_taken_away_by_itself(
    here: Session, died: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = locks.read(here)
    monkeypatch.setattr(locks, "read", lambda session: found)
    with pytest.raises(Refusal, match=f"make unlock ENV=dev CONFIRM={ID}"):
        locks.release(bind(here), died)
    assert died.exists()


def test_unlock_asks_for_the_lock_by_its_id(here: Session, s3: Any, terraform: FakeTerraform) -> None:
    with pytest.raises(Refusal, match=f"CONFIRM={ID}"):
        locks.unlock(here, "yes")
    locks.unlock(here, ID)
    assert terraform.calls[-1] == ["force-unlock", "-force", ID]
    s3.delete_object(Bucket="states", Key=f"{KEY}.tflock")
    with pytest.raises(Refusal, match="is not locked"):
        locks.unlock(here, ID)


def test_without_a_kill_no_aws_is_asked(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    saved = SavedPlan(project, "dev")
    plan(session(project), saved)
    assert not saved.running.exists()
