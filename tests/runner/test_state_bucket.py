"""make bootstrap: the state bucket of an account is made once, and is as it should be."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.environment import environment
from embedded_aws.server import Server
from generator.errors import Refusal
from generator.project import Project
from runner import state_bucket
from runner.aws import client
from runner.session import Session
from tests.harness import REGION
from tests.runner.fakes import session


@pytest.fixture
def here(project: Project, embedded_aws: Server, request: pytest.FixtureRequest) -> Session:
    found = session(project)
    backend = replace(found.environment.backend, bucket=f"tfstate-{abs(hash(request.node.name))}")
    environment_ = replace(found.environment, backend=backend)
    return replace(found, environment=environment_, variables=environment(embedded_aws.url, REGION, {}))


def state_of(s3: Any, name: str) -> list[Any]:
    return [
        s3.get_bucket_versioning(Bucket=name)["Status"],
        s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"],
        s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"],
        s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"],
        s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"],
        json.loads(s3.get_bucket_policy(Bucket=name)["Policy"]),
    ]


def test_the_bucket_is_made_and_a_second_run_changes_nothing(here: Session, capsys: pytest.CaptureFixture[str]) -> None:
    name = here.environment.backend.bucket
    state_bucket.bootstrap(here)
    assert f"{name} in us-east-1, the embedded AWS: made; versioned" in capsys.readouterr().out
    s3 = client(here, "s3")
    first = state_of(s3, name)
    versioning, [encryption], public, [ownership], [lifecycle], policy = first
    assert versioning == "Enabled"
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert all(public.values())
    assert len(public) == 4
    assert ownership == {"ObjectOwnership": "BucketOwnerEnforced"}
    assert lifecycle["NoncurrentVersionExpiration"] == {"NoncurrentDays": 90}
    assert {(each["Effect"], each["Sid"]) for each in policy["Statement"]} == {
        ("Deny", "TlsOnly"),
        ("Deny", "KeepTheBucket"),
    }
    state_bucket.bootstrap(here)
    assert f"{name} in us-east-1, the embedded AWS: was there" in capsys.readouterr().out
    assert state_of(s3, name) == first


def test_a_bucket_that_lost_its_protection_gets_it_back(here: Session) -> None:
    state_bucket.bootstrap(here)
    s3, name = client(here, "s3"), here.environment.backend.bucket
    first = state_of(s3, name)
    s3.delete_bucket_policy(Bucket=name)
    s3.delete_public_access_block(Bucket=name)
    state_bucket.bootstrap(here)
    assert state_of(s3, name) == first


@pytest.mark.parametrize("status", [301, 403])
def test_a_bucket_of_others_is_refused(here: Session, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    class Foreign:
        def head_bucket(self, **_: object) -> None:
            metadata: Any = {"HTTPStatusCode": status}
            raise ClientError({"Error": {"Code": str(status)}, "ResponseMetadata": metadata}, "HeadBucket")

    monkeypatch.setattr(state_bucket, "client", lambda *_: Foreign())
    with pytest.raises(Refusal, match=r"there is one, of another account or region.*set another `backend.bucket`"):
        state_bucket.bootstrap(here)
