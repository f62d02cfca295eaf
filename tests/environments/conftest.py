"""One checkout and one embedded AWS for all tests of the environments; they run in one process, in file order."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import tftest

from embedded_aws import upstream
from embedded_aws.environment import environment as aws_environment
from embedded_aws.server import Server
from generator.environment import State, load
from generator.project import Project
from runner import terraform
from tests.harness import ROOT

# What a fresh clone holds that terraform and gen-env read.
_TREE = ("environments", "templates", "layers", "modules", "examples", "lambda")
_LEFT_OUT = shutil.ignore_patterns(".terraform", "*.zip.tmp", "api-handler.zip", "__pycache__")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests in one worker: they share what they deploy."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("environments"))


@dataclass(frozen=True)
class Checkout:
    """A copy of the repository whose environments are deployed to an embedded AWS."""

    project: Project
    server: Server
    variables: dict[str, str]

    def root(self, environment: str) -> Path:
        return self.project.root_of(environment)

    def run(self, folder: Path, *command: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command as a person would type it, and answer its question."""
        return subprocess.run(
            command,
            cwd=folder,
            env={**self.variables, "TF_CLI_ARGS": "-no-color"},
            input=answer,
            text=True,
            capture_output=True,
            check=False,
        )

    def plan(self, environment: str) -> tftest.TerraformPlanOutput:
        """Plan an environment's root and return the plan as tftest shows it."""
        test = tftest.TerraformTest(str(self.root(environment)))
        test.env = self.variables
        test.init(init_vars=str(self.root(environment) / "backend.conf"))
        return test.plan(output=True)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory, embedded_aws: Server) -> Iterator[Checkout]:
    """A checkout with the layers below dev and prod deployed, as `make` deploys them."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in _TREE:
        shutil.copytree(ROOT / name, folder / name, ignore=_LEFT_OUT)
    project = Project(folder)
    variables = terraform.environment(project, aws_environment(embedded_aws.url, "us-east-1", os.environ))
    for name in ("dev", "prod"):
        environment = load(project, name)
        states = {layer: state.key for layer, state in environment.upstream.items() if isinstance(state, State)}
        upstream.ensure(
            examples=folder / "examples/upstream",
            work=project.work / "embedded-aws",
            server=embedded_aws,
            environment_name=name,
            project_name=str(environment.variables["project_name"]),
            bucket=environment.backend.bucket,
            states=states,
            env=variables,
            say=lambda _: None,
        )
    yield Checkout(project, embedded_aws, variables)


@pytest.fixture(scope="session")
def plans(checkout: Checkout) -> dict[str, tftest.TerraformPlanOutput]:
    """The first plans of a small and of a large environment."""
    return {name: checkout.plan(name) for name in ("dev", "prod")}
