"""modules/http-api on the embedded AWS: its README's examples are made, changed and removed."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import edit, module_root

FIXTURES = Path(__file__).parent / "http-api"
SHARED = (FIXTURES.parent / name for name in ("alb/networking", "shared/api.tf", "shared/base.tf"))
SUPPORT = [FIXTURES / "support.tf", FIXTURES / "requests.tf", FIXTURES / "web", *SHARED]
HELLO = """
def handler(event, _context):
    return {"statusCode": 200, "body": event["routeKey"]}
"""
GATE = """
def handler(event, _context):
    return {"isAuthorized": event["identitySource"] == ["a friend"]}
"""


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    root = module_root(tmp_path_factory.mktemp("http-api"), "http-api", *SUPPORT)
    with zipfile.ZipFile(root / "functions.zip", "w") as functions:
        functions.writestr("hello.py", HELLO)
        functions.writestr("gate.py", GATE)
    # The provider that tests share does not run in the root.
    edit(root / "requests.tf", '"functions.zip"', f'"{root / "functions.zip"}"')
    return Deployment(root, embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    keep_authorities(deployment)
    deployment.apply()
    assert callers(deployment, "orders") == {
        "main": ["GET/orders"],
        "shop": ["GET/health", "GET/orders/*", "POST/imports"],
        "partners": ["POST/imports"],
    }
    routes_take_their_requests(deployment)

    deployment.change('description = "Orders of the shop"', 'description = "Orders"')
    deployment.change('{ Service = "shop" }', '{ Service = "web shop" }')
    deployment.change("rate_limit = 5, burst_limit = 10", "rate_limit = 6, burst_limit = 12")
    deployment.change('"GET /health"', '"GET /status"')
    deployment.change('allow_methods     = ["GET", "POST"]', 'allow_methods     = ["GET"]')
    deployment.change("timeout        = 10", "timeout        = 11")
    shop = "module.shop.aws_"
    route = "apigatewayv2_route.this"
    expected = {
        f'{shop}apigatewayv2_integration.this["GET /health"]': ["delete"],
        f'{shop}apigatewayv2_integration.this["GET /status"]': ["create"],
        f'{shop}apigatewayv2_integration.this["POST /imports"]': ["update"],
        f'{shop}{route}["GET /health"]': ["delete"],
        f'{shop}{route}["GET /status"]': ["create"],
        f'{shop}lambda_permission.route["GET /health"]': ["delete"],
        f'{shop}lambda_permission.route["GET /status"]': ["create"],
        **{
            f"{shop}{changed}": ["update"]
            for changed in (
                "apigatewayv2_api.this",
                "apigatewayv2_stage.this",
                'apigatewayv2_domain_name.this["api.example.com"]',
                "cloudwatch_log_group.access",
            )
        },
        **{
            f'module.shop.module.alarms.aws_cloudwatch_metric_alarm.this["{name}"]': ["update"]
            for name in ("client-errors", "errors", "latency")
        },
    }
    assert deployment.planned() == expected
    deployment.apply()

    deployment.destroy(kept=["aws_s3_bucket authorities"])


def keep_authorities(deployment: Deployment) -> None:
    """Put the bundle into S3 that client certificates are checked against."""
    storage = deployment.client("s3")
    storage.create_bucket(Bucket="authorities")
    storage.put_object(Bucket="authorities", Key="bundle.pem", Body=b"-----BEGIN CERTIFICATE-----")


def routes_take_their_requests(deployment: Deployment) -> None:
    """Send requests through the API: each gets the most specific route, once that lets it in."""
    apis = deployment.client("apigatewayv2").get_apis()["Items"]
    [api] = [each["ApiId"] for each in apis if each["Name"] == "requests"]
    friend, stranger = {"Authorization": "a friend"}, {"Authorization": "a stranger"}
    assert requested(deployment, api, "/hello/world") == (200, "GET /hello/{name}")
    assert requested(deployment, api, "/elsewhere") == (200, "$default")
    assert requested(deployment, api, "/kept/a/b", friend) == (200, "ANY /kept/{file+}")
    assert requested(deployment, api, "/kept/a/b", stranger)[0] == 403
    assert requested(deployment, api, "/kept/a/b")[0] == 401
    assert requested(deployment, api, "/signed")[0] == 403


def requested(deployment: Deployment, api: str, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Return the status and body that the API's stage answers with."""
    url = f"{deployment.url}/_aws/execute-api/{api}/$default{path}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers or {}))) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def callers(deployment: Deployment, function: str) -> dict[str, list[str]]:
    """Return which routes may invoke the function's alias, by API, as its policy says."""
    names = {each["ApiId"]: each["Name"] for each in deployment.client("apigatewayv2").get_apis()["Items"]}
    policy = json.loads(deployment.client("lambda").get_policy(FunctionName=function, Qualifier="live")["Policy"])
    found: dict[str, list[str]] = {}
    for statement in policy["Statement"]:
        arn = statement["Condition"]["ArnLike"]["AWS:SourceArn"]
        api, stage, route = arn.split(":")[5].split("/", 2)
        assert stage == "$default"
        found.setdefault(names[api], []).append(route)
    return {name: sorted(routes) for name, routes in found.items()}
