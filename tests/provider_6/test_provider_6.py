"""Provider 6.66 takes our configuration: every environment is valid against its published schema, without a warning."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.terraform import binary
from tests.harness import ROOT, process_environment
from tests.provider_6.generate import SCHEMA, types_in_use
from tests.provider_6.stand_in import served

ENVIRONMENTS = sorted(path.name for path in (ROOT / "layers/compute/environments").glob("[a-z]*"))


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with served(tmp_path_factory.mktemp("provider")) as found:
        yield {**process_environment(), **found}


def validated(folder: Path, env: dict[str, str]) -> list[str]:
    """Return what terraform finds in a root: severity, place, sentence."""
    for command in (["init", "-backend=false", "-input=false"], ["validate", "-json"]):
        done = subprocess.run(
            [str(binary()), *command], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert done.stdout.startswith("{") or done.returncode == 0, done.stdout + done.stderr
    return [_sentence(diagnostic) for diagnostic in json.loads(done.stdout)["diagnostics"]]


def _sentence(diagnostic: dict[str, Any]) -> str:
    place = diagnostic.get("range", {"filename": "?", "start": {"line": 0}})
    said = f"{diagnostic['summary']}: {diagnostic['detail']}"
    return f"{diagnostic['severity']} {place['filename']}:{place['start']['line']} {said}"


def test_the_schema_has_every_type_that_we_use() -> None:
    schema = json.loads(SCHEMA.read_text())
    missing = {kind: sorted(set(names) - schema[kind].keys()) for kind, names in types_in_use().items()}
    assert missing == {"resource": [], "data": []}, "make schema.json again, as tests/provider_6/generate.py tells"
    assert (schema["provider_version"], schema["license"]) == ("6.66.0", "MPL-2.0")


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_is_valid_without_a_warning(environment: str, tmp_path: Path, provider: dict[str, str]) -> None:
    for folder in ("layers", "modules", "lambda"):
        ignored = shutil.ignore_patterns(".terraform*", "*.zip")
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True, ignore=ignored)
    assert validated(tmp_path / "layers/compute/environments" / environment, provider) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            'resource "aws_sqs_queue" "a" {\n  colour = "red"\n}\n',
            'error main.tf:2 Unsupported argument: An argument named "colour"',
        ),
        (
            'resource "aws_lambda_function" "a" {\n  role = "r"\n}\n',
            'error main.tf:1 Missing required argument: The argument "function_name"',
        ),
        (
            'resource "aws_eks_cluster" "a" {\n  name     = "a"\n  role_arn = "r"\n}\n',
            "error main.tf:1 Insufficient vpc_config blocks",
        ),
        (
            'resource "aws_sqs_queue" "a" {\n  visibility_timeout_seconds = "soon"\n}\n',
            "error main.tf:2 Incorrect attribute value type",
        ),
        (
            'resource "aws_api_gateway_deployment" "a" {\n  rest_api_id = "a"\n  stage_name  = "live"\n}\n',
            'error main.tf:3 Unsupported argument: An argument named "stage_name"',
        ),
        ('resource "aws_nothing" "a" {}\n', "error main.tf:1 Invalid resource type"),
        (
            'data "aws_region" "a" {}\n\noutput "a" {\n  value = data.aws_region.a.id\n}\n',
            "warning main.tf:4 Deprecated attribute",
        ),
    ],
)
def test_a_planted_fault_is_found_where_it_is(text: str, found: str, tmp_path: Path, provider: dict[str, str]) -> None:
    (tmp_path / "main.tf").write_text(text)
    [said] = validated(tmp_path, provider)
    assert said.startswith(found)
