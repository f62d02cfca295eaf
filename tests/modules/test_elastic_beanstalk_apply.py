"""modules/elastic-beanstalk on the embedded AWS: its README's examples are made, deployed to, changed and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root

FIXTURES = Path(__file__).parent / "elastic-beanstalk"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    folder = tmp_path_factory.mktemp("elastic-beanstalk")
    root = module_root(folder, "elastic-beanstalk", FIXTURES / "support.tf", FIXTURES / "networking")
    return Deployment(root, embedded_aws.url)


def test_apply_deploy_change_and_destroy(deployment: Deployment) -> None:
    deployment.apply()

    deploy_from_outside(deployment)
    update_platform(deployment)
    assert deployment.planned() == {}

    deployment.change("max_size = 8", "max_size = 12")
    deployment.change("on_demand_base = 2", "on_demand_base = 1")
    assert deployment.planned() == {'module.shop.aws_elastic_beanstalk_environment.this["web"]': ["update"]}
    deployment.apply()

    deployment.destroy()


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
