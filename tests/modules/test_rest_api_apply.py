"""modules/rest-api on the embedded AWS: its README's examples are made, called, changed and removed."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root
from tests.modules.test_rest_api import document

FIXTURES = Path(__file__).parent / "rest-api"
# In place of the end of the first example: a route that is open and needs no function.
OPEN = """{
      authorization = "NONE"
      public        = true
      mock          = { body = jsonencode({ orders = [] }) }
    }
  }
}
"""


@dataclass(frozen=True)
class Answer:
    """What a client of an API gets."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)

    @property
    def message(self) -> Any:
        return self.body["message"]


class Examples(Deployment):
    """The README's examples."""

    def api(self, name: str) -> str:
        """Return the id of the API."""
        found = self.client("apigateway").get_rest_apis()["items"]
        return str(next(each["id"] for each in found if each["name"] == name))

    def call(self, name: str, route: str) -> Answer:
        """Send a request without credentials to the API's stage."""
        method, path = route.split(" ")
        url = f"{self.url}/_aws/execute-api/{self.api(name)}/live{path}"
        request = urllib.request.Request(url, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return Answer(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, dict(refused.headers), refused.read())

    def policy(self, name: str) -> str:
        """Return the resource policy of the API, empty where it has none."""
        return str(self.client("apigateway").get_rest_api(restApiId=self.api(name)).get("policy", ""))

    def methods(self, name: str) -> dict[str, dict[str, Any]]:
        """Return the methods of the API, such as `GET /orders`."""
        found = self.client("apigateway").get_resources(restApiId=self.api(name), embed=["methods"])["items"]
        return {
            f"{method} {each['path']}": settings
            for each in found
            for method, settings in each.get("resourceMethods", {}).items()
        }


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Examples:
    folder = tmp_path_factory.mktemp("rest-api")
    root = module_root(folder, "rest-api", FIXTURES / "support.tf", FIXTURES / "functions.tf")
    (root / "orders.yaml").write_text(document())
    return Examples(root, embedded_aws.url)


# One test, for its steps build on one another: a fixture that is made anew between them would start from nothing.
def test_apply_call_change_and_destroy(deployment: Examples) -> None:
    apply_call_and_change(deployment)
    show_a_canary_and_then_give_it_to_everybody(deployment)
    deployment.destroy()


def apply_call_and_change(deployment: Examples) -> None:
    deployment.apply()

    settings = deployment.methods("shop")
    assert {route: each["authorizationType"] for route, each in settings.items() if "OPTIONS" not in route} == {
        "ANY /partners/{proxy+}": "CUSTOM",
        "GET /health": "NONE",
        "GET /orders/{id}": "CUSTOM",
        "POST /orders": "COGNITO_USER_POOLS",
    }
    assert settings["ANY /partners/{proxy+}"]["apiKeyRequired"]
    assert deployment.call("shop", "GET /health").status == 403, "its domain is the only way in"
    assert deployment.call("documented", "GET /health").status == 503, "the placeholder of the function answers"
    assert deployment.call("documented", "GET /orders").status == 403

    [link] = deployment.client("apigateway").get_vpc_links()["items"]
    assert (link["name"], link["status"]) == ("backends-internal", "AVAILABLE")

    # What a deployment does not keep changes without one.
    deployment.change('tags = { Service = "shop" }', 'tags = { Service = "store" }', count=1)
    deployment.change('"Takes orders."', '"Takes many orders."', count=1)
    planned = deployment.planned()
    assert planned["module.shop.aws_api_gateway_rest_api.this"] == ["update"]
    assert set(map(tuple, planned.values())) == {("update",)}
    assert not [address for address in planned if "deployment" in address]

    # What it keeps is deployed: a route that is removed is gone, another goes somewhere else.
    deployment.change('    "GET /orders/{id}" = { authorization = "AWS_IAM", function_key = "orders" }\n', "", count=1)
    deployment.change('{ authorization = "AWS_IAM", function_key = "orders" }\n  }\n}\n', OPEN, count=1)
    deployment.change("  cache_cluster_size =", "  default_endpoint_enabled = true\n  cache_cluster_size =", count=1)
    deployment.change('"192.0.2.0/24"', '"198.51.100.0/24"', count=1)
    deployment.change('"private"\n', '"private"\n  description = "Closed."\n', count=1)
    planned = deployment.planned()
    # An import wipes the policy from provider 6.48 on, so that one follows each.
    assert planned["module.private.aws_api_gateway_rest_api.this"] == ["update"]
    assert planned["module.private.aws_api_gateway_rest_api_policy.this[0]"] == ["update"]
    assert planned["module.internal.aws_api_gateway_rest_api_policy.this[0]"] == ["update"]
    assert planned["module.internal.aws_api_gateway_deployment.this[0]"] == ["create", "delete"]
    assert planned["module.main.aws_api_gateway_deployment.this[0]"] == ["create", "delete"]
    assert planned["module.main.aws_api_gateway_stage.this[0]"] == ["update"]
    assert planned["module.shop.aws_api_gateway_deployment.this[0]"] == ["create", "delete"]
    deployment.apply()
    assert deployment.call("main", "GET /orders/1").message == "Missing Authentication Token"
    assert deployment.call("main", "GET /orders").body == {"orders": []}

    assert "198.51.100.0/24" in deployment.policy("internal")
    assert "aws:SourceVpce" in deployment.policy("private")

    preflight = deployment.call("shop", "OPTIONS /orders")
    assert (preflight.status, preflight.headers["Access-Control-Allow-Methods"]) == (204, "OPTIONS,POST")
    refused = deployment.call("shop", "POST /orders")
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (401, "https://www.example.com")
    assert deployment.call("shop", "GET /health").body == {"status": "ok"}


def show_a_canary_and_then_give_it_to_everybody(deployment: Examples) -> None:
    address = "module.main.aws_api_gateway_deployment"
    before = deployment.terraform.plan(output=True).resource_changes[f"{address}.this[0]"]["change"]["before"]
    canary = f'{{ percent = 10, stable_deployment_hash = "{before["triggers"]["redeployment"]}" }}'
    deployment.change('name                  = "main"\n', f'name = "main"\n  canary = {canary}\n', count=1)
    deployment.change("orders = []", "orders = [1]", count=1)
    assert deployment.planned() == {
        "module.main.aws_api_gateway_rest_api.this": ["update"],
        f"{address}.canary[0]": ["create"],
        "module.main.aws_api_gateway_stage.this[0]": ["update"],
    }
    deployment.terraform.apply()
    stage = deployment.client("apigateway").get_stage(restApiId=deployment.api("main"), stageName="live")
    assert stage["canarySettings"]["percentTraffic"] == 10.0
    assert stage["deploymentId"] == before["id"] != stage["canarySettings"]["deploymentId"]

    deployment.change(f"  canary = {canary}\n", "", count=1)
    deployment.change("  policy_statements = {\n", "  tags = {}\n}\n\nlocals {\n  given_up = {\n", count=1)
    planned = deployment.planned()
    assert planned["module.internal.aws_api_gateway_rest_api_policy.this[0]"] == ["update"]
    assert planned["module.internal.aws_api_gateway_deployment.this[0]"] == ["create", "delete"]
    assert planned[f"{address}.canary[0]"] == ["delete"]
    assert planned[f"{address}.this[0]"] == ["create", "delete"]
    deployment.apply()
    assert deployment.call("main", "GET /orders").body == {"orders": [1]}
    assert deployment.policy("internal") == ""
