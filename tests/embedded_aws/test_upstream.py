"""The layers below are applied once, together, and again where that failed."""

from __future__ import annotations

import dataclasses
import os
import re
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from embedded_aws import upstream
from embedded_aws.errors import EmbeddedAwsError
from embedded_aws.server import Server
from embedded_aws.state_bucket import make_bucket
from tests.embedded_aws.conftest import Client

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "upstream"
CONTRACT = {
    "networking": {"vpc_id", "vpc_cidr_block", "private_subnet_ids", "public_subnet_ids", "security_group_ids"},
    "security": {"certificate_arns", "kms_key_arn", "permissions_boundary_arn", "role_arns"},
    "data": {"artifact_bucket", "table_arns", "queue_arns", "secret_arns"},
}
# Says what it was asked to do, waits as long as its folder's example says, and fails where a file `broken` lies.
TERRAFORM = """#!/bin/sh
layer=$(basename "$PWD")
env | grep '^TF_VAR_' >> "{log}"
echo "$layer $*" >> "{log}"
sleep "$(cat "{folder}/sleep" 2>/dev/null || echo 0)"
if [ "$1 $layer" = "apply $(cat "{folder}/broken" 2>/dev/null)" ]; then
    echo "╷\n│ Error: no such thing\n│\n│   on main.tf line 1\n╵" >&2
    exit 1
fi
"""


class Upstream:
    """Small examples, a terraform that only takes notes, and the arguments for `ensure`."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.log, self.said = folder, folder / "log", list[str]()
        for layer in ("networking", "data"):
            (folder / "examples" / layer).mkdir(parents=True)
            (folder / "examples" / layer / "main.tf").write_text("# nothing\n")
        terraform = folder / "bin" / "terraform"
        terraform.parent.mkdir()
        terraform.write_text(TERRAFORM.format(log=self.log, folder=folder))
        terraform.chmod(terraform.stat().st_mode | stat.S_IXUSR)
        self.arguments: dict[str, Any] = {
            "examples": folder / "examples",
            "work": folder / "work",
            "server": Server(url, pid=1, started_at="", instance="first"),
            "environment_name": "dev",
            "project_name": "acme",
            "bucket": "acme-dev-tfstate",
            "states": {"networking": "networking/dev.tfstate", "data": "data/dev.tfstate"},
            "env": {
                "AWS_REGION": "us-east-1",
                "TF_VAR_environment": "prod",
                "PATH": f"{folder}/bin:{os.environ['PATH']}",
            },
        }

    def ensure(self, **changes: Any) -> None:
        upstream.ensure(**self.arguments | changes, say=self.said.append)

    def asked(self, verb: str = "apply") -> list[str]:
        """Return what terraform was asked since the last time, by layer."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return sorted(line for line in lines if f" {verb} " in line)

    def applied(self) -> list[str]:
        return [line.split()[0] for line in self.asked()]


@pytest.fixture
def layers(tmp_path: Path, aws: Client) -> Upstream:
    return Upstream(tmp_path, aws("s3").meta.endpoint_url)


def test_every_layer_is_applied_once_per_server_and_content(layers: Upstream) -> None:
    layers.ensure()
    assert layers.applied() == ["data", "networking"]
    layers.ensure()
    assert layers.applied() == []

    (layers.folder / "examples" / "data" / "main.tf").write_text("# something\n")
    layers.ensure()
    assert layers.applied() == ["data"]

    layers.ensure(environment_name="qa", bucket="acme-qa-tfstate")
    assert layers.applied() == ["data", "networking"]

    layers.ensure(server=dataclasses.replace(layers.arguments["server"], instance="restarted"))
    assert layers.applied() == ["data", "networking"]


def test_a_layer_is_applied_again_where_its_decisions_change(layers: Upstream) -> None:
    layers.ensure()
    layers.asked()
    layers.ensure(decisions={"data": {"queues": '["orders"]'}})
    assert layers.asked() == [
        "data apply -input=false -no-color -auto-approve -lock=false "
        '-var=project_name=acme -var=environment=dev -var=aws_region=us-east-1 -var=queues=["orders"]',
    ]
    layers.ensure(decisions={"data": {"queues": '["orders"]'}})
    assert layers.asked() == []


def test_terraform_gets_the_backend_and_the_names_and_nothing_of_the_users(layers: Upstream) -> None:
    layers.ensure(states={"data": "data/dev.tfstate"})
    lines = layers.log.read_text().splitlines()
    assert lines == [
        "data init -input=false -no-color -reconfigure -backend-config=bucket=acme-dev-tfstate "
        "-backend-config=key=data/dev.tfstate -backend-config=region=us-east-1 -backend-config=encrypt=true",
        "data apply -input=false -no-color -auto-approve -lock=false "
        "-var=project_name=acme -var=environment=dev -var=aws_region=us-east-1",
    ]


def test_examples_are_not_written_to(layers: Upstream) -> None:
    layers.ensure()
    written = [path.name for path in (layers.folder / "examples").rglob("*") if path.is_file()]
    assert written == ["main.tf", "main.tf"]


def test_failure_shows_terraforms_error_and_only_that_layer_is_tried_again(layers: Upstream) -> None:
    (layers.folder / "broken").write_text("data")
    with pytest.raises(EmbeddedAwsError) as raised:
        layers.ensure()
    log = layers.folder / "work/upstream/dev/data.log"
    assert raised.value.message == (
        f"data: terraform apply failed; run this again to retry. The whole log is {log}\n"
        "  Error: no such thing\n  on main.tf line 1"
    )
    assert "no such thing" in log.read_text()
    layers.log.unlink()
    (layers.folder / "broken").unlink()
    layers.ensure()
    assert layers.applied() == ["data"]


def test_second_run_waits_and_finds_everything_done(layers: Upstream) -> None:
    (layers.folder / "sleep").write_text("0.4")
    runs = [threading.Thread(target=layers.ensure) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert layers.applied() == ["data", "networking"]
    assert layers.said.count("waiting for another run to finish the layers below dev ...") == 1


@pytest.fixture
def killed(layers: Upstream) -> Upstream:
    """A run that was killed while its terraform goes on."""
    (layers.folder / "sleep").write_text("1")
    code = (
        "from pathlib import PosixPath; from embedded_aws import upstream; from embedded_aws.server import Server;"
        f"upstream.ensure(**{layers.arguments!r}, say=print)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.DEVNULL) as run:
        while not layers.log.exists():
            assert run.poll() is None
        run.send_signal(signal.SIGKILL)
    return layers


def test_terraform_of_a_killed_run_is_waited_for(killed: Upstream) -> None:
    killed.ensure()
    assert killed.said[0] == "waiting for another run to finish the layers below dev ..."
    assert killed.applied() == ["data", "networking"]


def test_layer_without_an_example_is_named(layers: Upstream) -> None:
    with pytest.raises(EmbeddedAwsError, match=r"examples/storage: no Terraform files there; upstream may only name"):
        layers.ensure(states={"storage": "storage/dev.tfstate"})


def test_state_bucket_is_versioned_encrypted_and_private(aws: Client) -> None:
    s3 = aws("s3")
    for _ in range(2):
        make_bucket("acme-state", s3.meta.endpoint_url, "eu-west-1")
    assert s3.get_bucket_versioning(Bucket="acme-state")["Status"] == "Enabled"
    rules = s3.get_bucket_encryption(Bucket="acme-state")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert set(s3.get_public_access_block(Bucket="acme-state")["PublicAccessBlockConfiguration"].values()) == {True}


def test_impossible_bucket_name_is_one_sentence(layers: Upstream) -> None:
    with pytest.raises(EmbeddedAwsError, match=r"^state bucket Not A Bucket: cannot be made in the embedded AWS \("):
        layers.ensure(bucket="Not A Bucket")


@pytest.mark.parametrize("layer", CONTRACT)
def test_examples_keep_the_contract(layer: str) -> None:
    outputs = re.findall(r'^output "(\w+)"', (EXAMPLES / layer / "outputs.tf").read_text(), re.MULTILINE)
    assert set(outputs) == CONTRACT[layer]


@pytest.mark.parametrize("layer", CONTRACT)
def test_examples_lock_the_same_provider_as_the_environments(layer: str) -> None:
    def lock(file: Path) -> str:
        return "".join(line for line in file.read_text().splitlines(keepends=True) if not line.startswith("#"))

    environment = ROOT / "layers/compute/environments/dev/.terraform.lock.hcl"
    assert lock(EXAMPLES / layer / ".terraform.lock.hcl") == lock(environment)
