"""modules/websocket-api on the embedded AWS: its README's examples are made, changed and removed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, terraform_in

SUPPORT = Path(__file__).parent / "websocket-api/support.tf"
STAGE = "module.support.aws_apigatewayv2_stage.this[0]"
DEPLOYMENT = "module.support.aws_apigatewayv2_deployment.this[0]"


class Deployment:
    """The README's examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "websocket-api", SUPPORT)
        self.terraform = terraform_in(self.root, url)
        self.url = url

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
        )

    def planned(self) -> dict[str, list[str]]:
        return changes(self.terraform.plan(output=True))

    def change(self, old: str, new: str) -> None:
        examples = self.root / "examples.tf"
        text = examples.read_text()
        assert old in text
        examples.write_text(text.replace(old, new))

    def stage(self) -> dict[str, Any]:
        """Return the example's stage, and its API under `api`."""
        gateway = self.client("apigatewayv2")
        [api] = [each for each in gateway.get_apis()["Items"] if each["Name"] == "support"]
        return {**gateway.get_stage(ApiId=api["ApiId"], StageName="v1"), "api": api["ApiId"]}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("websocket-api"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    grant_logging(deployment)
    deployment.terraform.apply()
    assert deployment.planned() == {}
    first = deployment.stage()
    assert callers(deployment, "chat", first["api"]) == ["$connect", "$default", "$disconnect", "send"]
    assert connections(deployment, "chat-lambda", "support-v1-connections") == [f"{first['api']}/v1/*/@connections/*"]
    groups = deployment.client("logs").describe_log_groups(logGroupNamePrefix=f"/aws/apigateway/{first['api']}/")
    assert [(each["logGroupName"], each["retentionInDays"]) for each in groups["logGroups"]] == [
        (f"/aws/apigateway/{first['api']}/v1", 90)
    ]

    # Tags and throttling are the stage's own.
    deployment.change('{ Service = "support" }', '{ Service = "chat" }')
    deployment.change("rate_limit = 200", "rate_limit = 250")
    planned = deployment.planned()
    assert planned.pop(STAGE) == ["update"]
    assert set(map(tuple, planned.values())) == {("update",)}
    assert not any("deployment" in address or "route" in address for address in planned)
    deployment.terraform.apply()
    assert deployment.planned() == {}
    assert deployment.stage()["DeploymentId"] == first["DeploymentId"]

    deployment.change("timeout    = 10", "timeout    = 11")
    deployment.change('"$disconnect" = { lambda = module.chat }', "")
    assert deployment.planned() == {
        DEPLOYMENT: ["create", "delete"],
        STAGE: ["update"],
        'module.support.aws_apigatewayv2_integration.this["send"]': ["update"],
        'module.support.aws_apigatewayv2_integration.this["$disconnect"]': ["delete"],
        'module.support.aws_apigatewayv2_route.this["$disconnect"]': ["delete"],
        'module.support.aws_lambda_permission.route["$disconnect"]': ["delete"],
    }
    deployment.terraform.apply()
    assert deployment.planned() == {}
    assert deployment.stage()["DeploymentId"] != first["DeploymentId"]

    deployment.terraform.destroy()
    assert left_behind(deployment) == []


def grant_logging(deployment: Deployment) -> None:
    """Give API Gateway the role for logs that account_logging_ready speaks of."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "apigateway.amazonaws.com"}}
    iam = deployment.client("iam")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName="api-gateway-logs", AssumeRolePolicyDocument=policy)["Role"]
    deployment.client("apigateway").update_account(
        patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role["Arn"]}]
    )


def callers(deployment: Deployment, function: str, api: str) -> list[str]:
    """Return which routes of the API's stage may invoke the function's alias, as its policy says."""
    policy = json.loads(deployment.client("lambda").get_policy(FunctionName=function, Qualifier="live")["Policy"])
    sources = [statement["Condition"]["ArnLike"]["AWS:SourceArn"].split(":")[5] for statement in policy["Statement"]]
    return sorted(source.removeprefix(f"{api}/v1/") for source in sources if source.startswith(f"{api}/"))


def connections(deployment: Deployment, role: str, policy: str) -> list[str]:
    """Return the connections that the role's policy of this name lets it manage, and nothing else."""
    document = deployment.client("iam").get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    assert {statement["Action"] for statement in document["Statement"]} == {"execute-api:ManageConnections"}
    return [statement["Resource"].split(":")[5] for statement in document["Statement"]]


def left_behind(deployment: Deployment) -> list[str]:
    """Return the names of everything the module could have left."""
    gateway = deployment.client("apigatewayv2")
    return [
        *(each["Name"] for each in gateway.get_apis()["Items"]),
        *(each["DomainName"] for each in gateway.get_domain_names()["Items"]),
        *(each["logGroupName"] for each in deployment.client("logs").describe_log_groups()["logGroups"]),
        *(each["AlarmName"] for each in deployment.client("cloudwatch").describe_alarms()["MetricAlarms"]),
    ]
