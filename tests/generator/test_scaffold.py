"""gen-env NAME makes the environment exist, once; --from starts from the decisions of another one."""

from __future__ import annotations

import pytest

from generator.project import Project
from tests.generator.conftest import GenEnv, tree


def test_a_new_environment_has_its_yaml_and_its_root(project: Project, gen_env: GenEnv) -> None:
    said = gen_env("demo")
    assert said.code == 0
    assert said.text.startswith("wrote environments/demo.yaml\n")
    assert said.text.endswith("Next: make plan ENV=demo\n")
    assert gen_env("check").text == "Fresh: demo, dev, qa.\n"
    assert "extends: _defaults" in project.yaml_of("demo").read_text()


def test_run_again_it_changes_nothing(project: Project, gen_env: GenEnv) -> None:
    gen_env("demo")
    before = tree(project.root)
    assert gen_env("demo").text == "Nothing to do: demo up to date.\nNext: make plan ENV=demo\n"
    assert tree(project.root) == before


def test_from_keeps_decisions_and_comments(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("dev").write_text(
        '# Small.\nextends: _defaults\n\naws: {account_id: "123412341234", region: eu-central-1}\n\n'
        "variables:\n  # why\n  enabled: true # because\n\n  names: [one,\n    two]\n  # at the end\n\n"
        "# The buckets are older than we are.\nbackend: {bucket: older-than-we-are}\n"
    )
    assert gen_env("demo", "--from", "dev").code == 0
    assert project.yaml_of("demo").read_text() == (
        "# yaml-language-server: $schema=../schemas/environment.schema.json\n"
        "# The decisions of demo. Render them with `make env ENV=demo`, see them with `make plan ENV=demo`.\n"
        "# Started from dev.\n"
        "extends: _defaults\n\n"
        'aws:\n  account_id: null # null: the embedded AWS; "123412341234" binds it to an account\n'
        "  region: eu-central-1\n\n"
        "variables:\n  # why\n  enabled: true # because\n\n  names: [one,\n    two]\n  # at the end\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{extends: _defaults, variables: {names: [a]}}",
        "  extends: _defaults\n  variables:\n      names: [a]\n",
        "extends: _defaults\nvariables: {names: [a]}",
        "variables:\n  names: &n [a]\n  services: {w: {image: b, subnets: *n}}\nextends: _defaults\n",
        "aws: {region: eu-west-1}\nvariables: {project_name: other, names: [a]}\n",
    ],
)
def test_from_reads_every_way_to_write_it(text: str, project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("dev").write_text(text)
    assert gen_env("demo", "--from", "dev").code == 0
    assert 'names        = ["a"]' in (project.root_of("demo") / "terraform.auto.tfvars").read_text()


def test_from_an_environment_without_variables_says_so(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("dev").write_text("extends: _defaults\n")
    assert gen_env("demo", "--from", "dev").code == 0
    assert "variables: {} #" in project.yaml_of("demo").read_text()


def test_an_anchor_from_elsewhere_writes_nothing(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("dev").write_text("extends: _defaults\naws: {region: &r eu-west-2}\nvariables: {text: *r}\n")
    before = tree(project.root)
    said = gen_env("demo", "--from", "dev")
    assert said.code == 1
    assert "alias *r has no anchor" in said.text
    assert tree(project.root) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["dev", "--from", "qa"], "environments/dev.yaml exists already; --from is for a new environment."),
        (["demo", "--from", "nobody"], "no environments/nobody.yaml; there are dev, qa."),
        (["demo", "--from", "../qa"], "no environments/../qa.yaml; there are dev, qa."),
        (["chekc"], "'chekc' is no environment, did you mean \"check\"? If it is to be a new one: gen-env chekc --new"),
        (["../x"], "'../x' is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter first."),
        (["DEV"], "'DEV' is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter first."),
        (["CON"], "'CON' is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter first."),
        (["con"], "'con' is a device on Windows and cannot be a folder there; choose another environment name."),
        ([""], "'' is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter first."),
        (
            ["a" * 300],
            f"'{'a' * 37}...' is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter",
        ),
        (
            ["a\nb"],
            "'a\\nb' is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter first.",
        ),
        (
            ["dev\n"],
            "'dev\\n' is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter first.",
        ),
        (["render", "../x"], "'../x' is no environment name"),
        (["adopt", "/etc"], "'/etc' is no environment name"),
        (["check", "_defaults"], "'_defaults' is no environment name"),
        (
            ["render", "dve", "nope"],
            'dve: no such environment, did you mean "dev"?\nnope: no such environment; known: dev, qa.',
        ),
    ],
)
def test_a_name_that_cannot_be_is_one_sentence_and_writes_nothing(
    arguments: list[str], sentence: str, project: Project, gen_env: GenEnv
) -> None:
    before = tree(project.root)
    said = gen_env(*arguments)
    assert said.code == 1
    assert said.text.startswith(sentence)
    assert tree(project.root) == before


@pytest.mark.parametrize(
    "arguments", [["-rf"], ["--", "-rf"], ["render"], ["render", "--all", "dev"], ["adopt"], ["--nope"]]
)
def test_wrong_usage_exits_with_2(arguments: list[str], gen_env: GenEnv) -> None:
    assert gen_env(*arguments).code == 2


def test_help_lists_the_commands_and_not_the_hidden_one(gen_env: GenEnv) -> None:
    said = gen_env("--help")
    assert said.code == 0
    assert "gen-env NAME [--from ENV]" in said.text
    assert "\n  environment" not in said.text


def test_outside_of_a_checkout_it_says_where_to_go(gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert gen_env("check").text == "/: not inside a checkout with environments/ and layers/compute/; cd into one.\n"
