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
    was, now = {"idle_timeout": 60, "tags": None, "name": "a"}, {"idle_timeout": 90, "tags": {}, "name": "a"}
    plan = {"resource_drift": [resource(["update"], was, now)], "resource_changes": [resource(["update"], now, was)]}
    terraform.says("show", json.dumps(plan))

    assert drift(bind(session(project))) == CHANGED
    said = capsys.readouterr().out
    assert said.splitlines()[:2] == [ADDRESS, "    idle_timeout: is 90, should be 60"]
    assert "1 of dev changed behind Terraform's back. make apply ENV=dev puts it right" in said
    [plan_call] = [call for call in terraform.calls if call[0] == "plan"]
    assert "-lock=false" in plan_call
    assert not list((project.work / "plans").iterdir()), "the plan holds values"


def test_what_is_gone_is_said(project: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]) -> None:
    gone, again = resource(["delete"], {"name": "a"}, None), resource(["create"], None, {"name": "a"})
    terraform.says("show", json.dumps({"resource_drift": [gone], "resource_changes": [again]}))
    assert drift(bind(session(project))) == CHANGED
    assert capsys.readouterr().out.startswith(f"{ADDRESS}  is gone\n")


@pytest.mark.parametrize(
    ("drifted", "planned"),
    [
        # AWS writes it another way, and no plan minds.
        (resource(["update"], {"tags": None}, {"tags": {}}), resource(["no-op"], {"tags": {}}, {"tags": {}})),
        # A decision that is not applied yet, of a resource of which AWS writes something else another way.
        (resource(["update"], {"tags": None}, {"tags": {}}), resource(["update"], {"size": 1}, {"size": 2})),
    ],
)
def test_what_nobody_changed_is_not_named(
    drifted: dict[str, object],
    planned: dict[str, object],
    project: Project,
    terraform: FakeTerraform,
    capsys: pytest.CaptureFixture[str],
) -> None:
    terraform.says("show", json.dumps({"resource_drift": [drifted], "resource_changes": [planned]}))
    assert drift(bind(session(project))) == 0
    assert capsys.readouterr().out == "dev on account 111122223333: as Terraform left it.\n"


def test_what_terraform_cannot_read_is_refused_with_its_words(project: Project, terraform: FakeTerraform) -> None:
    terraform.fails("plan", "Error: no such bucket")
    with pytest.raises(Refusal, match=r"Error: no such bucket\ndev: terraform could not read what there is"):
        drift(bind(session(project)))
