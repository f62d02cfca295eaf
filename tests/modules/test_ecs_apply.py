"""modules/ecs-cluster and ecs-service on the embedded AWS: their READMEs' examples are made in one root, scaled and
deployed from outside, changed in place and removed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, readme_blocks, terraform_in

FIXTURES = Path(__file__).parent / "ecs-service"
CLUSTER = "shared"  # of the services; support.tf makes it
OWN_CAPACITY = [f"{CLUSTER}-ec2", "prod-ec2"]

# The embedded AWS takes one private DNS namespace per VPC; and a pipeline starts from the output.
ADDITIONS = """
resource "aws_vpc" "prod" {
  cidr_block = "10.1.0.0/16"
}

output "task_definition_json" {
  value = module.shop.task_definition_json
}
"""


class Deployment:
    """The READMEs' examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "ecs-service", FIXTURES / "support.tf", FIXTURES / "networking")
        clusters = self.root / "clusters.tf"
        clusters.write_text("\n".join([*readme_blocks("ecs-cluster"), ADDITIONS]))
        # What the services' support has already, or does not have.
        replace(clusters, 'module "cluster"', 'module "plain"')
        replace(clusters, "aws_kms_key.storage", "aws_kms_key.main")
        replace(clusters, "module.networking.vpc_id", "aws_vpc.prod.id")
        # A provider that does not know its account takes the security groups in rules for those of another one.
        replace(self.root / "support.tf", "skip_requesting_account_id  = true", "")
        self.terraform = terraform_in(self.root, url)
        self.url = url

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
        )

    def planned(self) -> dict[str, list[str]]:
        return changes(self.terraform.plan(output=True))

    def change(self, old: str, new: str) -> None:
        replace(self.root / "examples.tf", old, new)

    def service(self, name: str) -> dict[str, Any]:
        [found] = self.client("ecs").describe_services(cluster=CLUSTER, services=[name])["services"]
        return dict(found)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("ecs"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.terraform.apply()
    assert deployment.planned() == {}

    scale_from_outside(deployment)
    deploy_from_outside(deployment)
    assert deployment.planned() == {}

    deployment.change('"nginx:1.29"', '"nginx:1.30"')  # of shop and checkout, where it has no say

    deployment.change("busybox:1.37", "busybox:1.38")
    deployment.change("desired_count  = 3", "desired_count  = 4")
    assert deployment.planned() == {
        "output.task_definition_json": ["update"],
        "module.jobs.aws_ecs_service.autoscaled[0]": ["update"],
        "module.jobs.aws_ecs_task_definition.this[0]": ["delete", "create"],
        "module.orders.aws_ecs_service.this[0]": ["update"],
        "module.worker.aws_ecs_service.this[0]": ["update"],
        "module.worker.aws_ecs_task_definition.this[0]": ["delete", "create"],
    }
    deployment.terraform.apply()
    assert deployment.planned() == {}
    assert {name: running(deployment, name) for name in ("jobs", "orders", "shop", "web-app", "worker")} == {
        "jobs": ("public.ecr.aws/docker/library/busybox:1.38", 3),
        "orders": ("123456789012.dkr.ecr.us-east-1.amazonaws.com/orders:1.4.2", 4),
        "shop": ("nginx:1.29.3", 5),
        "web-app": ("nginx:latest", 7),
        "worker": ("public.ecr.aws/docker/library/busybox:1.38", 2),
    }

    deployment.terraform.destroy()
    assert left_behind(deployment) == []


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def running(deployment: Deployment, name: str) -> tuple[str, int]:
    """Return the image of a service's one container, and how many tasks it wants."""
    service = deployment.service(name)
    definition = deployment.client("ecs").describe_task_definition(taskDefinition=service["taskDefinition"])
    [container] = definition["taskDefinition"]["containerDefinitions"]
    return container["image"], service["desiredCount"]


def scale_from_outside(deployment: Deployment) -> None:
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


def deploy_from_outside(deployment: Deployment) -> None:
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


def left_behind(deployment: Deployment) -> list[str]:
    """Return the names of everything the modules could have left, but for task definitions, which stay on purpose."""
    ecs, ec2, scaling = (deployment.client(service) for service in ("ecs", "ec2", "autoscaling"))
    targets = deployment.client("application-autoscaling").describe_scalable_targets(ServiceNamespace="ecs")
    clusters = ecs.describe_clusters(clusters=["dev", "prod", CLUSTER])["clusters"]
    return [
        *(each["clusterName"] for each in clusters if each["status"] != "INACTIVE"),
        *(
            each["name"]
            for each in ecs.describe_capacity_providers(capacityProviders=OWN_CAPACITY)["capacityProviders"]
        ),
        *(each["ResourceId"] for each in targets["ScalableTargets"]),
        *deployment.client("codedeploy").list_applications()["applications"],
        *(each["Name"] for each in deployment.client("servicediscovery").list_namespaces()["Namespaces"]),
        *(each["AutoScalingGroupName"] for each in scaling.describe_auto_scaling_groups()["AutoScalingGroups"]),
        *(each["LaunchTemplateName"] for each in ec2.describe_launch_templates()["LaunchTemplates"]),
        *(
            each["GroupName"]
            for each in ec2.describe_security_groups()["SecurityGroups"]
            if each["GroupName"].startswith("ecs-")
        ),
        *(each["RoleName"] for each in deployment.client("iam").list_roles()["Roles"]),
        *(each["logGroupName"] for each in deployment.client("logs").describe_log_groups()["logGroups"]),
        *(each["AlarmName"] for each in deployment.client("cloudwatch").describe_alarms()["MetricAlarms"]),
    ]
