"""modules/ecs-cluster and ecs-service on the embedded AWS: their READMEs' examples are made in one root, scaled and
deployed from outside, changed in place and removed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import edit, module_root, readme_blocks

FIXTURES = Path(__file__).parent / "ecs-service"
CLUSTER = "shared"  # of the services; support.tf makes it

# The embedded AWS takes one private DNS namespace per VPC; and a pipeline starts from the output.
ADDITIONS = """
resource "aws_vpc" "prod" {
  cidr_block = "10.1.0.0/16"
}

output "task_definition_json" {
  value = module.shop.task_definition_json
}
"""


class Examples(Deployment):
    """The READMEs' examples."""

    def service(self, name: str) -> dict[str, Any]:
        [found] = self.client("ecs").describe_services(cluster=CLUSTER, services=[name])["services"]
        return dict(found)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Examples:
    root = module_root(tmp_path_factory.mktemp("ecs"), "ecs-service", FIXTURES / "support.tf", FIXTURES / "networking")
    clusters = root / "clusters.tf"
    clusters.write_text("\n".join([*readme_blocks("ecs-cluster"), ADDITIONS]))
    # What the services' support has already, or does not have.
    edit(clusters, 'module "cluster"', 'module "plain"')
    edit(clusters, "aws_kms_key.storage", "aws_kms_key.main")
    edit(clusters, "module.networking.vpc_id", "aws_vpc.prod.id")
    return Examples(root, embedded_aws.url)


def test_apply_change_and_destroy(deployment: Examples) -> None:
    deployment.apply()

    scale_from_outside(deployment)
    deploy_from_outside(deployment)
    assert deployment.planned() == {}

    deployment.change('"nginx:1.29"', '"nginx:1.30"')  # of shop and checkout, which somebody else deploys

    deployment.change("busybox:1.37", "busybox:1.38")
    deployment.change("desired_count  = 3", "desired_count  = 4")
    replaced = ["delete", "create"]
    assert deployment.planned() == {
        "output.task_definition_json": ["update"],
        "module.checkout.aws_ecs_task_definition.this": replaced,  # nothing runs it
        "module.jobs.aws_ecs_task_definition.this": replaced,
        "module.jobs.module.service[0].aws_ecs_service.this": ["update"],
        "module.orders.aws_appautoscaling_target.this[0]": replaced,
        "module.orders.terraform_data.limits": ["update"],
        "module.shop.aws_ecs_task_definition.this": replaced,  # nothing runs it
        "module.worker.aws_ecs_task_definition.this": replaced,
        "module.worker.module.service[0].aws_ecs_service.this": ["update"],
    }
    deployment.apply()
    assert {name: running(deployment, name) for name in ("jobs", "orders", "shop", "web-app", "worker")} == {
        "jobs": ("public.ecr.aws/docker/library/busybox:1.38", 3),
        "orders": ("123456789012.dkr.ecr.us-east-1.amazonaws.com/orders:1.4.2", 4),
        "shop": ("nginx:1.29.3", 5),
        "web-app": ("nginx:latest", 7),
        "worker": ("public.ecr.aws/docker/library/busybox:1.38", 2),
    }

    deployment.destroy(kept=["aws_ecs_task_definition"])  # a deployment from outside needs them for a rollback


def running(deployment: Examples, name: str) -> tuple[str, int]:
    """Return the image of a service's one container, and how many tasks it wants."""
    service = deployment.service(name)
    definition = deployment.client("ecs").describe_task_definition(taskDefinition=service["taskDefinition"])
    [container] = definition["taskDefinition"]["containerDefinitions"]
    return container["image"], service["desiredCount"]


def scale_from_outside(deployment: Examples) -> None:
    """Do what autoscaling, a schedule and the capacity provider do."""
    ecs, scaling = deployment.client("ecs"), deployment.client("application-autoscaling")
    ecs.update_service(cluster=CLUSTER, service="web-app", desiredCount=7)
    ecs.update_service(cluster=CLUSTER, service="jobs", desiredCount=3)
    scaling.register_scalable_target(
        ServiceNamespace="ecs",
        ResourceId=f"service/{CLUSTER}/web-app",
        ScalableDimension="ecs:service:DesiredCount",
        MinCapacity=1,
        MaxCapacity=8,
    )
    deployment.client("autoscaling").set_desired_capacity(AutoScalingGroupName=f"{CLUSTER}-ec2", DesiredCapacity=1)


def deploy_from_outside(deployment: Examples) -> None:
    """Deploy another image of shop, with more tasks and on Spot, as a pipeline does."""
    ecs = deployment.client("ecs")
    definition = json.loads(deployment.terraform.output()["task_definition_json"])
    definition["containerDefinitions"][0]["image"] = "nginx:1.29.3"
    made = ecs.register_task_definition(**definition)
    ecs.update_service(
        cluster=CLUSTER,
        service="shop",
        taskDefinition=made["taskDefinition"]["taskDefinitionArn"],
        desiredCount=5,
        capacityProviderStrategy=[{"capacityProvider": "FARGATE_SPOT", "weight": 1}],
    )
