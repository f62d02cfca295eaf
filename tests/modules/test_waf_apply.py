"""modules/waf on the embedded AWS: its README's examples are made, changed and removed."""

from __future__ import annotations

from pathlib import Path

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import REGION, module_root

FIXTURES = Path(__file__).parent / "waf"


def test_apply_change_and_destroy(tmp_path: Path, embedded_aws: Server) -> None:
    deployment = Deployment(module_root(tmp_path, "waf", FIXTURES / "support.tf"), embedded_aws.url)
    deployment.apply()
    assert guards(deployment) == ["web", "shop"]

    deployment.change('"198.51.100.0/24"', '"192.0.2.0/24"')
    deployment.change("= 500", "= 600")
    assert deployment.planned() == {
        'module.shop.aws_wafv2_ip_set.this["blocked-ipv4"]': ["update"],
        "module.shop.aws_wafv2_web_acl.this": ["update"],
    }
    deployment.apply()
    deployment.destroy()


def guards(deployment: Deployment) -> list[str]:
    """Return the names of the web ACLs that guard the load balancer and the stage of the REST API."""
    [balancer] = deployment.client("elbv2").describe_load_balancers(Names=["guarded"])["LoadBalancers"]
    [api] = deployment.client("apigateway").get_rest_apis()["items"]
    stage = f"arn:aws:apigateway:{REGION}::/restapis/{api['id']}/stages/v1"
    waf = deployment.client("wafv2")
    return [
        waf.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]["Name"] for arn in (balancer["LoadBalancerArn"], stage)
    ]
