"""modules/alb on the embedded AWS: its README's examples are made, switched from outside, changed and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, readme_blocks, terraform_in

FIXTURES = Path(__file__).parent / "alb"


class Deployment:
    """The README's examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "alb", FIXTURES / "support.tf", FIXTURES / "networking")
        self.examples = self.root / "examples.tf"
        # Without the example with client certificates, which needs a bundle of authorities in S3 first.
        self.examples.write_text("\n".join(block for block in readme_blocks("alb") if "trust_store" not in block))
        self.terraform = terraform_in(self.root, url)
        self.url = url

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
        )

    def planned(self) -> dict[str, list[str]]:
        return changes(self.terraform.plan(output=True))

    def change(self, old: str, new: str) -> None:
        text = self.examples.read_text()
        assert old in text
        self.examples.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("alb"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.terraform.apply()
    assert deployment.planned() == {}
    assert default_targets(deployment, "blue-green") == {443: "web", 8443: "web-green"}

    switch_from_outside(deployment)
    assert default_targets(deployment, "blue-green")[443] == "web-green"
    assert deployment.planned() == {}

    # A new port replaces the target group, without the load balancer or its listener.
    deployment.change('account_id = "123456789012"\n', 'account_id = "123456789012"\n  deletion_protection = false\n')
    deployment.change("web = { port = 80 }", "web = { port = 81 }")
    expected = deployment.planned()
    assert expected.pop('module.plain.aws_lb_target_group.this["web"]') == ["create", "delete"]
    assert expected.pop('module.plain.aws_vpc_security_group_egress_rule.this["80"]') == ["delete"]
    assert expected.pop('module.plain.aws_vpc_security_group_egress_rule.this["81"]') == ["create"]
    assert expected.pop('module.plain.aws_lb_listener.this["traffic"]') == ["update"]
    assert expected == {
        f"module.{module}.{address}": ["update"]
        for module in ("main", "public", "blue_green", "plain")
        for address in ("aws_lb.this", "aws_s3_bucket.logs[0]")
    }
    deployment.terraform.apply()
    assert deployment.planned() == {}

    deployment.terraform.destroy()
    assert left_behind(deployment) == []


def default_targets(deployment: Deployment, name: str) -> dict[int, str]:
    """Return the key of the target group that each listener forwards to by default, by port, as its name tells."""
    elb = deployment.client("elbv2")
    [balancer] = elb.describe_load_balancers(Names=[name])["LoadBalancers"]
    groups = {each["TargetGroupArn"]: each["TargetGroupName"] for each in elb.describe_target_groups()["TargetGroups"]}
    return {
        listener["Port"]: groups[action["TargetGroupArn"]].removeprefix(f"{name}-").rpartition("-")[0]
        for listener in elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
        for action in listener["DefaultActions"]
        if action["Type"] == "forward"
    }


def switch_from_outside(deployment: Deployment) -> None:
    """Let the traffic listener forward to where the test listener forwards, as a deployment tool does in the end."""
    elb = deployment.client("elbv2")
    [balancer] = elb.describe_load_balancers(Names=["blue-green"])["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    by_port = {each["Port"]: each for each in listeners}
    target = by_port[8443]["DefaultActions"][0]["TargetGroupArn"]
    elb.modify_listener(
        ListenerArn=by_port[443]["ListenerArn"], DefaultActions=[{"Type": "forward", "TargetGroupArn": target}]
    )


def left_behind(deployment: Deployment) -> list[str]:
    """Return the names of everything the module could have left."""
    elb = deployment.client("elbv2")
    groups = deployment.client("ec2").describe_security_groups()["SecurityGroups"]
    return [
        *(each["LoadBalancerName"] for each in elb.describe_load_balancers()["LoadBalancers"]),
        *(each["TargetGroupName"] for each in elb.describe_target_groups()["TargetGroups"]),
        *(each["GroupName"] for each in groups if each["GroupName"].endswith("-alb")),
        *(each["Name"] for each in deployment.client("s3").list_buckets()["Buckets"] if "alb-logs" in each["Name"]),
        *(each["AlarmName"] for each in deployment.client("cloudwatch").describe_alarms()["MetricAlarms"]),
    ]
