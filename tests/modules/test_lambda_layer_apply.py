"""modules/lambda-layer on the embedded AWS: its README's examples are made, changed, left alone and removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import boto3
import pytest

from embedded_aws.server import Server
from tests.harness import REGION, ROOT, changes, module_root, terraform_in

FIXTURES = Path(__file__).parent / "lambda-layer"
SHARED = "module.shared.aws_lambda_layer_version.this"


def test_apply_change_and_destroy(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> None:
    root = module_root(tmp_path_factory.mktemp("lambda-layer"), "lambda-layer", FIXTURES / "support.tf")
    package = Path(shutil.copy(ROOT / "modules/lambda/placeholder.zip", root / "shared.zip"))
    terraform = terraform_in(root, embedded_aws.url)
    terraform.apply()
    assert changes(terraform.plan(output=True)) == {}

    package.write_bytes(package.read_bytes() + b"other")
    assert changes(terraform.plan(output=True))[SHARED] == ["create", "delete"]
    terraform.apply()
    assert changes(terraform.plan(output=True)) == {}

    terraform.destroy()
    client = boto3.client(
        "lambda",
        endpoint_url=embedded_aws.url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    assert client.list_layers()["Layers"] == []
