"""modules/eks on the embedded AWS: its README's examples are made, scaled from outside, changed and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, terraform_in

FIXTURES = Path(__file__).parent / "eks"
CHANGED = (
    'aws_eks_access_entry.this["developers"]',
    'aws_eks_addon.after_compute["coredns"]',
    "aws_eks_cluster.this",
    'aws_eks_node_group.autoscaled["general"]',
    'aws_eks_node_group.autoscaled["spot"]',
    'aws_eks_node_group.this["system"]',
)


class Deployment:
    """The README's examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "eks", FIXTURES / "support.tf", FIXTURES / "networking")
        self.examples = self.root / "examples.tf"
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
    return Deployment(tmp_path_factory.mktemp("eks"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.terraform.apply()
    assert deployment.planned() == {}

    scale_from_outside(deployment)
    deployment.change("desired_size = 3, max_size = 12", "desired_size = 5, max_size = 12")  # it has no say
    assert deployment.planned() == {}

    deployment.change('kubernetes_version  = "1.35"', 'kubernetes_version  = "1.36"')
    deployment.change("max_size = 12", "max_size = 15")
    deployment.change("desired_size = 2, max_size = 3", "desired_size = 3, max_size = 3")
    deployment.change('["shop-developers"]', "[]")
    deployment.change("replicaCount = 3", "replicaCount = 4")
    assert deployment.planned() == {f"module.shop.{address}": ["update"] for address in CHANGED}
    deployment.terraform.apply()
    assert deployment.planned() == {}
    assert sizes(deployment) == {"general": (3, 7, 15), "spot": (0, 0, 20), "system": (2, 3, 3)}

    deployment.terraform.destroy()
    assert left_behind(deployment) == []


def node_groups(deployment: Deployment) -> dict[str, dict[str, Any]]:
    """Return the node groups of the shop, by key."""
    eks = deployment.client("eks")
    return {
        name.rpartition("-")[0]: eks.describe_nodegroup(clusterName="shop", nodegroupName=name)["nodegroup"]
        for name in eks.list_nodegroups(clusterName="shop")["nodegroups"]
    }


def scale_from_outside(deployment: Deployment) -> None:
    """Let a node group have more nodes, as the Cluster Autoscaler does."""
    name = node_groups(deployment)["general"]["nodegroupName"]
    sizes = {"desiredSize": 7}
    deployment.client("eks").update_nodegroup_config(clusterName="shop", nodegroupName=name, scalingConfig=sizes)


def sizes(deployment: Deployment) -> dict[str, tuple[int, ...]]:
    """Return the fewest nodes, the wanted and the most of the shop's node groups, by key."""
    return {
        key: tuple(group["scalingConfig"][size] for size in ("minSize", "desiredSize", "maxSize"))
        for key, group in node_groups(deployment).items()
    }


def left_behind(deployment: Deployment) -> list[str]:
    """Return the names of everything the module could have left."""
    ec2, iam, scaling = (deployment.client(service) for service in ("ec2", "iam", "autoscaling"))
    aliases = (each["AliasName"] for each in deployment.client("kms").list_aliases()["Aliases"])
    return [
        *deployment.client("eks").list_clusters()["clusters"],
        *(each["RoleName"] for each in iam.list_roles()["Roles"]),
        *(each["Arn"] for each in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]),
        *(each["LaunchTemplateName"] for each in ec2.describe_launch_templates()["LaunchTemplates"]),
        *(each["AutoScalingGroupName"] for each in scaling.describe_auto_scaling_groups()["AutoScalingGroups"]),
        *(name for name in aliases if not name.startswith("alias/aws/")),
        *(each["logGroupName"] for each in deployment.client("logs").describe_log_groups()["logGroups"]),
        *(each["AlarmName"] for each in deployment.client("cloudwatch").describe_alarms()["MetricAlarms"]),
    ]
