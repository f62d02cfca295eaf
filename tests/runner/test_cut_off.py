"""An apply that is killed: the next plan imports what it made, and after its apply there is nothing left to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.environment import environment as embedded
from embedded_aws.server import Server
from generator.errors import Refusal
from generator.project import Project
from runner import cut_off, import_ids
from runner import terraform as runner_terraform
from runner.apply import apply, destroy
from runner.plan import check_inputs, plan
from runner.saved_plan import SavedPlan
from runner.session import Session
from tests.embedded_aws.conftest import client_of
from tests.harness import ROOT
from tests.runner.fakes import FakeTerraform, session

ROOT_MODULE = """\
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
  backend "s3" {}
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_iam_role" "this" {
  name               = "orders"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = toset(["a.b", "c"])
  name     = each.key
}

resource "aws_cloudwatch_metric_alarm" "this" {
  alarm_name          = "orders"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  period              = 60
  statistic           = "Sum"
  threshold           = 1
}

resource "aws_wafv2_web_acl" "this" {
  name  = "orders"
  scope = "REGIONAL"
  default_action {
    allow {}
  }
  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "orders"
    sampled_requests_enabled   = false
  }
}
"""
# Terraform runs it last, and is killed in it.
LAST = """
resource "terraform_data" "last" {
  depends_on = [
    aws_iam_role.this, aws_cloudwatch_log_group.this, aws_cloudwatch_metric_alarm.this, aws_wafv2_web_acl.this
  ]
  provisioner "local-exec" {
    command = "sleep 100"
  }
}
"""


@pytest.fixture
def here(project: Project, embedded_aws: Server) -> Session:
    """A root of a few resources with its state on the embedded AWS, and terraform itself."""
    client_of(embedded_aws.url)("s3").create_bucket(Bucket="states")
    root = project.root_of("dev")
    (root / "backend.conf").write_text('bucket = "states"\nkey = "dev"\nregion = "us-east-1"\nuse_lockfile = true\n')
    shutil.copy(ROOT / "layers/compute/environments/dev/.terraform.lock.hcl", root)
    made = session(project, aws=f"embedded AWS {embedded_aws.instance}")
    backend = replace(made.environment.backend, bucket="states", key="dev")
    variables = runner_terraform.environment(project, embedded(embedded_aws.url, "us-east-1", dict(os.environ)))
    return replace(made, environment=replace(made.environment, backend=backend), variables=variables)


def killed(here: Session, wait_for: re.Pattern[str]) -> None:
    """Apply, and kill terraform and all it started once it has said something."""
    saved = SavedPlan(here.project, here.name)

    def kill() -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until and not (saved.log.exists() and wait_for.search(saved.log.read_text())):
            time.sleep(0.05)
        os.killpg(int(saved.running.read_text()), signal.SIGKILL)

    plan(here, saved)
    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(Refusal, match="was killed"):
        apply(here, None)
    killer.join()


def test_what_a_killed_apply_made_is_imported(here: Session, capfd: pytest.CaptureFixture[str]) -> None:
    main = here.folder / "main.tf"
    main.write_text(ROOT_MODULE + LAST)
    killed(here, re.compile(r"terraform_data\.last: Provisioning with"))
    main.write_text(ROOT_MODULE)
    saved = SavedPlan(here.project, here.name)

    with pytest.raises(Refusal, match=r"4 resources that it made are not in the state, such as .*make apply ENV=dev"):
        destroy(here)
    capfd.readouterr()
    summary = plan(here, saved)

    told = capfd.readouterr()
    assert "the plan imports 4 resources that its state does not hold" in told.err
    assert summary.addresses["create"] == ["aws_cloudwatch_metric_alarm.this"]
    assert not summary.lost
    assert not (here.folder / cut_off.FILE).exists()
    apply(here, None)
    assert plan(here, saved).empty
    assert not saved.taken.exists()
    assert not saved.log.exists()


def heard(here: Session, words: str, monkeypatch: pytest.MonkeyPatch, **planned: Any) -> dict[str, str]:
    """Return the import ids for what terraform said, with nothing in the state and all of it found."""
    monkeypatch.setattr(cut_off, "_planned", lambda *_: planned)
    monkeypatch.setattr(cut_off, "_confirmed", lambda _, imports: imports)
    saved = SavedPlan(here.project, here.name)
    saved.prepare()
    saved.log.write_text(words)
    saved.path.with_suffix(".applying.json").write_text(json.dumps({"aws": here.aws}))
    return {each.address: each.id for each in cut_off.find(here, saved)}


def test_what_was_begun_is_looked_for_by_name(
    here: Session, embedded_aws: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    wafv2 = client_of(embedded_aws.url)("wafv2")
    made = wafv2.create_ip_set(Name="orders-v4", Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=[])["Summary"]
    words = (
        "aws_iam_role.other: Creating...\n"
        "aws_wafv2_ip_set.this: Creating...\n"
        "aws_lb.this: Creating...\n"
        "aws_cloudwatch_metric_alarm.this: Creating...\n"
        "aws_security_group.unknown: Creating...\n"
    )
    found = heard(
        here,
        words,
        monkeypatch,
        **{
            "aws_iam_role.other": {"name": "orders"},
            "aws_wafv2_ip_set.this": {"name": "orders-v4", "scope": "REGIONAL"},
            "aws_lb.this": {"name": "not-there"},
            "aws_cloudwatch_metric_alarm.this": {"alarm_name": "put-again"},
        },
    )
    assert found == {"aws_iam_role.other": "orders", "aws_wafv2_ip_set.this": f"{made['Id']}/orders-v4/REGIONAL"}


def test_parts_of_an_api_are_imported_with_the_id_of_the_api(here: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    api = 'module.layer.module.http_api["fast"]'
    rest = 'module.layer.module.rest_api["a.b"]'
    words = (
        f"{api}.aws_apigatewayv2_api.this: Creation complete after 0s [id=a1]\n"
        f'\x1b[0m\x1b[1m{api}.aws_apigatewayv2_route.this["GET /[x]"]: Creation complete after 1s [id=r1]\x1b[0m\n'
        f'{rest}.aws_api_gateway_usage_plan.this["partners"]: Creation complete after 10m2s [id=p1]\n'
        f'{rest}.aws_api_gateway_usage_plan_key.this["partners/one"]: Creation complete after 0s [id=k1]\n'
        f"{rest}.aws_api_gateway_deployment.this: Creation complete after 0s [id=d1]\n"
        'aws_lambda_permission.this["x"]: Creation complete after 0s [id=x]\n'
        "aws_backup_restore_testing_plan.this[0]: Creation complete after 0s [name=platform]\n"
        "aws_sqs_queue.old: Importing... [id=https://sqs/old]\n"
    )
    found = heard(
        here,
        words,
        monkeypatch,
        **{
            'aws_lambda_permission.this["x"]': {
                "function_name": "arn:aws:lambda:us-east-1:1:function:orders",
                "qualifier": "live",
                "statement_id": "x",
            },
        },
    )
    assert found == {
        f"{api}.aws_apigatewayv2_api.this": "a1",
        f'{api}.aws_apigatewayv2_route.this["GET /[x]"]': "a1/r1",
        f'{rest}.aws_api_gateway_usage_plan.this["partners"]': "p1",
        f'{rest}.aws_api_gateway_usage_plan_key.this["partners/one"]': "p1/k1",
        'aws_lambda_permission.this["x"]': "orders:live/x",
        "aws_backup_restore_testing_plan.this[0]": "platform",
        "aws_sqs_queue.old": "https://sqs/old",
    }


def test_an_import_block_takes_the_id_as_it_is() -> None:
    shown = str(cut_off.Import("aws_iam_role.this", 'a"${b}%{c}\\', guess=False))
    assert shown == 'import {\n  to = aws_iam_role.this\n  id = "a\\"$${b}%%{c}\\\\"\n}\n'


def test_each_type_that_is_imported_in_its_own_way_is_one_of_ours() -> None:
    text = "".join(path.read_text() for path in (ROOT / "modules").rglob("*.tf"))
    ours = set(re.findall(r'^resource "(\w+)"', text, re.MULTILINE))
    tables = (import_ids.AGAIN, import_ids.BY_ID, import_ids.BY_NAME, import_ids.LOOKED_UP)
    assert {kind for table in tables for kind in table} <= ours
    assert not import_ids.AGAIN & {*import_ids.BY_ID, *import_ids.BY_NAME, *import_ids.LOOKED_UP}


def test_every_import_id_is_made_of_attributes_that_the_resource_has() -> None:
    schema = json.loads((ROOT / "tests/provider_6/schema.json").read_text())
    found = {**import_ids.BY_ID, **import_ids.BY_NAME}
    found |= {
        f"{kind} ": template for kind, (_, _, said, _) in import_ids.LOOKED_UP.items() for template in said.values()
    }
    made_here = {"_cluster": "cluster", "_function": "function_name"}
    for kind, template in found.items():
        has = {*schema["blocks"][schema["resource"][kind.strip()]]["attributes"], "id"}
        wanted = {made_here.get(name, name) for name in re.findall(r"{(\w+)}", template)}
        assert wanted <= has, f"{kind}: {wanted - has}"


def test_what_an_aws_that_is_gone_had_is_not_looked_for(here: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "aws_iam_role.other: Creation complete after 0s [id=orders]\n"
    assert heard(here, words, monkeypatch) == {"aws_iam_role.other": "orders"}
    saved = SavedPlan(here.project, here.name)
    assert cut_off.find(replace(here, aws="embedded AWS that is new"), saved) == []
    assert not saved.log.exists()


def test_what_terraform_imports_for_no_reason_it_names_is_told_and_left(
    here: Session, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(*_: object, on_line: Any, **__: object) -> int:
        on_line("Error: unexpected format of ID")
        return 1

    monkeypatch.setattr(runner_terraform, "run", refuses)
    imports = [cut_off.Import("aws_iam_role.this", "orders", guess=guess) for guess in (True, False)]
    assert cut_off._confirmed(here, imports) == []
    assert "What the last apply made cannot be imported: Error: unexpected format of ID" in capsys.readouterr().err


def test_a_plan_that_was_killed_leaves_no_imports_to_the_next(project: Project) -> None:
    left = project.root_of("dev") / cut_off.FILE
    left.write_text(str(cut_off.Import("aws_iam_role.this", "orders", guess=False)))
    with pytest.raises(Refusal):  # this checkout has no templates
        check_inputs(project, "dev")
    assert not left.exists()


def test_the_log_is_written_on_when_we_die(tmp_path: Path, terraform: FakeTerraform) -> None:
    terraform.does("apply", "echo begun; sleep 1; echo made")
    log = tmp_path / "log"
    run = f"terraform.run(['apply'], cwd=Path({str(tmp_path)!r}), env=os.environ, log=Path({str(log)!r}))"
    code = f"import os; from pathlib import Path; from runner import terraform; {run}"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        wait_for(lambda: log.exists() and log.read_text() == "begun\n")
        process.kill()
    wait_for(lambda: log.read_text() == "begun\nmade\n")


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)
