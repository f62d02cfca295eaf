"""modules/lambda-layer on the embedded AWS: its README's examples are made, changed, left alone and removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from embedded_aws.server import Server
from tests.deployment import Deployment
from tests.harness import ROOT, module_root

FIXTURES = Path(__file__).parent / "lambda-layer"
SHARED = "module.shared.aws_lambda_layer_version.this"


def test_apply_change_and_destroy(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> None:
    root = module_root(tmp_path_factory.mktemp("lambda-layer"), "lambda-layer", FIXTURES / "support.tf")
    package = Path(shutil.copy(ROOT / "modules/lambda/placeholder.zip", root / "shared.zip"))
    deployment = Deployment(root, embedded_aws.url)
    deployment.change('"shared.zip"', f'"{package}"')  # the provider that tests share does not run in the root
    deployment.apply()

    package.write_bytes(package.read_bytes() + b"other")
    assert deployment.planned()[SHARED] == ["create", "delete"]
    deployment.apply()
    deployment.destroy()
