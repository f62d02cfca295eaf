"""Which AWS a command talks to: the embedded one or the environment's account, and never the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from embedded_aws import server, upstream
from generator.environment import load
from generator.errors import Refusal
from generator.project import Project
from runner import account
from runner.session import open_session, queues
from tests.runner.fakes import ACCOUNT

SERVER = server.Server("http://127.0.0.1:1", 1, "now", "0a1b")


@pytest.fixture
def ensured(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Replace the embedded AWS; return the arguments of each call for upstream layers."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(server, "up", lambda work, say: SERVER)
    monkeypatch.setattr(upstream, "ensure", lambda **arguments: calls.append(arguments))
    return calls


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Replace STS; return who was asked about."""
    calls: list[tuple[str, str]] = []
    monkeypatch.setattr(account, "verify", lambda name, account_id, region: calls.append((name, account_id)))
    return calls


@pytest.fixture
def bound(project: Project) -> Project:
    """The checkout, with dev bound to an account."""
    text = f'aws: {{region: eu-west-1, account_id: "{ACCOUNT}"}}\nvariables: {{project_name: demo}}\n'
    project.yaml_of("dev").write_text(text)
    return project


@pytest.mark.usefixtures("terraform")
def test_an_unbound_environment_is_led_to_the_embedded_aws(
    project: Project,
    ensured: list[dict[str, Any]],
    verified: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "work")

    session = open_session(project, "dev")

    assert capsys.readouterr().err == "AWS: embedded (http://127.0.0.1:1, on this machine; nothing real)\n"
    assert session.aws == "embedded AWS 0a1b"
    assert not session.bound
    assert session.variables["AWS_ENDPOINT_URL"] == SERVER.url
    assert "AWS_PROFILE" not in session.variables
    assert verified == []
    [call] = ensured
    assert call["bucket"] == "demo-dev-tfstate"
    assert call["states"]["networking"] == "networking/dev/terraform.tfstate"
    assert call["examples"] == project.root / "examples/upstream"


@pytest.mark.usefixtures("terraform")
def test_upstream_states_are_made_in_the_buckets_they_are_read_from(
    project: Project, ensured: list[dict[str, Any]]
) -> None:
    text = "\nupstream: {data: {bucket: shared-states}, security: {values: {kms_key_arn: a}}}\n"
    project.yaml_of("dev").write_text(project.yaml_of("dev").read_text() + text)

    open_session(project, "dev")

    assert {call["bucket"]: sorted(call["states"]) for call in ensured} == {
        "demo-dev-tfstate": ["networking"],
        "shared-states": ["data"],
    }


@pytest.mark.usefixtures("terraform")
def test_a_bound_environment_is_led_to_its_account(
    bound: Project,
    ensured: list[dict[str, Any]],
    verified: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "work")

    session = open_session(bound, "dev")

    assert capsys.readouterr().err == f"AWS: account {ACCOUNT}, eu-west-1 (real)\n"
    assert verified == [("dev", ACCOUNT)]
    assert session.bound
    assert session.variables["AWS_PROFILE"] == "work"
    assert ensured == []


@pytest.mark.usefixtures("terraform", "ensured")
def test_a_bound_environment_is_refused_where_calls_go_elsewhere(
    bound: Project, verified: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", SERVER.url)

    with pytest.raises(Refusal, match="AWS_ENDPOINT_URL is set"):
        open_session(bound, "dev")

    assert verified == []


def test_the_example_of_the_data_layer_makes_the_queues_that_the_yaml_names(project: Project) -> None:
    environment = load(project, "dev")
    assert queues(environment) == []
    named = replace(
        environment,
        variables={
            "lambda_functions": {
                "orders": {
                    "event_sources": {"a": {"key": "orders"}, "b": {"arn": "arn:x"}},
                    "queues": {"OUT": {"key": "mails"}},
                },
                "none": {},
            },
            "elastic_beanstalk_applications": {
                "shop": {"environments": {"jobs": {"worker": {"queue_key": "jobs"}}, "web": {"worker": None}}}
            },
        },
    )
    assert queues(named) == ["jobs", "mails", "orders"]
