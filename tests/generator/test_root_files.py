"""What render writes: Terraform's own layout, the same text however it is injected, and templates that fail loudly."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from generator import hcl, terraform
from generator.project import Project
from tests.generator.conftest import GenEnv
from tests.generator.terraform_values import NASTY


def fmt(folder: Path) -> str:
    done = subprocess.run(
        [terraform.binary(), "fmt", "-check", "-diff", "-recursive", "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + ("" if done.returncode == 0 else done.stderr)


def test_rendered_roots_are_as_terraform_fmt_would_write_them(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("qa").write_text(
        """
extends: _defaults
upstream:
  networking:
    values: {vpc_id: vpc-1, subnet_ids: [a, b]}
  security: {values: {keys: {a: [1, {b: c}], long key: x}, arn: null}}
variables:
  anything: {a: {b: [c, {d: e}]}, f: [[]], "g h": {}}
  services:
    web: {image: x, settings: {A: b, LONGER: c}, scaling: {minimum: 1}}
"""
    )
    assert gen_env("render", "qa").code == 0
    assert fmt(project.layer / "environments") == ""


def test_the_repositorys_own_roots_follow_from_its_yaml_twice_the_same(project: Project, gen_env: GenEnv) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.root_of("dev").iterdir()}
    assert gen_env("render", "--all").text == "Nothing to do: dev, qa up to date.\n"
    assert {path: path.stat().st_mtime_ns for path in project.root_of("dev").iterdir()} == before


def test_no_string_becomes_code_or_touches_another_value(project: Project, gen_env: GenEnv) -> None:
    """Through every string that reaches a file: it is there as text, and the file has not a line more or less."""
    texts = ["plain", *(text for text in NASTY if len(text) < 100)]  # a key of YAML has up to 1,024 characters
    for n, text in enumerate(texts):
        quoted = _yaml(text)
        project.yaml_of(f"env-{n}").write_text(
            f"extends: _defaults\nbackend: {{region: {quoted}, kms_key_id: {quoted}}}\n"
            f"upstream: {{data: {{region: {quoted}}}, networking: {{values: {{vpc_id: {quoted}}}}}, "
            f"security: {{values: {{{quoted}: {quoted}}}}}}}\n"
            f"variables: {{text: {quoted}, names: [{quoted}], "
            f"services: {{web: {{image: x, settings: {{{quoted}: {quoted}}}}}}}}}\n"
        )
    answer = gen_env("render", "--all")
    assert answer.code == 0, answer.text
    assert fmt(project.layer / "environments") == ""
    for name in ("backend.conf", "upstream.tf"):
        lines = [(project.root_of(f"env-{n}") / name).read_text().count("\n") for n in range(len(texts))]
        assert set(lines) == {lines[0]}
    for n, text in enumerate(texts):
        root = project.root_of(f"env-{n}")
        assert f"vpc_id = {hcl.string(text)}\n" in (root / "upstream.tf").read_text()
        assert re.search(rf"region += {re.escape(hcl.string(text))}\n", (root / "backend.conf").read_text())


def _yaml(text: str) -> str:
    """Write the text as YAML that holds no character but ASCII."""
    escaped = (c if c.isalnum() and c.isascii() else f"\\U{ord(c):08X}" for c in text)
    return f'"{"".join(escaped)}"'


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("a = {{ nobody }}\n", "templates/environment/backend.conf.j2:1: 'nobody' is undefined; correct the template."),
        ("\n{% for x in y %}\n", "templates/environment/backend.conf.j2:2: Unexpected end of template."),
        ("\n\n{{ 1 / 0 }}\n", "templates/environment/backend.conf.j2:3: division by zero; correct the template."),
        ("{% include 'gone.j2' %}\n", "templates/environment/backend.conf.j2:1: 'gone.j2' not found"),
        (b"\xff", "templates/environment/backend.conf.j2: 'utf-8' codec can't decode byte 0xff"),
    ],
)
def test_a_broken_template_is_one_sentence_and_writes_nothing(
    template: str | bytes, sentence: str, project: Project, gen_env: GenEnv
) -> None:
    path = project.templates / "environment" / "backend.conf.j2"
    path.write_bytes(template.encode() if isinstance(template, str) else template)
    answer = gen_env("render", "--all")
    assert answer.code == 1
    assert answer.text.startswith(sentence)
    assert answer.text.count("\n") == 1


def test_missing_templates_are_no_empty_roots(project: Project, gen_env: GenEnv) -> None:
    (project.templates / "environment").rename(project.root / "elsewhere")
    answer = gen_env("check")
    assert (answer.code, answer.text) == (
        1,
        "templates/environment: has no terraform.auto.tfvars.j2; restore the templates.\n",
    )
