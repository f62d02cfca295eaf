"""A state is not left behind: a changed bucket or key is refused, and the state moved when that is confirmed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from typing import Any

import boto3
import pytest

from embedded_aws.environment import environment as embedded
from embedded_aws.server import Server
from generator.errors import Refusal
from generator.project import Project
from runner import move_state, state
from runner.session import Session, initialise
from tests.runner.fakes import FakeTerraform, session

STATE = {"version": 4, "resources": [{"mode": "managed", "type": "aws_sqs_queue", "name": "this", "instances": [{}]}]}
OLD_KEY = "compute/old/terraform.tfstate"


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
    client.put_object(Bucket="states", Key=OLD_KEY, Body=json.dumps(STATE))
    client.delete_object(Bucket="states", Key="compute/new/terraform.tfstate")
    return client


@pytest.fixture
def here(project: Project, embedded_aws: Server, s3: Any) -> Session:
    """An environment whose key was changed since its root was initialised."""
    made = session(project, aws=f"embedded AWS {embedded_aws.instance}")
    backend = replace(made.environment.backend, bucket="states", key="compute/new/terraform.tfstate")
    memory = project.root_of("dev") / ".terraform" / "terraform.tfstate"
    memory.parent.mkdir(parents=True, exist_ok=True)
    config = {"bucket": "states", "key": OLD_KEY, "region": "us-east-1"}
    memory.write_text(json.dumps({"backend": {"type": "s3", "config": config}}))
    return replace(
        made,
        environment=replace(made.environment, backend=backend),
        variables=embedded(embedded_aws.url, "us-east-1", dict(os.environ)),
    )


def test_a_changed_key_is_refused_with_both_ways_out(here: Session, terraform: FakeTerraform) -> None:
    with pytest.raises(Refusal) as refused:
        initialise(here)
    assert "still holds 1 resources" in refused.value.message
    assert f"backend: {{bucket: states, key: {OLD_KEY}}}" in refused.value.message
    assert refused.value.message.endswith("make move-state ENV=dev CONFIRM=dev-move-state")
    assert terraform.calls == []


def test_an_empty_state_is_left_behind_without_a_word(here: Session, s3: Any, terraform: FakeTerraform) -> None:
    s3.put_object(Bucket="states", Key=OLD_KEY, Body=json.dumps({"version": 4, "resources": []}))
    initialise(here)
    s3.delete_object(Bucket="states", Key=OLD_KEY)
    initialise(here)
    assert [call[0] for call in terraform.calls] == ["init", "init"]


def test_a_state_is_moved_when_that_is_confirmed_and_the_old_one_stays(
    here: Session, s3: Any, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Refusal, match=r"CONFIRM=dev-move-state$"):
        move_state.move(here, None)
    assert state.read(here, here.environment.backend) is None
    move_state.move(here, "dev-move-state")
    assert state.read(here, here.environment.backend) == STATE
    assert s3.get_object(Bucket="states", Key=OLD_KEY)["Body"].read() == json.dumps(STATE).encode()
    assert terraform.calls[-1][-1] == "-reconfigure"
    assert "The old one is still in s3://states/compute/old" in capsys.readouterr().out


def test_a_state_of_others_is_not_written_over(here: Session, s3: Any) -> None:
    s3.put_object(Bucket="states", Key="compute/new/terraform.tfstate", Body=json.dumps(STATE))
    with pytest.raises(Refusal, match="holds 1 resources of its own"):
        move_state.move(here, "dev-move-state")


def test_what_is_no_state_is_said(here: Session, s3: Any) -> None:
    s3.put_object(Bucket="states", Key=OLD_KEY, Body=b"<html>")
    with pytest.raises(Refusal, match="is no Terraform state"):
        move_state.check(here)


def test_where_nothing_changed_there_is_nothing_to_move(here: Session) -> None:
    same = replace(here.environment.backend, key=OLD_KEY)
    unchanged = replace(here, environment=replace(here.environment, backend=same))
    move_state.check(unchanged)
    with pytest.raises(Refusal, match="there is nothing to move"):
        move_state.move(unchanged, "dev-move-state")
