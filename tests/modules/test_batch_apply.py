"""modules/batch on the embedded AWS: its README's examples are made, changed in place and removed."""

from __future__ import annotations

from pathlib import Path

import pytest
import tftest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import module_root

FIXTURES = Path(__file__).parent / "batch"


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Deployment:
    root = module_root(tmp_path_factory.mktemp("batch"), "batch", FIXTURES / "support.tf", FIXTURES / "networking")
    return Deployment(root, embedded_aws.url)


def test_apply_change_and_destroy(deployment: Deployment) -> None:
    deployment.apply()

    # Sizes, kinds of instances and volumes change in place, and queues do not notice.
    deployment.change('max_vcpus = 256, instance_types = ["c7i", "m7i"]', 'max_vcpus = 512, instance_types = ["c7i"]')
    deployment.change("priority                 = 10", "priority                 = 20")
    deployment.change("timeout_seconds     = 7200", "timeout_seconds     = 3600")
    assert deployment.planned() == {
        'module.render.aws_batch_compute_environment.this["spot"]': ["update"],
        'module.render.aws_batch_job_queue.this["frames"]': ["update"],
        'module.render.aws_batch_job_definition.this["frame"]': ["update"],
    }
    deployment.apply()

    # A tag changes tags, and no instance.
    def templates() -> list[str]:
        found = deployment.client("batch").describe_compute_environments()["computeEnvironments"]
        resources = [each.get("computeResources", {}) for each in found]
        return sorted(each["launchTemplate"]["version"] for each in resources if "launchTemplate" in each)

    before = templates()
    deployment.change('tags = { Service = "render" }', 'tags = { Service = "render", CostCenter = "012345" }')
    assert all(actions == ["update"] for actions in deployment.planned().values())
    deployment.apply()
    assert templates() == before

    # AWS Batch neither adds fair share to a queue nor takes it away.
    deployment.change("fair_share               = { weights = { film = 0.5, advert = 1 } }", "")
    deployment.change(', share_identifier = "film"', "")
    with pytest.raises(tftest.TerraformTestError, match=r"Queue frames of Batch render was made with fair_share"):
        deployment.planned()
    deployment.change('queue_key = "frames"', 'queue_key = "frames", share_identifier = "film"')
    deployment.change(
        "no_capacity_seconds      = 3600",
        "no_capacity_seconds      = 3600\n      fair_share = { weights = { film = 0.5 } }",
    )
    assert deployment.planned() == {'module.render.aws_batch_scheduling_policy.this["frames"]': ["update"]}
    [queue] = deployment.client("batch").describe_job_queues(jobQueues=["render-frames"])["jobQueues"]
    assert queue["priority"] == 20

    deployment.destroy()
