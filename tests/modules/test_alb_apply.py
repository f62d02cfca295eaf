"""modules/alb on the embedded AWS: its README's examples are made, switched from outside, changed and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root, readme_blocks

FIXTURES = Path(__file__).parent / "alb"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    root = module_root(tmp_path_factory.mktemp("alb"), "alb", FIXTURES / "support.tf", FIXTURES / "networking")
    # Without the example with client certificates, which needs a bundle of authorities in S3 first.
    (root / "examples.tf").write_text("\n".join(block for block in readme_blocks("alb") if "trust_store" not in block))
    return Deployment(root, embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.apply()
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
    assert expected.pop('module.plain.aws_lb_listener.this["http"]') == ["update"]
    assert expected == {
        f"module.{module}.{address}": ["update"]
        for module in ("main", "public", "blue_green", "origin", "plain")
        for address in ("aws_lb.this", "aws_s3_bucket.logs[0]")
    }
    deployment.apply()

    deployment.destroy()


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
