"""Terraform's own validations give their verdict on the YAML, and terraform itself may be the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import terraform, variables_only
from generator.project import Project
from tests.generator.conftest import GenEnv


def test_a_refused_value_is_told_at_its_line_of_the_yaml(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("dev").write_text("extends: _defaults\nvariables:\n  size: 1000\n")
    project.yaml_of("qa").write_text("extends: _defaults\naws:\n  region: nowhere\n")
    said = gen_env("validate")
    assert (said.code, said.text) == (
        1,
        "environments/dev.yaml:3:9: variables.size: size must be less than 1000.\n"
        "environments/qa.yaml:3:11: aws.region: aws_region must look like us-east-1.\n",
    )


def test_a_refused_value_of_a_shared_file_is_told_there(project: Project, gen_env: GenEnv) -> None:
    path = project.yaml_of("_defaults")
    path.write_text(path.read_text().replace("size: 10", "size: 9999"))
    assert (
        gen_env("validate", "qa").text
        == "environments/_defaults.yaml:7:9: variables.size: size must be less than 1000.\n"
    )


def test_what_the_types_refuse_is_told_without_terraform(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("dev").write_text("extends: _defaults\nvariables:\n  size: many\n")
    assert gen_env("validate").text.startswith("environments/dev.yaml:3:9: variables.size: expected a number")


def test_a_layer_with_a_required_secret_validates(gen_env: GenEnv) -> None:
    assert gen_env("validate").text == "Valid: dev, qa.\n"


def test_variables_of_the_real_run_do_not_change_the_verdict(gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_VAR_size", "5000")
    monkeypatch.setenv("TF_CLI_ARGS", "-no-such-flag")
    monkeypatch.setenv("TF_LOG", "trace")
    assert gen_env("validate").code == 0


Fake = Callable[[str | None], None]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """Put a terraform on PATH that runs this shell script; None puts none there."""

    def install(script: str | None) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        if script is not None:
            (folder / "terraform").write_text(f"#!/bin/sh\n{script}\n")
            (folder / "terraform").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin" if script else str(folder))
        terraform.binary.cache_clear()

    yield install
    terraform.binary.cache_clear()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (None, "terraform: not found on PATH; install Terraform 1.11 or later."),
        ("echo Terraform v1.10.5", "bin/terraform: Terraform 1.10.5 is too old; install 1.11 or later."),
        ("echo Terraform v0.15.0-beta1", "bin/terraform: Terraform 0.15.0-beta1 is too old; install 1.11 or later."),
        ("echo hello", "bin/terraform: does not tell its version; install Terraform 1.11 or later."),
        ("exit 1", "bin/terraform: does not tell its version; install Terraform 1.11 or later."),
        (
            'test "$1" = version && echo Terraform v1.12.0 || { echo boom >&2; exit 3; }',
            "environments/qa.yaml:4:3: variables: boom",
        ),
    ],
)
def test_a_terraform_that_does_not_work_is_one_sentence(
    fake: Fake, script: str | None, sentence: str, gen_env: GenEnv
) -> None:
    fake(script)
    said = gen_env("validate", "qa")
    assert said.code == 1
    assert sentence in said.text
    assert said.text.count("\n") == 1


def test_a_terraform_that_hangs_is_given_up(fake: Fake, gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    fake('test "$1" = version && echo Terraform v1.12.0 || exec sleep 600')
    monkeypatch.setattr(variables_only, "_PATIENCE", 0.5)
    said = gen_env("validate", "qa")
    assert (said.code, said.text) == (1, "terraform plan: no answer in 0.5 seconds; see what it waits for.\n")


def test_rendering_and_checking_need_no_terraform(fake: Fake, gen_env: GenEnv) -> None:
    fake(None)
    assert gen_env("check").code == 0
    assert gen_env("demo").code == 0


def test_no_room_for_a_temporary_folder_is_one_sentence(gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    said = gen_env("validate", "qa")
    assert said.code == 1
    assert said.text.startswith("/nowhere/gen-env-")
    assert said.text.endswith("cannot be written (No such file or directory); TMPDIR names another folder.\n")
