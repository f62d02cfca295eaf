"""modules/lambda-layer: its README's examples and some more cases, planned together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import tftest

from tests.harness import ROOT, Inventory, module_root, plan, resources

FIXTURES = Path(__file__).parent / "lambda-layer"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tftest.TerraformPlanOutput:
    root = module_root(tmp_path_factory.mktemp("lambda-layer"), "lambda-layer", *FIXTURES.glob("*.tf"))
    shutil.copy(ROOT / "modules/lambda/placeholder.zip", root / "shared.zip")
    return plan(root)


def test_plan_is_as_the_inventory_says(planned: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    Inventory(FIXTURES / "inventory.yaml").check(planned, request)


def test_a_layer_is_one_resource_that_nobody_else_may_use(planned: tftest.TerraformPlanOutput) -> None:
    made = {address.split(".", 2)[2] for address in resources(planned) if address.startswith("module.")}
    assert made == {"aws_lambda_layer_version.this"}


def test_a_package_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "modules/lambda-layer", tmp_path / "modules/lambda-layer")
    root = shutil.copytree(FIXTURES / "refused", tmp_path / "layers/root")
    with pytest.raises(tftest.TerraformTestError) as raised:
        plan(root)
    said = " ".join(str(raised.value).replace("\\n", " ").split())
    assert "Layer missing has no package: missing.zip does not exist; build it, or correct filename." in said
