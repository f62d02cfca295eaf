"""Every value is checked against the type in variables.tf before Terraform starts."""

from __future__ import annotations

import pytest

from generator.project import Project
from tests.generator.conftest import GenEnv

HEAD = "extends: _defaults\nvariables:\n"


def said(gen_env: GenEnv, project: Project, text: str) -> list[str]:
    """Return what check says of qa with this text."""
    project.yaml_of("qa").write_text(text)
    answer = gen_env("check", "qa")
    assert answer.code == 1
    return [line.removeprefix("environments/qa.yaml:") for line in answer.text.splitlines()]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("siez: 1", '3:3: variables.siez: unknown variable, did you mean "size"? (layers/compute/variables.tf:27)'),
        ("enabled: yes", "3:12: variables.enabled: expected true or false, found `yes`; write true."),
        ("enabled: 'true'", "3:12: variables.enabled: expected true or false, found 'true'; write true."),
        ("enabled: 1", "3:12: variables.enabled: expected true or false, found `1`."),
        ("enabled: null", "3:12: variables.enabled: cannot be null; leave it out for the layer's default."),
        ("size: '30'", "3:9: variables.size: expected a number, found '30'; remove the quotes."),
        ("size: 0x1f", "3:9: variables.size: expected a number, found `0x1f`; write digits, such as 30 or 0.5."),
        ("size: 007", "3:9: variables.size: expected a number, found `007`; write digits, such as 30 or 0.5."),
        ("size: 1_000", "3:9: variables.size: expected a number, found `1_000`; write digits, such as 30 or 0.5."),
        ("size: .inf", "3:9: variables.size: expected a number, found `.inf`; write digits, such as 30 or 0.5."),
        ("size: 1e9999", "3:9: variables.size: expected a number, found `1e9999`; write digits, such as 30 or 0.5."),
        ("size: [1]", "3:9: variables.size: expected a number, found a list of 1."),
        ("text: {a: b}", "3:9: variables.text: expected a string, found a mapping."),
        ("names: one", "3:10: variables.names: expected a list, found `one`."),
        ("names: {a: b}", "3:10: variables.names: expected a list, found a mapping."),
        ("names: [[a]]", "3:11: variables.names[0]: expected a string, found a list of 1."),
        ("ports: [1, 2, 1.0]", "3:17: variables.ports: stands twice in a set; keep one."),
        ("ports: 80", "3:10: variables.ports: expected a list (a set), found `80`."),
        ("tags: [a]", "3:9: variables.tags: expected a mapping, found a list of 1."),
        ("tags: {a: {b: c}}", "3:13: variables.tags.a: expected a string, found a mapping."),
        ("pair: [a]", "3:9: variables.pair: expected a list of 2, found a list of 1."),
        ("pair: [a, b]", "3:13: variables.pair[1]: expected a number, found `b`; write digits, such as 30 or 0.5."),
        ("services: {web: 3}", "3:19: variables.services.web: expected a mapping, found `3`."),
        (
            "services: {web: null}",
            "3:19: variables.services.web: cannot be null; write {} for nothing but defaults, or leave the key out.",
        ),
        (
            "services: {job: {imgae: x}}",
            '3:20: variables.services.job.imgae: unknown attribute, did you mean "image"? '
            "(layers/compute/variables.tf:71)",
        ),
        (
            "services: {job: {image: null}}",
            "3:27: variables.services.job.image: is required and cannot be null; expected a string.",
        ),
        (
            "services: {job: {image: a, scaling: {}}}",
            '3:39: variables.services.job.scaling: missing required attribute "minimum" (number) '
            "(layers/compute/variables.tf:77)",
        ),
        ("environment: qa", "3:3: variables.environment: is filled from the file's name; leave it out here."),
        ("aws_region: x", "3:3: variables.aws_region: is filled from aws.region; leave it out here."),
        ("networking: {}", "3:3: variables.networking: is filled from upstream.networking; leave it out here."),
        (
            "password: hunter2",
            "3:3: variables.password: is declared sensitive or ephemeral: no secrets in YAML; "
            "pass an ARN or a name instead.",
        ),
        (
            "token: t",
            "3:3: variables.token: is declared sensitive or ephemeral: no secrets in YAML; "
            "pass an ARN or a name instead.",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_one_sentence(line: str, sentence: str, gen_env: GenEnv, project: Project) -> None:
    found = said(gen_env, project, f"{HEAD}  {line}\n")
    assert sentence in found
    assert len([fault for fault in found if not fault.endswith("(layers/compute/variables.tf:71)")]) <= 1


def test_all_faults_of_a_run_are_told_at_once(gen_env: GenEnv, project: Project) -> None:
    project.yaml_of("dev").write_text("extends: _defaults\nvariables:\n  size: big\n  size: 2\n  sizes: 3\n")
    project.yaml_of("qa").write_text("extends: _defualts\n")
    project.yaml_of("Bad").write_text("extends: _defaults\n")
    (project.environments / "old.yml").write_text("")
    answer = gen_env("check")
    assert answer.code == 1
    assert [line.split(" ")[0] for line in answer.text.splitlines()] == [
        "environments/Bad.yaml:",
        "environments/dev.yaml:4:3:",
        "environments/dev.yaml:5:3:",
        "environments/old.yml:",
        "environments/qa.yaml:1:10:",
    ]


def test_a_missing_variable_is_told_with_its_type_and_declaration(gen_env: GenEnv, project: Project) -> None:
    assert said(gen_env, project, "aws: {region: eu-west-1}\nvariables: {}\n") == [
        "2:12: variables.project_name: is required (string, layers/compute/variables.tf:17); set it."
    ]


def test_an_unknown_variable_like_no_other_lists_those_that_may_be_set(gen_env: GenEnv, project: Project) -> None:
    [found] = said(gen_env, project, HEAD + "  xyzzy: 1\n")
    assert "known: project_name, text, size, enabled, names, ports, tags, pair, anything, services." in found


def test_a_name_cannot_write_on_the_terminal(gen_env: GenEnv, project: Project) -> None:
    [found] = said(gen_env, project, HEAD + '  "a\\nb\\e[31m": 1\n')
    assert "variables.a\\nb\\x1b[31m: unknown variable" in found


@pytest.mark.parametrize("account", ["12345", "'1234567890123'", "12341234123x", '"１２３４１２３４１２３４"', "${a}"])
def test_an_account_id_has_twelve_digits(account: str, gen_env: GenEnv, project: Project) -> None:
    [found] = said(gen_env, project, f"extends: _defaults\naws:\n  account_id: {account}\n")
    assert "3:15: aws.account_id:" in found
    assert found.endswith("is no AWS account id: 12 digits, or null for the embedded AWS.")


def test_an_account_id_keeps_its_zero(gen_env: GenEnv, project: Project) -> None:
    project.yaml_of("qa").write_text("extends: _defaults\naws: {account_id: 012345670123}\n")
    assert gen_env("render", "qa").code == 0
    assert '["012345670123"]' in (project.root_of("qa") / "upstream.tf").read_text()


def test_a_section_that_says_nothing_takes_nothing_away(gen_env: GenEnv, project: Project) -> None:
    project.yaml_of("qa").write_text("extends: _defaults\naws:\nbackend: null\nvariables:\n")
    assert gen_env("render", "qa").code == 0
    assert 'project_name = "fixture"' in (project.root_of("qa") / "terraform.auto.tfvars").read_text()
