"""modules/batch on the embedded AWS: its README's examples are made, changed in place and removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, changes, module_root, terraform_in

FIXTURES = Path(__file__).parent / "batch"


class Deployment:
    """The README's examples as a root, and the AWS it is deployed to."""

    def __init__(self, folder: Path, url: str) -> None:
        self.root = module_root(folder, "batch", FIXTURES / "support.tf", FIXTURES / "networking")
        # Without its account's id the provider takes a group that names itself for one of another account.
        support = self.root / "support.tf"
        support.write_text(support.read_text().replace("skip_requesting_account_id  = true", ""))
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
    return Deployment(tmp_path_factory.mktemp("batch"), embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.terraform.apply()
    assert deployment.planned() == {}

    # Sizes, kinds of instances and volumes change in place, and queues do not notice.
    deployment.edit('max_vcpus = 256, instance_types = ["c7i", "m7i"]', 'max_vcpus = 512, instance_types = ["c7i"]')
    deployment.edit("priority                 = 10", "priority                 = 20")
    deployment.edit("timeout_seconds     = 7200", "timeout_seconds     = 3600")
    assert deployment.planned() == {
        'module.render.aws_batch_compute_environment.this["spot"]': ["update"],
        'module.render.aws_batch_job_queue.this["frames"]': ["update"],
        'module.render.aws_batch_job_definition.this["frame"]': ["update"],
    }
    deployment.terraform.apply()
    assert deployment.planned() == {}
    [queue] = deployment.client("batch").describe_job_queues(jobQueues=["render-frames"])["jobQueues"]
    assert queue["priority"] == 20

    deployment.terraform.destroy()
    assert left_behind(deployment) == []


def left_behind(deployment: Deployment) -> list[str]:
    """Return the names of everything the module could have left."""
    batch = deployment.client("batch")
    return [
        *(each["computeEnvironmentName"] for each in batch.describe_compute_environments()["computeEnvironments"]),
        *(each["jobQueueName"] for each in batch.describe_job_queues()["jobQueues"]),
        *(each["jobDefinitionName"] for each in batch.describe_job_definitions(status="ACTIVE")["jobDefinitions"]),
        *(each["arn"] for each in batch.list_scheduling_policies()["schedulingPolicies"]),
        *(each["Name"] for each in deployment.client("scheduler").list_schedules()["Schedules"]),
        *(each["Name"] for each in deployment.client("events").list_rules()["Rules"]),
        *(each["RoleName"] for each in deployment.client("iam").list_roles()["Roles"]),
        *(each["logGroupName"] for each in deployment.client("logs").describe_log_groups()["logGroups"]),
    ]
