"""modules/eks on the embedded AWS: its README's examples are made, scaled from outside, changed and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tftest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root

FIXTURES = Path(__file__).parent / "eks"
CHANGED = (
    'aws_eks_access_entry.this["developers"]',
    'aws_eks_addon.after_compute["coredns"]',
    "aws_eks_cluster.this",
    'aws_eks_node_group.autoscaled["general"]',
    'aws_eks_node_group.autoscaled["spot"]',
    'aws_eks_node_group.this["system"]',
)
RENEWED = tuple(f'terraform_data.node_template["{key}"]' for key in ("general", "spot", "system"))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    fixtures = (FIXTURES / name for name in ("support.tf", "networking", "../shared/base.tf"))
    root = module_root(tmp_path_factory.mktemp("eks"), "eks", *fixtures)
    return Deployment(root, embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.change('kubernetes_version      = "1.28"', 'kubernetes_version      = "1.34"')  # AWS makes no new 1.28
    deployment.apply()

    scale_from_outside(deployment)
    deployment.change("desired_size = 3, max_size = 12", "desired_size = 5, max_size = 12")  # it has no say
    assert deployment.planned() == {}

    # A tag changes tags, and no node.
    templates = {key: group["launchTemplate"]["version"] for key, group in node_groups(deployment).items()}
    deployment.change('tags = { Service = "shop" }', 'tags = { Service = "shop", CostCenter = "012345" }')
    assert all(actions == ["update"] for actions in deployment.planned().values())
    deployment.apply()
    groups = node_groups(deployment)
    assert {key: group["launchTemplate"]["version"] for key, group in groups.items()} == templates
    assert {group["tags"]["CostCenter"] for group in groups.values()} == {"012345"}

    # Nor does another owner of a group's size, where a moved block says so.
    deployment.change('scaling        = "terraform"', 'scaling        = "autoscaler"')
    place = "module.shop.aws_eks_node_group"
    moved = f'moved {{\n  from = {place}.this["system"]\n  to   = {place}.autoscaled["system"]\n}}\n'
    (deployment.root / "moved.tf").write_text(moved)
    assert not [address for address in deployment.planned() if "node_group" in address]
    (deployment.root / "moved.tf").unlink()
    deployment.change('scaling        = "autoscaler"', 'scaling        = "terraform"')

    # What EKS never changes is refused.
    deployment.change("secrets_key        = { arn = aws_kms_key.main.arn }", "")
    services = '  service_ipv4_cidr = "10.100.0.0/16"\n'
    deployment.change("  endpoint_public_access = true\n", f"  endpoint_public_access = true\n{services}")
    with pytest.raises(tftest.TerraformTestError) as raised:
        deployment.planned()
    said = " ".join(raised.value.cmd_error.split())
    assert "Cluster shop was made with another key for its secrets (arn:aws:kms:" in said
    assert "Cluster shop was made with other addresses for its services (what EKS chose)" in said
    key = "secrets_key        = { arn = aws_kms_key.main.arn }"
    deployment.change("log_retention_days = 365", f"{key}\n  log_retention_days = 365")
    deployment.change(services, "")

    deployment.change('kubernetes_version  = "1.35"', 'kubernetes_version  = "1.36"')
    deployment.change("max_size = 12", "max_size = 15")
    deployment.change("desired_size = 2, max_size = 3", "desired_size = 3, max_size = 3")
    deployment.change('["shop-developers"]', "[]")
    deployment.change("replicaCount = 3", "replicaCount = 4")
    assert deployment.planned() == {
        **{f"module.shop.{address}": ["update"] for address in CHANGED},
        **{f"module.shop.{address}": ["create", "delete"] for address in RENEWED},
    }
    deployment.apply()
    assert sizes(deployment) == {"general": (3, 7, 15), "spot": (0, 0, 20), "system": (2, 3, 3)}

    deployment.destroy()


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
