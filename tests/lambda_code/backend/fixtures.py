"""Fixtures of both functions' tests."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from dev_api import table
from embedded_aws import environment
from shared.store import aws
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud, said

PASSAGE = {"content": {"text": "Ask early."}, "location": {"type": "S3", "s3Location": {"uri": "s3://handbook/a.md"}}}


@pytest.fixture(scope="session")
def dynamodb() -> Iterator[str]:
    """Serve moto; return its URL."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@contextmanager
def running() -> Iterator[Cloud]:
    """Give an AWS with an empty table, a model and a knowledge base."""
    cloud = Cloud()
    cloud.answers = {
        "ConverseStream": said("Hello", " there."),
        "Retrieve": json.dumps({"retrievalResults": [PASSAGE]}),
        "GetKnowledgeBase": json.dumps({"knowledgeBase": {"name": "Handbook", "status": "ACTIVE"}}),
        "PostToConnection": "{}",
        "DeleteConnection": "{}",
    }
    table.ensure()
    events: Any = aws.session().events
    events.register("before-send", cloud.before_send)
    yield cloud
    events.unregister("before-send", cloud.before_send)
    # Nothing else of moto's, whose memory is the process's: other tests have things in it.
    boto3.client("dynamodb").delete_table(TableName=table.NAME)


@pytest.fixture(autouse=True)
def _environment(dynamodb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in environment.removed(os.environ):
        monkeypatch.delenv(name)
    for name, value in environment.settings(dynamodb, SETTINGS.bedrock_region).items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let botocore try again at once."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _seconds: None))


@pytest.fixture
def cloud(_environment: None) -> Iterator[Cloud]:
    with running() as it:
        yield it


@pytest.fixture
def clock() -> Clock:
    return Clock()
