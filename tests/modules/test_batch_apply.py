"""modules/batch on the embedded AWS: its README's examples are made, changed in place and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

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
    [queue] = deployment.client("batch").describe_job_queues(jobQueues=["render-frames"])["jobQueues"]
    assert queue["priority"] == 20

    deployment.destroy()
