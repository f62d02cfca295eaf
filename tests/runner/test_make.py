"""The front door, through make itself, with the project's interpreter already in place."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.cli import main as gen_env
from tests.harness import ROOT


def make(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run make as a user does, on the interpreter of these tests and without making a virtualenv."""
    ready = ["PY=" + sys.executable, "RUNTIME=", "DEV=", "CHECKOV="]
    kept = {name: value for name, value in os.environ.items() if not re.match("ENV$|CONFIRM$|FROM$|MAKE", name)}
    return subprocess.run(["make", *ready, *arguments], cwd=cwd, env=kept, text=True, capture_output=True, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout without an embedded AWS or anything else running in it."""
    folder = tmp_path_factory.mktemp("make") / "checkout"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "benchmarks")
    shutil.copytree(ROOT, folder, ignore=ignored, symlinks=True)
    return folder


def test_make_alone_explains_every_target() -> None:
    help_text = make().stdout
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)) - {"help"}

    assert targets == set(re.findall(r"^  ([a-z-]+) ", help_text, re.MULTILINE))
    assert "dev" in help_text.splitlines()[0]


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda file: file.stem)
def test_workflows_call_targets_and_verbs_that_there_are(workflow: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
    lines = [line.strip() for job in jobs for step in job["steps"] for line in step.get("run", "").splitlines()]
    called = {word for line in lines if line.startswith("make ") for word in line.split()[1:] if word.isalpha()}
    assert called <= targets
    assert set(re.findall(r"gen-env ([a-z-]+)", "\n".join(lines))) <= set(gen_env.commands)


@pytest.mark.parametrize("target", ["plan", "apply", "destroy", "show", "drift", "diagram", "output", "aws-env"])
def test_a_missing_environment_is_one_sentence(checkout: Path, target: str) -> None:
    result = make(target, cwd=checkout)

    assert result.stderr.startswith("ENV is missing: say which environment, such as ENV=dev; there are dev, prod, qa")
    assert "Traceback" not in result.stderr
    assert result.returncode == 2


def test_an_unknown_environment_names_the_closest(checkout: Path) -> None:
    result = make("plan", "ENV=prd", cwd=checkout)

    assert result.stderr.startswith("ENV='prd': no such environment, did you mean \"prod\"?; there are dev, prod, qa")


@pytest.mark.parametrize(
    "name",
    ["qa; touch pwned", "$(touch pwned)", "`touch pwned`", "$(shell touch pwned)", "'; touch pwned; '", "-rf", "../qa"],
)
@pytest.mark.parametrize("target", ["plan", "env"])
def test_an_environment_name_is_never_run(checkout: Path, target: str, name: str) -> None:
    before = sorted(checkout.rglob("*"))

    result = make(target, f"ENV={name}", cwd=checkout)

    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    assert [
        path.name for path in sorted(checkout.rglob("*")) if path not in before and path.name != "__pycache__"
    ] == []


def test_confirmations_are_never_run(checkout: Path) -> None:
    result = make(
        "apply", "ENV=nowhere", "CONFIRM=$(shell touch pwned); touch pwned", "FROM=$(shell touch pwned)", cwd=checkout
    )

    assert "no such environment" in result.stderr
    assert not (checkout / "pwned").exists()
