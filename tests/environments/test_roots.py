"""The committed roots: fresh, formatted, valid, the same but for their decisions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.check import check
from generator.layer import UPSTREAM, read
from generator.project import Project
from runner import terraform
from tests.harness import ROOT

PROJECT = Project(ROOT)
ENVIRONMENTS = PROJECT.names()
_OWN = {"backend.conf", "providers.tf", "terraform.auto.tfvars", "upstream.tf"}


def test_the_four_environments_exist() -> None:
    assert {"dev", "qa", "uat", "prod"} <= set(ENVIRONMENTS)


def test_every_root_is_fresh() -> None:
    assert check(PROJECT, []) == []


def test_every_root_is_formatted() -> None:
    environment = terraform.environment(PROJECT)
    done = subprocess.run(
        ["terraform", "fmt", "-check", "-diff", "-recursive", "layers", "modules", "examples"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_root_is_valid(name: str, tmp_path: Path) -> None:
    for part in ("layers", "modules"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns(".terraform"))
    root = tmp_path / "layers/compute/environments" / name
    environment = terraform.environment(PROJECT)
    for command in (["init", "-backend=false", "-input=false", "-lockfile=readonly"], ["validate"]):
        done = subprocess.run(
            ["terraform", *command, "-no-color"], cwd=root, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_only_decisions_and_places_differ_between_roots() -> None:
    first, *others = [PROJECT.root_of(name) for name in ENVIRONMENTS]
    for other in others:
        different = {
            path.name
            for path in first.iterdir()
            if path.is_file() and path.suffix != ".zip" and path.read_text() != (other / path.name).read_text()
        }
        assert different <= _OWN, other


def test_roots_declare_exactly_the_decisions() -> None:
    layer = read(PROJECT)
    assert set(UPSTREAM) <= set(layer.variables)
    variables = (PROJECT.root_of("dev") / "variables.tf").read_text()
    for variable in layer.variables.values():
        assert (variable.text in variables) == (variable.name not in UPSTREAM), variable.name


def test_dev_and_prod_decide_as_the_specification_says() -> None:
    from generator.environment import load

    dev, prod = load(PROJECT, "dev").variables, load(PROJECT, "prod").variables
    assert (dev["enable_eks"], dev["enable_ecs"], dev["lambda_log_level"]) == (False, True, "DEBUG")
    assert (prod["enable_eks"], prod["enable_ecs"], prod["lambda_log_level"]) == (True, True, "WARN")
