"""modules/api-gateway-account on the embedded AWS: its README's examples are made, changed and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, terraform_in

FIXTURES = Path(__file__).parent / "api-gateway-account"
ROLE = "arn:aws:iam::123456789012:role/api-gateway-logs-us-east-1"


class Deployment:
    """The README's examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "api-gateway-account", FIXTURES / "support.tf")
        self.examples = self.root / "examples.tf"
        self.terraform = terraform_in(self.root, url)
        self.url = url

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
        )

    def planned(self) -> dict[str, list[str]]:
        return changes(self.terraform.plan(output=True))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("api-gateway-account"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.terraform.apply()
    assert deployment.planned() == {}
    gateway = deployment.client("apigateway")
    assert gateway.get_account()["cloudwatchRoleArn"] == ROLE
    [api] = gateway.get_rest_apis()["items"]
    stage = gateway.get_stage(restApiId=api["id"], stageName="live")
    assert stage["accessLogSettings"]["destinationArn"].endswith(":log-group:/aws/apigateway/rest/orders")

    text = deployment.examples.read_text()
    account = '  account_id = "123456789012"\n'
    assert text.count(account) == 1
    deployment.examples.write_text(text.replace(account, f'{account}  tags = {{ Service = "apis" }}\n'))
    assert deployment.planned() == {"module.api_gateway_account.aws_iam_role.this": ["update"]}
    deployment.terraform.apply()
    assert deployment.planned() == {}

    deployment.terraform.destroy()
    assert gateway.get_rest_apis()["items"] == []
    assert deployment.client("iam").list_roles()["Roles"] == []
    assert deployment.client("logs").describe_log_groups()["logGroups"] == []
