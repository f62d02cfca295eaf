"""modules/websocket-api on the embedded AWS: its README's examples are made, changed and removed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root

FIXTURES = Path(__file__).parent / "websocket-api"
SUPPORT = [FIXTURES / name for name in ("support.tf", "../shared/api.tf", "../shared/base.tf")]
STAGE = "module.support.aws_apigatewayv2_stage.this[0]"
DEPLOYMENT = "module.support.aws_apigatewayv2_deployment.this[0]"


class Examples(Deployment):
    """The README's examples."""

    def stage(self) -> dict[str, Any]:
        """Return the example's stage, and its API under `api`."""
        gateway = self.client("apigatewayv2")
        [api] = [each for each in gateway.get_apis()["Items"] if each["Name"] == "support"]
        return {**gateway.get_stage(ApiId=api["ApiId"], StageName="v1"), "api": api["ApiId"]}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Examples:
    return Examples(module_root(tmp_path_factory.mktemp("websocket-api"), "websocket-api", *SUPPORT), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Examples) -> None:
    grant_logging(deployment)
    deployment.apply()
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
    deployment.apply()
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
    deployment.apply()
    assert deployment.stage()["DeploymentId"] != first["DeploymentId"]

    deployment.destroy(kept=["aws_iam_role api-gateway-logs"])


def grant_logging(deployment: Examples) -> None:
    """Give API Gateway the role for logs that account_logging_ready speaks of."""
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "apigateway.amazonaws.com"}}
    iam = deployment.client("iam")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName="api-gateway-logs", AssumeRolePolicyDocument=policy)["Role"]
    deployment.client("apigateway").update_account(
        patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role["Arn"]}]
    )


def callers(deployment: Examples, function: str, api: str) -> list[str]:
    """Return which routes of the API's stage may invoke the function's alias, as its policy says."""
    policy = json.loads(deployment.client("lambda").get_policy(FunctionName=function, Qualifier="live")["Policy"])
    sources = [statement["Condition"]["ArnLike"]["AWS:SourceArn"].split(":")[5] for statement in policy["Statement"]]
    return sorted(source.removeprefix(f"{api}/v1/") for source in sources if source.startswith(f"{api}/"))


def connections(deployment: Examples, role: str, policy: str) -> list[str]:
    """Return the connections that the role's policy of this name lets it manage, and nothing else."""
    document = deployment.client("iam").get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    assert {statement["Action"] for statement in document["Statement"]} == {"execute-api:ManageConnections"}
    return [statement["Resource"].split(":")[5] for statement in document["Statement"]]
