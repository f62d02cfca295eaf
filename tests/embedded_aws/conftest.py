"""moto with and without our additions, in this process; the server process has tests of its own."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

from embedded_aws import services
from embedded_aws.additions import Service
from embedded_aws.serve import Handler
from embedded_aws.wsgi import Layer

# Scenarios are no test file, and would fail without a word otherwise.
pytest.register_assert_rewrite(
    *(f"tests.embedded_aws.{file.stem}" for file in Path(__file__).parent.glob("*scenarios.py"))
)

# As in the server process: no Docker.
default_user_config["lambda"] = {"use_docker": False}

Client = Callable[[str], Any]


def client_of(url: str) -> Client:
    """Return a maker of boto3 clients, by service, that talk to this URL and do not try again."""

    @functools.cache  # loading a service's model takes a quarter of a second
    def client(service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}),
        )

    return client


@contextmanager
def served(added: Mapping[str, Service]) -> Iterator[Client]:
    """Serve moto with these additions; all servers of a process share moto's memory."""
    layer = Layer(DomainDispatcherApplication(create_backend_app), added, {"instance": "test"})
    server = make_server("127.0.0.1", 0, layer, threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield client_of(f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def aws() -> Iterator[Client]:
    with served(services.load()) as client:
        yield client


@pytest.fixture(scope="session")
def stock() -> Iterator[Client]:
    """moto without our additions."""
    with served({}) as client:
        yield client
