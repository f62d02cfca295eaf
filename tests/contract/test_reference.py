"""What people look keys up in says what the layer and the modules say, and the schema takes the environments."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from generator import strict_yaml
from generator.cli import main
from generator.keys import Key, Reference
from generator.project import Project
from generator.reference import SCHEMA, generated, stale
from generator.scaffold import yaml_text
from generator.strict_yaml import Mapping, Node, Scalar, Sequence
from tests.harness import ROOT

PROJECT = Project(ROOT)
MODELINE = "# yaml-language-server: $schema=../schemas/environment.schema.json\n"
FILES = sorted((ROOT / "environments").glob("*.yaml"))


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.of(PROJECT)


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(generated(PROJECT)[ROOT / SCHEMA])
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def gen_env(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(ROOT)
    return lambda *arguments: CliRunner().invoke(main, list(arguments), prog_name="gen-env")


def read(text: str) -> Any:
    """Return what an editor reads: YAML 1.2, null for !unset."""
    return _plain(strict_yaml.parse(text, ""))


def _plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {name: _plain(item) for name, item in node.items.items()}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return _scalar(node)


def _scalar(node: Scalar) -> Any:
    if node.is_null or node.tag == "!unset":
        return None
    try:
        value = json.loads(node.text) if node.plain else node.text
    except ValueError:
        return node.text
    return value if isinstance(value, (bool, int, float)) else node.text


def test_reference_is_fresh() -> None:
    wrong = [path.relative_to(ROOT).as_posix() for path in stale(PROJECT)]
    assert wrong == [], "run gen-env render --all"


def test_what_is_stale_is_said_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("environments", "layers", "modules", "templates", "docs/reference", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True, ignore=shutil.ignore_patterns(".terraform"))
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    assert run.invoke(main, ["render", "--all"]).exit_code == 0
    page, gone = tmp_path / "docs/reference/waf.md", tmp_path / "docs/reference/mainframe.md"
    variables = tmp_path / "modules/waf/variables.tf"
    gone.write_text("# mainframe\n")
    variables.write_text(variables.read_text().replace('description = "', 'description = "Surely: '))
    said = run.invoke(main, ["check"])
    assert said.exit_code == 1
    assert "docs/reference/waf.md: is older than its sources; run " in said.output
    assert f"{SCHEMA}: is older than its sources" in said.output
    assert run.invoke(main, ["render", "--all"]).exit_code == 0
    assert run.invoke(main, ["check"]).exit_code == 0
    assert "Surely: " in page.read_text()
    assert not gone.exists()


def test_keys_say_what_layer_and_module_say(reference: Reference) -> None:
    cpu = reference.find("ecs_services.task_definition.cpu")
    assert (cpu.shown, cpu.type.kind, cpu.required, cpu.default) == (
        "ecs_services.<key>.task_definition.cpu",
        "string",
        False,
        '"256"',
    )
    assert cpu.module == "ecs-service"
    function = reference.find("lambda_functions.timeout")
    assert function.sentence in (ROOT / "modules/lambda/README.md").read_text()


def test_every_decision_is_there(reference: Reference) -> None:
    assert set(reference.variables) == set(reference.contract.layer.decisions) - {
        "environment",
        "aws_region",
        "dr_region",
    }


def every_key(reference: Reference) -> list[Key]:
    return [key for top in (*reference.sections, *reference.variables.values()) for key in (top, *top.below())]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_schema_takes_the_environments(file: Path, validator: jsonschema.Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(read(file.read_text()))] == []


@pytest.mark.parametrize(
    "text",
    [
        "variables: {ecs_services: {web: {desired_count: !unset , task_definition: {containers: !append []}}}}",
        "variables: {tags: {Owner: 12}, albs: {main: {idle_timeout: null}}}",
        "extends: _defaults\naws: {account_id: '123412341234', region: us-east-1}\nbackend: {bucket: states}",
        "upstream: {networking: {values: {vpc_id: vpc-1, private_subnet_ids: [], security_group_ids: {}}}}",
    ],
)
def test_schema_takes(text: str, validator: jsonschema.Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(read(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "variables: {ecs_service: {}}",
        "variables: {ecs_services: {web: {task_definition: {ipc_mode: task}}}}",
        "variables: {ecs_services: {web: {desired_count: two}}}",
        "variables: {ecs_services: [web]}",
        "variables: {enable_eks: 'yes'}",
        "variables: {aws_region: us-east-1}",
        "aws: {account_id: 123412341234}",
        "upstream: {storage: {state: a}}",
        "extend: _defaults",
    ],
)
def test_schema_refuses(text: str, validator: jsonschema.Draft202012Validator) -> None:
    assert list(validator.iter_errors(read(text)))


def test_schema_has_defaults_and_descriptions(validator: jsonschema.Draft202012Validator) -> None:
    services = validator.schema["properties"]["variables"]["properties"]["ecs_services"]
    cpu = services["additionalProperties"]["properties"]["task_definition"]["properties"]["cpu"]
    assert cpu["default"] == "256"
    assert services["description"].startswith("ECS services by key.")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_environments_name_the_schema(file: Path) -> None:
    assert file.read_text().startswith(MODELINE)


def test_new_environments_name_the_schema() -> None:
    assert yaml_text(PROJECT, "new", None).startswith(MODELINE)
    assert yaml_text(PROJECT, "new", "dev").startswith(MODELINE)


def test_keys_below_one(gen_env: Callable[..., Result]) -> None:
    said = gen_env("keys", "ecs_services.load_balancer")
    assert said.exit_code == 0
    assert "\n  alb_key  string, required\n" in said.output


@pytest.mark.parametrize(
    "key", ["ecs_services.web-app.autoscaling.min", "variables.ecs_services.<key>.autoscaling.min"]
)
def test_key_as_people_write_it(key: str, gen_env: Callable[..., Result]) -> None:
    assert gen_env("keys", key).output.startswith("ecs_services.<key>.autoscaling.min  number, required\n")


def test_all_keys(gen_env: Callable[..., Result]) -> None:
    said = gen_env("keys").output
    assert "ecs_services " in said
    assert "backend " in said


@pytest.mark.parametrize(
    ("key", "meant"), [("ecs_servces", "ecs_services"), ("albs.https.certifcate_key", "certificate_key")]
)
def test_unknown_key(key: str, meant: str, gen_env: Callable[..., Result]) -> None:
    said = gen_env("keys", key)
    assert said.exit_code == 1
    assert f'{key}: no such key, did you mean "{meant}"?' in said.output


def test_every_key_has_a_sentence(reference: Reference) -> None:
    silent = [f"{key.shown} ({key.declared})" for key in every_key(reference) if not key.sentence]
    assert silent == [], "explain them beside their declaration in the module, or in docs/reference/words.yaml"
    assert reference.unused_words == set(), "docs/reference/words.yaml explains what is explained already, or is gone"
