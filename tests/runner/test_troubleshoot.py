"""make troubleshoot: the recipes have the environment's names, and run only what reads."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from generator.errors import Refusal
from generator.project import Project
from runner.choice import Misuse
from runner.troubleshoot import recipes, troubleshoot
from tests.aws_cli import problems
from tests.harness import ROOT
from tests.runner.fakes import FakeTerraform, bind, session

FUNCTION = {
    "name": "shop-dev-orders",
    "alias_name": "live",
    "alarm_names": {"errors": "shop-dev-orders-errors"},
    "dead_letter_queue": {"arn": None, "url": None},
}
OUTPUTS: dict[str, Any] = {
    "environment": {"name": "dev", "region": "eu-west-1"},
    "lambda_functions": {"orders": FUNCTION},
    "log_group_names": {"lambda": {"orders": "/aws/lambda/shop-dev-orders"}},
    "alarm_names": {},
    **{f"api_gateway_{kind}_apis": {} for kind in ("rest", "http", "websocket")},
    "load_balancers": {},
    "cloudfront_distributions": {},
    "elastic_beanstalk_applications": {},
}


@pytest.fixture
def here(project: Project) -> Project:
    (project.root / "templates").mkdir()
    shutil.copy(ROOT / "templates/troubleshoot.yaml.j2", project.root / "templates")
    return project


def deployed(terraform: FakeTerraform, outputs: dict[str, Any]) -> None:
    terraform.says("output", json.dumps({name: {"sensitive": False, "value": each} for name, each in outputs.items()}))


def aws(terraform: FakeTerraform, script: str) -> None:
    program = terraform.folder / "aws"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_the_recipes_have_real_names(
    here: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed(terraform, OUTPUTS)
    assert troubleshoot(session(here), None, run=False) == 0
    printed = capsys.readouterr().out
    assert printed.startswith('# The embedded AWS: first eval "$(make -s aws-env ENV=dev)"\n\nlambda.orders\n')
    assert "aws logs tail /aws/lambda/shop-dev-orders --since 1h --region eu-west-1\n" in printed
    assert "aws cloudwatch describe-alarms --alarm-names shop-dev-orders-errors " in printed
    for step in recipes(here, OUTPUTS)["lambda.orders"]:
        assert problems(step.command, reading=True) == []


def test_only_the_service_that_is_asked_for(
    here: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed(
        terraform,
        {
            **OUTPUTS,
            "lambda_functions": {"orders": FUNCTION, "other": FUNCTION},
            "log_group_names": {"lambda": {"orders": "/a", "other": "/b"}},
        },
    )
    assert troubleshoot(bind(session(here)), "lambda.other", run=False) == 0
    printed = capsys.readouterr().out
    assert "lambda.orders" not in printed
    assert "embedded" not in printed


def test_with_run_it_says_what_the_commands_say(
    here: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    deployed(terraform, OUTPUTS)
    aws(terraform, 'case $2 in get-alias) echo "no such alias" >&2; exit 254;; *) echo "said $2";; esac')
    assert troubleshoot(session(here), "lambda.orders", run=True) == 1
    printed = capsys.readouterr()
    assert "said tail" in printed.out
    assert "said describe-alarms" in printed.out, "it goes on after a failure"
    assert "no such alias" in printed.err


def test_what_cannot_be_done_is_said(here: Project, terraform: FakeTerraform, monkeypatch: pytest.MonkeyPatch) -> None:
    deployed(terraform, OUTPUTS)
    with pytest.raises(Misuse, match=r'not in dev, did you mean "lambda.orders"\?; there are lambda.orders'):
        troubleshoot(session(here), "lambda.order", run=False)
    with pytest.raises(Misuse, match="RUN=1 needs a SERVICE: there are lambda"):
        troubleshoot(session(here), None, run=True)
    monkeypatch.setattr("runner.troubleshoot.shutil.which", lambda *_, **__: None)
    with pytest.raises(Refusal, match="no `aws` in PATH"):
        troubleshoot(session(here), "lambda.orders", run=True)
    deployed(terraform, {})
    with pytest.raises(Refusal, match="nothing is deployed; run make apply ENV=dev first"):
        troubleshoot(session(here), None, run=False)
