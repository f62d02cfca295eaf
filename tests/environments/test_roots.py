"""The committed roots: fresh, formatted, valid, the same but for their decisions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.check import check
from generator.layer import UPSTREAM, UPSTREAM_FILE, read
from generator.project import Project
from generator.render import LOCK
from runner import terraform
from tests.harness import ROOT

PROJECT = Project(ROOT)
ENVIRONMENTS = PROJECT.names()
_OWN = {"backend.conf", "moved.tf", "terraform.auto.tfvars", "upstream.tf"}


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
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns(".terraform"), symlinks=True)
    root = tmp_path / "layers/compute/environments" / name
    environment = terraform.environment(PROJECT)
    for command in (["init", "-backend=false", "-input=false", "-lockfile=readonly"], ["validate"]):
        done = subprocess.run(
            ["terraform", *command, "-no-color"], cwd=root, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_root_holds_no_copy(name: str) -> None:
    """Terraform replaces a link to the lock file as soon as it has a hash to add, so that one file stands in each."""
    listed = subprocess.run(["git", "ls-files", "-s", "."], cwd=PROJECT.root_of(name), capture_output=True, text=True)
    modes = {file: entry.split()[0] for entry, _, file in (line.partition("\t") for line in listed.stdout.splitlines())}
    assert {file for file, mode in modes.items() if mode != "120000"} == {*_OWN, LOCK}
    for file in modes.keys() - {*_OWN, LOCK}:
        link = PROJECT.root_of(name) / file
        assert link.is_symlink(), file
        assert link.resolve().is_relative_to(PROJECT.layer), file


def test_roots_declare_exactly_the_decisions() -> None:
    layer = read(PROJECT)
    assert set(UPSTREAM) <= set(layer.variables)
    files = {path.name for path in PROJECT.layer.glob("variables*.tf")} - {UPSTREAM_FILE}
    for name in ENVIRONMENTS:
        assert {path.name for path in PROJECT.root_of(name).glob("variables*.tf")} == files, name


def test_dev_and_prod_decide_as_the_specification_says() -> None:
    from generator.environment import load

    dev, prod = load(PROJECT, "dev").variables, load(PROJECT, "prod").variables
    assert (dev["enable_eks"], dev["enable_ecs"], dev["lambda_log_level"]) == (False, True, "DEBUG")
    assert (prod["enable_eks"], prod["enable_ecs"], prod["lambda_log_level"]) == (True, True, "WARN")
