"""modules/waf on the embedded AWS: its README's examples are made, changed and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, terraform_in

FIXTURES = Path(__file__).parent / "waf"


def test_apply_change_and_destroy(tmp_path: Path, embedded_aws: Server) -> None:
    root = module_root(tmp_path, "waf", FIXTURES / "support.tf")
    terraform = terraform_in(root, embedded_aws.url)
    terraform.apply()
    assert changes(terraform.plan(output=True)) == {}
    assert guards(embedded_aws.url) == ["web", "shop"]

    examples = root / "examples.tf"
    examples.write_text(examples.read_text().replace('"198.51.100.0/24"', '"192.0.2.0/24"').replace("= 500", "= 600"))
    assert changes(terraform.plan(output=True)) == {
        'module.shop.aws_wafv2_ip_set.this["blocked-ipv4"]': ["update"],
        "module.shop.aws_wafv2_web_acl.this": ["update"],
    }
    terraform.apply()
    assert changes(terraform.plan(output=True)) == {}

    terraform.destroy()
    assert left_behind(embedded_aws.url) == []


def client(url: str, service: str) -> Any:
    return boto3.client(  # type: ignore[call-overload]
        service, endpoint_url=url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    )


def guards(url: str) -> list[str]:
    """Return the names of the web ACLs that guard the load balancer and the stage of the REST API."""
    [balancer] = client(url, "elbv2").describe_load_balancers(Names=["guarded"])["LoadBalancers"]
    [api] = client(url, "apigateway").get_rest_apis()["items"]
    stage = f"arn:aws:apigateway:{REGION}::/restapis/{api['id']}/stages/v1"
    waf = client(url, "wafv2")
    return [
        waf.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]["Name"] for arn in (balancer["LoadBalancerArn"], stage)
    ]


def left_behind(url: str) -> list[str]:
    """Return the names of everything the module could have left."""
    waf = client(url, "wafv2")
    return [
        *(each["Name"] for scope in ("REGIONAL", "CLOUDFRONT") for each in waf.list_web_acls(Scope=scope)["WebACLs"]),
        *(each["Name"] for each in waf.list_ip_sets(Scope="REGIONAL")["IPSets"]),
        *(each["logGroupName"] for each in client(url, "logs").describe_log_groups()["logGroups"]),
        *(each["AlarmName"] for each in client(url, "cloudwatch").describe_alarms()["MetricAlarms"]),
    ]
