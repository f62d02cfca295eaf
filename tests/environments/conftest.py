"""One checkout and one embedded AWS for all tests of the environments; they run in one process, in file order."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import tftest

from embedded_aws import upstream
from embedded_aws.environment import environment as aws_environment
from embedded_aws.server import Server
from generator.environment import State, load
from generator.project import Project
from generator.render import TFVARS
from runner import terraform
from tests.harness import ROOT, started_aws

# What a fresh clone holds that terraform and gen-env read.
TREE = ("environments", "templates", "layers", "modules", "examples", "lambda", "requirements")
_PACKAGES = ("api-handler.zip", "jwt-authorizer.zip", "main.zip", "websocket.zip")
_LEFT_OUT = shutil.ignore_patterns(".terraform", "*.zip.tmp", "__pycache__", *_PACKAGES)


@dataclass(frozen=True)
class Checkout:
    """A copy of the repository whose environments are deployed to an embedded AWS."""

    project: Project
    server: Server
    variables: dict[str, str]
    _ready: set[str] = field(default_factory=set)

    def below(self, name: str) -> None:
        """Deploy the layers below an environment, as `make` deploys them, where they are not there yet."""
        if name in self._ready:
            return
        environment = load(self.project, name)
        states = {layer: state.key for layer, state in environment.upstream.items() if isinstance(state, State)}
        upstream.ensure(
            examples=self.project.root / "examples/upstream",
            work=self.project.work / "embedded-aws",
            server=self.server,
            environment_name=name,
            project_name=str(environment.variables["project_name"]),
            bucket=environment.backend.bucket,
            states=states,
            env=self.variables,
            say=lambda _: None,
        )
        self._ready.add(name)

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

    def edit(self, environment: str, replacements: dict[str, str]) -> None:
        """Change an environment's tfvars by hand; the `checkout` of the next test has them back."""
        tfvars = self.root(environment) / TFVARS
        for old, new in replacements.items():
            text = tfvars.read_text()
            assert old in text, old
            tfvars.write_text(text.replace(old, new))

    def plan(self, environment: str) -> tftest.TerraformPlanOutput:
        """Plan an environment's root and return the plan as tftest shows it."""
        self.below(environment)
        test = tftest.TerraformTest(str(self.root(environment)))
        test.env = self.variables
        test.init(init_vars=str(self.root(environment) / "backend.conf"))
        return test.plan(output=True)


@pytest.fixture
def checkout(deployed: Checkout) -> Iterator[Checkout]:
    """The checkout, whose tfvars are as rendered when the test starts."""
    yield deployed
    for name in ("dev", "prod"):
        shutil.copy(Project(ROOT).root_of(name) / TFVARS, deployed.root(name) / TFVARS)


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A checkout, and an embedded AWS for it."""
    with started_aws(tmp_path_factory.mktemp("embedded-aws")) as server:
        yield deploy(tmp_path_factory.mktemp("checkout"), server)


def deploy(folder: Path, embedded_aws: Server, tree: Path = ROOT) -> Checkout:
    """Copy a tree of the repository into a folder, as a checkout whose AWS is the embedded one."""
    for name in TREE:
        shutil.copytree(tree / name, folder / name, ignore=_LEFT_OUT, symlinks=True)
    project = Project(folder)
    variables = terraform.environment(project, aws_environment(embedded_aws.url, "us-east-1", os.environ))
    return Checkout(project, embedded_aws, variables)


@pytest.fixture(scope="session")
def plans(deployed: Checkout) -> dict[str, tftest.TerraformPlanOutput]:
    """The first plans of a small and of a large environment."""
    return {name: deployed.plan(name) for name in ("dev", "prod")}
