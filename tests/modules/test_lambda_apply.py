"""modules/lambda on the embedded AWS: its README's examples are made, changed, left alone and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from runner.package import package
from tests.harness import REGION, ROOT, changes, module_root, terraform_in

FIXTURES = Path(__file__).parent / "lambda"
API_HANDLER = "module.api_handler.aws_lambda_function.this[0]"


class Deployment:
    """The README's examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "lambda", FIXTURES / "support.tf", FIXTURES / "networking")
        self.terraform = terraform_in(self.root, url)
        self.url = url

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
        )

    def apply(self) -> None:
        self.terraform.apply()

    def edit(self, before: str, after: str) -> None:
        examples = self.root / "examples.tf"
        text = examples.read_text()
        assert before in text
        examples.write_text(text.replace(before, after))

    def planned(self) -> dict[str, list[str]]:
        return changes(self.terraform.plan(output=True))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("lambda"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.apply()
    deploy_from_outside(deployment)
    assert deployment.planned() == {}

    package(ROOT / "lambda/api_handler", deployment.root / "api-handler.zip")
    deployment.edit("512", "1024")
    hand_over_orders(deployment)
    assert deployment.planned() == {
        API_HANDLER: ["update"],
        "module.api_handler.aws_lambda_alias.this[0]": ["update"],
    }
    deployment.apply()
    assert deployment.planned() == {}
    alias = deployment.client("lambda").get_alias(FunctionName="api-handler", Name="live")
    assert alias["FunctionVersion"] == "2"

    deployment.terraform.destroy()
    assert left_behind(deployment) == []


def deploy_from_outside(deployment: Deployment) -> None:
    """Publish other code and move the alias to it; then name a package and a processor, which have no say."""
    client = deployment.client("lambda")
    code = (deployment.root.parents[1] / "modules/lambda/placeholder.zip").read_bytes() + b"other"
    client.update_function_code(FunctionName="worker", ZipFile=code)
    version = client.publish_version(FunctionName="worker")["Version"]
    client.update_alias(FunctionName="worker", Name="live", FunctionVersion=version)
    deployment.edit('"external"', '"external"\n  architecture = "x86_64"\n  filename = "api-handler.zip"')


def hand_over_orders(deployment: Deployment) -> None:
    """Give the code of a running function to another owner, as the README says."""
    deployment.edit('name       = "orders"', 'name       = "orders"\n  code_owner = "external"')
    for kind in ("aws_lambda_function", "aws_lambda_alias"):
        address = f"module.orders.{kind}"
        deployment.terraform.execute_command("state", "mv", f"{address}.this[0]", f"{address}.external[0]")


def left_behind(deployment: Deployment) -> list[str]:
    """Return the names of everything the module could have left."""
    groups = deployment.client("logs").describe_log_groups()["logGroups"]
    return [
        *(each["FunctionName"] for each in deployment.client("lambda").list_functions()["Functions"]),
        *(each["RoleName"] for each in deployment.client("iam").list_roles()["Roles"]),
        *(each["logGroupName"] for each in groups),
        *deployment.client("sqs").list_queues().get("QueueUrls", []),
        *(each["AlarmName"] for each in deployment.client("cloudwatch").describe_alarms()["MetricAlarms"]),
    ]
