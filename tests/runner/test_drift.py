"""make drift: what differs from the state, by name, and nothing that terraform itself would still do."""

from __future__ import annotations

import json

import pytest

from generator.errors import Refusal
from generator.project import Project
from runner.drift import CHANGED, drift
from tests.runner.fakes import FakeTerraform, bind, session

ADDRESS = "module.layer.module.alb.aws_lb.this"


def resource(actions: list[str], before: object, after: object) -> dict[str, object]:
    return {
        "address": ADDRESS,
        "mode": "managed",
        "change": {"actions": actions, "before": before, "after": after, "after_unknown": {}},
    }


def test_what_was_changed_is_named(
    project: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = resource(["update"], {"idle_timeout": 60, "name": "a"}, {"idle_timeout": 90, "name": "a"})
    terraform.says(
        "show", json.dumps({"resource_drift": [changed], "resource_changes": [resource(["create"], {}, {})]})
    )

    assert drift(bind(session(project))) == CHANGED
    said = capsys.readouterr().out
    assert said.splitlines()[:2] == [ADDRESS, "    idle_timeout: 60 -> 90"]
    assert "1 of dev changed behind Terraform's back. make plan ENV=dev shows" in said
    [plan] = [call for call in terraform.calls if call[0] == "plan"]
    assert {"-refresh-only", "-lock=false"} <= set(plan)
    assert not list((project.work / "plans").iterdir()), "the plan holds values"


def test_what_is_gone_is_said(project: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]) -> None:
    terraform.says("show", json.dumps({"resource_drift": [resource(["delete"], {"name": "a"}, None)]}))
    assert drift(bind(session(project))) == CHANGED
    assert capsys.readouterr().out.startswith(f"{ADDRESS}  is gone\n")


def test_nothing_changed_is_nothing(
    project: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    terraform.says("show", json.dumps({"resource_drift": [], "resource_changes": [resource(["create"], {}, {})]}))
    assert drift(bind(session(project))) == 0
    assert capsys.readouterr().out == "dev on account 111122223333: as Terraform left it.\n"


def test_what_terraform_cannot_read_is_refused_with_its_words(project: Project, terraform: FakeTerraform) -> None:
    terraform.fails("plan", "Error: no such bucket")
    with pytest.raises(Refusal, match=r"Error: no such bucket\ndev: terraform could not read what there is"):
        drift(bind(session(project)))
