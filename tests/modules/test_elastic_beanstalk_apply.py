"""modules/elastic-beanstalk on the embedded AWS: its README's examples are made, deployed to, changed and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, terraform_in

FIXTURES = Path(__file__).parent / "elastic-beanstalk"


class Deployment:
    """The README's examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "elastic-beanstalk", FIXTURES / "support.tf", FIXTURES / "networking")
        self.terraform = terraform_in(self.root, url)
        self.url = url

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service, endpoint_url=self.url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
        )

    def planned(self) -> dict[str, list[str]]:
        return changes(self.terraform.plan(output=True))

    def edit(self, before: str, after: str) -> None:
        examples = self.root / "examples.tf"
        text = examples.read_text()
        assert before in text
        examples.write_text(text.replace(before, after))


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("elastic-beanstalk"), embedded_aws.url)


def test_apply_deploy_change_and_destroy(deployment: Deployment) -> None:
    deployment.terraform.apply()
    assert deployment.planned() == {}

    deploy_from_outside(deployment)
    update_platform(deployment)
    assert deployment.planned() == {}

    deployment.edit("max_size = 8", "max_size = 12")
    deployment.edit("on_demand_base = 2", "on_demand_base = 1")
    assert deployment.planned() == {'module.shop.aws_elastic_beanstalk_environment.this["web"]': ["update"]}
    deployment.terraform.apply()
    assert deployment.planned() == {}

    deployment.terraform.destroy()
    assert left_behind(deployment) == []


def deploy_from_outside(deployment: Deployment) -> None:
    """Deploy a version that Terraform does not know, as a pipeline does."""
    beanstalk = deployment.client("elasticbeanstalk")
    bundle = {"S3Bucket": "shop-versions-123456789012", "S3Key": "shop/1.4.2.zip"}
    beanstalk.create_application_version(ApplicationName="shop", VersionLabel="pipeline-17", SourceBundle=bundle)
    beanstalk.update_environment(EnvironmentName="shop-worker", VersionLabel="pipeline-17")


def update_platform(deployment: Deployment) -> None:
    """Put another platform under the environments, as managed updates do."""
    beanstalk = deployment.client("elasticbeanstalk")
    for name in ("shop-web", "shop-worker"):
        platform = "64bit Amazon Linux 2023 v6.6.6 running Node.js 20"
        beanstalk.update_environment(EnvironmentName=name, SolutionStackName=platform)


def left_behind(deployment: Deployment) -> list[str]:
    """Return the names of everything the module could have left."""
    beanstalk = deployment.client("elasticbeanstalk")
    groups = deployment.client("ec2").describe_security_groups()["SecurityGroups"]
    return [
        *(each["ApplicationName"] for each in beanstalk.describe_applications()["Applications"]),
        *(each["EnvironmentName"] for each in beanstalk.describe_environments()["Environments"]),
        *(each["LoadBalancerName"] for each in deployment.client("elbv2").describe_load_balancers()["LoadBalancers"]),
        *(each["RoleName"] for each in deployment.client("iam").list_roles()["Roles"]),
        *(each["GroupName"] for each in groups if each["GroupName"].startswith("beanstalk-")),
        *(each["AlarmName"] for each in deployment.client("cloudwatch").describe_alarms()["MetricAlarms"]),
    ]
