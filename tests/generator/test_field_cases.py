r"""What people have written into YAML, and what they must hear."""

from __future__ import annotations

import json
import os

import pytest

from generator.project import Project
from tests.generator.conftest import GenEnv

HEAD = "extends: _defaults\nvariables:\n"


def said(gen_env: GenEnv, project: Project, lines: str) -> list[str]:
    project.yaml_of("qa").write_text(HEAD + lines)
    return gen_env("validate", "qa").text.splitlines()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "tags: {aws:team: a}",
            "3:10: variables.tags.aws:team: is a tag of AWS's own; choose a key that does not start",
        ),
        ("tags: {AWS:team: a}", "3:10: variables.tags.AWS:team: is a tag of AWS's own"),
        ("tags: {'a#b': a}", "3:10: variables.tags.a#b: is no tag key: 1 to 128 letters"),
        ("tags: {'': a}", "3:10: variables.tags.: is no tag key"),
        ("tags: {a: 'b;c'}", "3:10: variables.tags.a: is no tag value: up to 256 letters"),
        ("tags: {owner: a}", "3:10: variables.tags.owner: differs from the tag Owner only by case, which IAM refuses"),
        ("tags: {project: a}", "3:10: variables.tags.project: differs from the tag Project only by case"),
        (f"tags: {{{', '.join(f't{n}: a' for n in range(45))}}}", "is one tag too many: AWS allows 50"),
    ],
)
def test_a_tag_that_aws_refuses_is_refused_at_its_line(
    line: str, sentence: str, gen_env: GenEnv, project: Project
) -> None:
    assert any(sentence in text for text in said(gen_env, project, f"  {line}\n"))


def test_tags_that_aws_takes_pass(gen_env: GenEnv, project: Project) -> None:
    line = "  tags: {Project: mine, 'cost center': 'a/b:c=d+e@f-g_h.i', ünï: 'x', team: ''}\n"
    assert said(gen_env, project, line) == ["Valid: qa."]


KEY = "AKIA" + "IOSFODNN7EXAMPLE"
PEM = '"-----BEGIN RSA ' + 'PRIVATE KEY-----\\nMIIE"'


@pytest.mark.parametrize(
    "line",
    [
        f"text: {KEY}",
        f"text: deploys with {KEY} as ever",
        f"text: {PEM}",
        "text: postgres://admin:hunter2@db.internal/app",
        f"enabled: {KEY}",
        f"names: [a, {KEY}]",
        f"anything: {{a: [{{b: {KEY}}}]}}",
        f"services: {{web: {{image: a, settings: {{KEY: {KEY}}}}}}}",
        "services: {web: {image: a, settings: {DB_PASSWORD: hunter2}}}",
        "services: {web: {image: a, settings: {api-key: hunter2}}}",
        "services: {web: {image: a, settings: {githubToken: x, TOKEN: hunter2}}}",
    ],
)
def test_a_secret_is_refused_and_not_shown(line: str, gen_env: GenEnv, project: Project) -> None:
    found = said(gen_env, project, f"  {line}\n")
    assert any("looks like a secret" in text for text in found), found
    assert not any(secret in text for secret in ("hunter2", KEY, "MIIE") for text in found)
    assert "hunter2" not in (project.root_of("qa") / "terraform.auto.tfvars").read_text()


@pytest.mark.parametrize(
    "line",
    [
        "text: https://user@example.com/path",
        "text: arn:aws:iam::123412341234:role/a",
        "services: {web: {image: a, settings: {DB_PASSWORD: 'arn:aws:secretsmanager:eu-west-1:1:secret:a'}}}",
        "services: {web: {image: a, settings: {PASSWORD_FILE: /run/a, TOKEN_URL: https://a, MAX_TOKEN: '3'}}}",
        "text: password",
    ],
)
def test_what_only_sounds_secret_passes(line: str, gen_env: GenEnv, project: Project) -> None:
    assert said(gen_env, project, f"  {line}\n") == ["Valid: qa."]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("names: [a, null]", "3:14: variables.names[1]: cannot be null; leave it out of the list."),
        ("ports: [1, ~]", "3:14: variables.ports[1]: cannot be null; leave it out of the list."),
        ("tags:", "variables.tags: is empty; write {} to add nothing, or !unset to drop what the files below say."),
        ("tags: null", "variables.tags: cannot be null; write {} to add nothing, or !unset"),
        ("names:", "variables.names: is empty; write [] for none, or !unset for the layer's default."),
    ],
)
def test_nothing_is_refused_where_it_stands(line: str, sentence: str, gen_env: GenEnv, project: Project) -> None:
    layer = project.layer / "variables.tf"
    text = layer.read_text()
    for name in ("tags", "names"):
        start = text.index(f'variable "{name}"')
        block = text[start : text.index("\n}\n", start)]
        if "nullable" not in block:
            text = text.replace(block, block + "\n  nullable = false")
    layer.write_text(text)
    assert any(sentence in found for found in said(gen_env, project, f"  {line}\n"))


def test_a_refused_value_is_blamed_on_its_own_line(gen_env: GenEnv, project: Project) -> None:
    (project.layer / "variables_jobs.tf").write_text(
        """variable "jobs" {
  type = map(object({
    image = string
    limits = optional(object({
      seconds = optional(number)
      retries = optional(number)
    }))
  }))
  default = {}

  validation {
    condition     = alltrue([for job in var.jobs : try(job.limits.seconds <= 900, true)])
    error_message = "A job has at most 900 seconds."
  }

  validation {
    condition     = length(var.jobs) < 4
    error_message = "There are at most three jobs."
  }
}
"""
    )
    project.yaml_of("_defaults").write_text(
        project.yaml_of("_defaults").read_text()
        + "  jobs:\n    a: {image: a, limits: {seconds: 1}}\n    b: {image: b}\n"
    )
    jobs = (
        "  jobs:\n    b:\n      limits:\n        retries: 2\n        seconds: 901\n"
        "    c: {image: c, limits: {seconds: 902}}\n"
    )
    sentence = "A job has at most 900 seconds."
    assert said(gen_env, project, jobs) == [
        f"environments/qa.yaml:7:18: variables.jobs.b.limits.seconds: {sentence}",
        f"environments/qa.yaml:8:37: variables.jobs.c.limits.seconds: {sentence}",
    ]
    assert said(gen_env, project, "  jobs: {c: {image: c}, d: {image: d}}\n") == [
        "environments/qa.yaml:3:9: variables.jobs: There are at most three jobs."
    ]


@pytest.mark.parametrize(
    ("yaml", "text"),
    [
        (r'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        (r'"a \uD83D\uDE00 b \\ud83d \ud83d\ude00"', "a \N{GRINNING FACE} b \\\\ud83d \N{GRINNING FACE}"),
        (r"'\ud83d\ude00'", r"\\ud83d\\ude00"),
        (r'"\ud83d\ude00 \ue03d"', "\N{GRINNING FACE} \\uE03D"),
    ],
)
def test_pairs_as_json_writes_them_are_read(yaml: str, text: str, gen_env: GenEnv, project: Project) -> None:
    assert said(gen_env, project, f"  text: {yaml} # \\ud83d\n") == ["Valid: qa."]
    assert gen_env("render", "qa").code == 0
    assert f'"{text}"\n' in (project.root_of("qa") / "terraform.auto.tfvars").read_text("utf-8")


def test_half_a_pair_is_one_sentence(gen_env: GenEnv, project: Project) -> None:
    [found] = said(gen_env, project, '  text: "a \\ud83d b"\n')
    assert found.startswith("environments/qa.yaml:3:9: variables.text: half of a UTF-16 pair")


def test_a_pipe_among_the_environments_is_refused(gen_env: GenEnv, project: Project) -> None:
    os.mkfifo(project.yaml_of("pipe"))
    for command in (["check"], ["validate"], ["render", "--all"], ["pipe"]):
        answer = gen_env(*command)
        assert answer.code == 1
        assert "environments/pipe.yaml: is no file; only files are read." in answer.text
    assert "pipe" in gen_env("list").text


def test_a_pipe_in_a_root_is_told(gen_env: GenEnv, project: Project) -> None:
    path = project.root_of("dev") / "backend.conf"
    path.unlink()
    os.mkfifo(path)
    assert "backend.conf: is missing" in gen_env("check").text
    assert "backend.conf: is no file" in gen_env("render", "dev").text


@pytest.mark.parametrize("word", ["doctor", "init", "plan", "status"])
def test_a_word_that_is_no_command_makes_no_environment(word: str, gen_env: GenEnv, project: Project) -> None:
    answer = gen_env(word)
    assert answer.code == 1
    assert "is no command of gen-env and no name for an environment" in answer.text
    assert not project.yaml_of(word).exists()


@pytest.mark.parametrize(
    ("name", "word"), [("lst", "list"), ("dve", "dev"), ("deb", "dev"), ("q", "qa"), ("devv", "dev")]
)
def test_a_slip_asks_before_it_makes_an_environment(name: str, word: str, gen_env: GenEnv, project: Project) -> None:
    answer = gen_env(name)
    assert (answer.code, answer.text) == (
        1,
        f"'{name}' is no environment, did you mean \"{word}\"? If it is to be a new one: gen-env {name} --new\n",
    )
    assert not project.yaml_of(name).exists()
    assert gen_env(name, "--new").code == 0


@pytest.mark.parametrize("name", ["qa2", "dev-2", "prod", "demo"])
def test_a_name_of_its_own_is_no_slip(name: str, gen_env: GenEnv) -> None:
    assert gen_env(name).code == 0


def test_list_and_help(gen_env: GenEnv, project: Project) -> None:
    project.yaml_of("qa").write_text('extends: _defaults\naws: {account_id: "123412341234"}\n')
    assert gen_env("list").text == (
        "dev              eu-west-1       the embedded AWS\nqa               eu-west-1       account 123412341234\n"
    )
    assert gen_env("help").text.startswith("Usage: gen-env")
    project.yaml_of("uat").write_text("extends: nothing\n")
    dev, qa, uat = json.loads(gen_env("list", "--json").text)
    assert dev == {
        "name": "dev",
        "file": "environments/dev.yaml",
        "region": "eu-west-1",
        "account": None,
        "valid": True,
    }
    assert (qa["account"], uat["valid"]) == ("123412341234", False)


def test_an_environment_whose_yaml_is_gone_is_not_made_anew(gen_env: GenEnv, project: Project) -> None:
    project.yaml_of("qa").unlink()
    for command in (["qa"], ["render", "qa"], ["check", "qa"]):
        answer = gen_env(*command)
        assert answer.code == 1
        assert "run make destroy ENV=qa, then remove both." in answer.text
    assert not project.yaml_of("qa").exists()
