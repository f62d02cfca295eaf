"""modules/api-gateway-account on the embedded AWS: its README's examples are made, changed and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root

FIXTURES = Path(__file__).parent / "api-gateway-account"
ROLE = "arn:aws:iam::123456789012:role/api-gateway-logs-us-east-1"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    folder = tmp_path_factory.mktemp("api-gateway-account")
    return Deployment(module_root(folder, "api-gateway-account", FIXTURES / "support.tf"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.apply()
    gateway = deployment.client("apigateway")
    assert gateway.get_account()["cloudwatchRoleArn"] == ROLE
    [api] = gateway.get_rest_apis()["items"]
    stage = gateway.get_stage(restApiId=api["id"], stageName="live")
    assert stage["accessLogSettings"]["destinationArn"].endswith(":log-group:/aws/apigateway/rest/orders")

    account = '  account_id = "123456789012"\n'
    deployment.change(account, f'{account}  tags = {{ Service = "apis" }}\n')
    assert deployment.planned() == {"module.api_gateway_account.aws_iam_role.this": ["update"]}
    deployment.apply()

    deployment.destroy()
