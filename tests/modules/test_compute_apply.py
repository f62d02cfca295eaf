"""modules/compute on the embedded AWS: sample and README's example are made, deployed to, changed and removed."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import REGION, readme_blocks
from tests.modules.assistant import FIXTURES, code, sample_root

PREFIX = "ai-assistant-cli-dev"
FUNCTIONS = ("main", "websocket", "connections", "jwt-authorizer")


@pytest.fixture
def sample(tmp_path: Path, embedded_aws: Server) -> Deployment:
    root = sample_root(tmp_path)
    (root / "examples.tf").unlink()
    return Deployment(root, embedded_aws.url)


@pytest.fixture
def production(tmp_path: Path, embedded_aws: Server) -> Deployment:
    root = sample_root(tmp_path, FIXTURES / "support.tf")
    (root / "sample.tf").unlink()
    (root / "examples.tf").write_text(readme_blocks("compute")[1])
    return Deployment(root, embedded_aws.url)


def test_the_sample_is_applied_deployed_to_changed_and_destroyed(sample: Deployment) -> None:
    sample.apply()
    the_code_can_read_its_settings(sample)
    messages_go_to_this_api_only(sample)
    the_placeholder_answers(sample)

    deploy_from_outside(sample)
    assert request(sample, "GET", "/sessions", "Bearer a.b.c").body == "me"
    assert sample.planned() == {}

    # Tags are none of a deployment's business.
    sample.change('ai-assistant-cli" }', 'assistant" }', file="root.tf")
    assert not [address for address in sample.planned() if "deployment" in address]

    # An origin is: what is deployed changes, and the stage moves to a new deployment before the old one goes.
    sample.change('assistant" }', 'ai-assistant-cli" }', file="root.tf")
    sample.change("# Authentication", 'cors_allowed_origin = "https://assistant.example.com"', file="sample.tf")
    expected = sample.planned()
    assert expected.pop("module.compute.module.rest_api.aws_api_gateway_deployment.this[0]") == ["create", "delete"]
    assert {actions[0] for actions in expected.values()} == {"update"}
    assert "module.compute.module.rest_api.aws_api_gateway_stage.this[0]" in expected
    sample.apply()
    assert deployed_versions(sample) == dict.fromkeys(FUNCTIONS, "2")

    sample.destroy()


def test_the_production_example_is_applied_paid_otherwise_and_destroyed(production: Deployment) -> None:
    production.apply()

    # Paid in another way by hand, as the README says: only autoscaling is left to remove.
    client = production.client("dynamodb")
    client.update_table(TableName="ai-assistant-prod-sessions", BillingMode="PAY_PER_REQUEST")
    production.change('"PROVISIONED"', '"PAY_PER_REQUEST"')
    expected = production.planned()
    assert len(expected) == 8
    assert {(address.split(".")[2], *actions) for address, actions in expected.items()} == {
        ("aws_appautoscaling_policy", "delete"),
        ("aws_appautoscaling_target", "delete"),
    }

    # The table refuses to go until it is told otherwise.
    with pytest.raises(ClientError, match="currently protected against deletion"):
        client.delete_table(TableName="ai-assistant-prod-sessions")
    production.change('"PAY_PER_REQUEST"', '"PAY_PER_REQUEST"\n  deletion_protection = false')
    production.apply()

    production.destroy()


@dataclass(frozen=True)
class Reply:
    """What the REST API answers."""

    status: int
    headers: Mapping[str, str]
    body: Any


def request(deployment: Deployment, method: str, route: str, authorization: str | None = None) -> Reply:
    """Send a request through the REST API, its authorizer and its function."""
    [api] = deployment.client("apigateway").get_rest_apis()["items"]
    url = f"{deployment.url}/_aws/execute-api/{api['id']}/v1/api/v1{route}"
    sent = urllib.request.Request(url, method=method)  # noqa: S310
    if authorization:
        sent.add_header("Authorization", authorization)
    try:
        answer = urllib.request.urlopen(sent)  # noqa: S310
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        text = answer.read().decode()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, headers, json.loads(text) if text.startswith("{") else text)


def the_code_can_read_its_settings(deployment: Deployment) -> None:
    settings = code("shared/settings.py").Settings
    client = deployment.client("lambda")
    # Only the REST API has a path below its stage, and answers browsers of other origins.
    for key, rest in {"main": {"root_path": "/v1", "cors_origins": ("*",)}, "websocket": {}}.items():
        configuration = client.get_function_configuration(FunctionName=f"{PREFIX}-{key}")
        assert settings.read(configuration["Environment"]["Variables"]) == settings(
            sessions_table=f"{PREFIX}-sessions",
            user_index="UserIndex",
            models=("amazon.nova-lite-v1:0",),
            bedrock_region=REGION,
            knowledge_base_id="KB12345678",
            **rest,
        )


def messages_go_to_this_api_only(deployment: Deployment) -> None:
    """What the function is told to send to, and what its role lets it send to, is the API that was made."""
    [api] = deployment.client("apigatewayv2").get_apis()["Items"]
    configuration = deployment.client("lambda").get_function_configuration(FunctionName=f"{PREFIX}-websocket")
    endpoint = configuration["Environment"]["Variables"]["WEBSOCKET_API_ENDPOINT"]
    assert endpoint == f"https://{api['ApiId']}.execute-api.{REGION}.amazonaws.com/v1"
    iam = deployment.client("iam")
    policy = iam.get_role_policy(RoleName="bedrock", PolicyName=f"{PREFIX}-connections")["PolicyDocument"]
    [statement] = policy["Statement"]
    assert statement["Action"] == "execute-api:ManageConnections"
    stage = f"arn:aws:execute-api:{REGION}:123456789012:{api['ApiId']}/v1"
    assert statement["Resource"] == [f"{stage}/{method}/@connections/*" for method in ("DELETE", "POST")]


def the_placeholder_answers(deployment: Deployment) -> None:
    """Everybody may ask for the health; nobody gets further, and a browser is told so."""
    health = request(deployment, "GET", "/health")
    assert (health.status, health.body.get("status")) == (200, "placeholder"), health.headers
    for token in (None, "junk", "Bearer a.b.c"):
        refused = request(deployment, "GET", "/sessions", token)
        assert (refused.status, refused.body["error"]["code"]) == (401, "UNAUTHORIZED")
        assert refused.headers["access-control-allow-origin"] == "*"
    preflight = request(deployment, "OPTIONS", "/sessions")
    assert (preflight.status, preflight.headers["access-control-allow-methods"]) == (204, "GET,OPTIONS,POST")


def deploy_from_outside(deployment: Deployment) -> None:
    """Publish other code of each function, for the other processor, and move its alias there."""
    client = deployment.client("lambda")
    for key in FUNCTIONS:
        name = f"{PREFIX}-{key}"
        client.update_function_code(FunctionName=name, ZipFile=other_code(), Architectures=["x86_64"])
        version = client.publish_version(FunctionName=name)["Version"]
        client.update_alias(FunctionName=name, Name="live", FunctionVersion=version)


def other_code() -> bytes:
    """Return a package with another backend, and an authorizer that lets everybody in."""
    policy = (
        '{"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", '
        '"Action": "execute-api:Invoke", "Resource": event["methodArn"].split("/")[0] + "/*"}]}}'
    )
    user = '{"statusCode": 200, "body": event["requestContext"]["authorizer"]["principalId"]}'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("backend/handler.py", f"def handler(event, context): return {user}")
        archive.writestr("authorizer/handler.py", f"def handler(event, context): return {policy}")
    return buffer.getvalue()


def deployed_versions(deployment: Deployment) -> dict[str, str]:
    """Return the version that callers of each function get."""
    client = deployment.client("lambda")
    return {key: client.get_alias(FunctionName=f"{PREFIX}-{key}", Name="live")["FunctionVersion"] for key in FUNCTIONS}
