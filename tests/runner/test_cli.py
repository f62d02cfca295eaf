"""The commands as a user meets them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace

import pytest
from click.testing import CliRunner

from generator.errors import Refusal
from generator.project import Project
from runner import cli, plan
from tests.runner.fakes import FakeTerraform, session

CREATES = "  # aws_sqs_queue.this will be created\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n"


@pytest.fixture(autouse=True)
def checkout(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the checkout, in front of a real account that needs no set-up."""
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(cli, "open_session", session)
    monkeypatch.setattr(plan, "check_inputs", lambda project, name: None)
    for name in ("ENV", "CONFIRM"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, **env: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.main, arguments, env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_a_plan_ends_with_the_next_command(terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)

    code, output = run("plan", ENV="dev")

    assert code == 0
    assert output.endswith("Saved for one apply. Next: make apply ENV=dev\n")


def test_productions_next_command_confirms(terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)

    assert run("plan", ENV="prod")[1].endswith("Next: make apply ENV=prod CONFIRM=prod\n")
    assert run("apply", ENV="prod")[0] == 1
    assert run("apply", ENV="prod", CONFIRM="prod")[0] == 0


def test_show_needs_a_plan_that_fits(terraform: FakeTerraform, project: Project) -> None:
    assert run("show", ENV="dev")[0] == 1

    terraform.says("plan", CREATES)
    run("plan", ENV="dev")
    terraform.says("show", "the plan again\n")
    run("show", ENV="dev")

    assert terraform.calls[-1] == ["show", "-no-color", str(project.work / "plans/dev.tfplan")]


def test_a_stale_root_is_refused_before_any_aws_is_asked(
    terraform: FakeTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(project: Project, name: str) -> None:
        raise Refusal(f"{name} is stale")

    def never(project: Project, name: str) -> None:
        raise AssertionError("an AWS was asked")

    monkeypatch.setattr(plan, "check_inputs", stale)
    monkeypatch.setattr(cli, "open_session", never)

    assert run("plan", ENV="dev") == (1, "dev is stale\n")


def test_a_destroy_that_is_not_confirmed_asks_no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(project: Project, name: str) -> None:
        raise AssertionError("an AWS was asked")

    monkeypatch.setattr(cli, "open_session", never)
    code, output = run("destroy", ENV="prod")
    assert (code, output.endswith("make destroy ENV=prod CONFIRM=prod-destroy\n")) == (1, True)


def test_what_aws_env_prints_changes_a_shell_into_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", "gone")
    wanted = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
    wanted["AWS_ENDPOINT_URL"] = "it's; a $(test)"
    monkeypatch.setattr(cli, "open_session", lambda *arguments: replace(session(*arguments), variables=wanted))

    code, script = run("aws-env", ENV="dev")

    assert code == 0
    shell = f'{script}\nprintf "%s|%s" "$AWS_ENDPOINT_URL" "${{AWS_CA_BUNDLE-unset}}"'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True)
    assert done.stdout == "it's; a $(test)|unset"


def test_what_the_file_system_refuses_is_one_sentence(project: Project) -> None:
    project.work.write_text("a file where the folder should be")

    code, output = run("plan", ENV="dev")

    assert code == 1
    assert output.endswith((": File exists\n", ": Not a directory\n"))
    assert output.count("\n") == 1
