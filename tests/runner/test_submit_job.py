"""A Batch job of an environment is submitted by its key."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from embedded_aws.environment import environment
from embedded_aws.server import Server
from generator.errors import Refusal
from generator.project import Project
from runner.choice import Misuse
from runner.session import Session
from runner.submit_job import submit
from tests.harness import REGION
from tests.runner.fakes import FakeTerraform, session

DEPLOYED = {
    "job_queues": {"default": {"name": "demo-dev-default"}},
    "job_definitions": {"report": {"name": "demo-dev-report"}, "repair": {"name": "demo-dev-repair"}},
}


def said(terraform: FakeTerraform, batch: dict[str, Any] | None) -> None:
    terraform.says("output", json.dumps({"batch": {"sensitive": False, "value": batch}}))


@pytest.fixture
def here(project: Project, terraform: FakeTerraform, embedded_aws: Server) -> Session:
    said(terraform, DEPLOYED)
    return replace(session(project), variables=environment(embedded_aws.url, REGION, {}))


@pytest.fixture(scope="module")
def batch(embedded_aws: Server) -> Any:
    """Batch, with a queue and a definition as Terraform makes them."""
    client = boto3.client(  # type: ignore[call-overload]
        "batch",
        endpoint_url=embedded_aws.url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    arn = client.create_compute_environment(computeEnvironmentName="own", type="UNMANAGED")["computeEnvironmentArn"]
    order = [{"order": 0, "computeEnvironment": arn}]
    client.create_job_queue(jobQueueName="demo-dev-default", priority=1, computeEnvironmentOrder=order)
    container = {"image": "busybox:1.37", "vcpus": 1, "memory": 128}
    client.register_job_definition(jobDefinitionName="demo-dev-report", type="container", containerProperties=container)
    return client


def test_a_job_is_submitted_to_the_only_queue(here: Session, batch: Any, capsys: pytest.CaptureFixture[str]) -> None:
    submit(here, "report", queue=None, array=None)

    printed = capsys.readouterr().out
    [job] = batch.describe_jobs(jobs=[printed.split(" as ")[1].split(".")[0]])["jobs"]
    assert (job["jobName"], job["jobQueue"].rpartition("/")[2]) == ("demo-dev-report", "demo-dev-default")
    assert "arrayProperties" not in job


def test_an_array_is_submitted_at_once(here: Session, batch: Any, capsys: pytest.CaptureFixture[str]) -> None:
    submit(here, "report", queue="default", array="500")

    printed = capsys.readouterr().out
    assert "submitted to demo-dev-default, 500 times as " in printed
    [job] = batch.describe_jobs(jobs=[printed.split(" as ")[1].split(".")[0]])["jobs"]
    assert job["arrayProperties"]["size"] == 500


@pytest.mark.parametrize("array", ["1", "10001", "0", "-5", "ten", "²", "1e3"])
def test_a_size_that_no_array_has_is_refused(here: Session, array: str) -> None:
    with pytest.raises(Misuse, match="an array has 2 to 10000 jobs; leave it out for one"):
        submit(here, "report", queue=None, array=array)


@pytest.mark.parametrize(
    ("job", "queue", "sentence"),
    [
        (None, None, "JOB is missing: say which; there are report or repair."),
        ("reprot", None, "JOB='reprot': not in dev, did you mean \"report\"?; there are report or repair."),
        ("report", "fast", "QUEUE='fast': not in dev; there are default."),
    ],
)
def test_what_is_not_there_is_refused(here: Session, job: str | None, queue: str | None, sentence: str) -> None:
    with pytest.raises(Misuse) as refusal:
        submit(here, job, queue=queue, array=None)
    assert refusal.value.message == sentence


@pytest.mark.usefixtures("batch")
def test_what_aws_refuses_is_one_sentence(here: Session) -> None:
    with pytest.raises(Refusal, match=r"repair: AWS refuses: .*is not active.*; nothing was submitted\.$"):
        submit(here, "repair", queue=None, array=None)


def test_without_batch_there_is_nothing_to_submit(here: Session, terraform: FakeTerraform) -> None:
    said(terraform, None)
    with pytest.raises(Refusal, match="dev: nothing of Batch is deployed; set batch_compute_environments and apply"):
        submit(here, "report", queue=None, array=None)
