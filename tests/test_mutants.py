"""The mutation test: what it changes, and that it tells a survivor."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests import golden
from tests.harness import ROOT
from tests.mutants import Mutant, of_hcl, of_plan, report


def plan_of(values: dict[str, Any], unknown: dict[str, Any] | None = None) -> dict[str, Any]:
    resource = {"type": "aws_thing", "name": "it", "expressions": {"key": {"references": ["var.key"]}}}
    return {
        "resource_changes": [
            {"address": "aws_thing.it", "mode": "managed", "change": {"after": values, "after_unknown": unknown or {}}}
        ],
        "configuration": {"root_module": {"resources": [resource]}},
    }


def test_each_value_of_a_plan_is_changed_once_by_each_operator() -> None:
    policy = json.dumps({"Statement": [{"Effect": "Deny", "Action": ["s3:*"], "Resource": "*"}]})
    plan = plan_of({"encrypted": True, "days": 7, "policy": policy, "description": "x"}, {"key": True, "id": True})
    assert sorted((each.operator, each.place.removeprefix("aws_thing.it.")) for each in of_plan("m", plan)) == [
        ("flip", "encrypted"),
        ("open", "policy.Statement[0].Action"),
        ("say something else", "policy.Statement[0].Action[0]"),
        ("say something else", "policy.Statement[0].Resource"),
        ("set to 0", "days"),
        ("take away", "policy.Statement"),
        ("take away", "policy.Statement[0]"),
        ("take away", "policy.Statement[0].Action"),
        ("take away", "policy.Statement[0].Action[0]"),
        ("take away", "policy.Statement[0].Effect"),
        ("take away", "policy.Statement[0].Resource"),
        ("take away what is known later", "key"),
        ("turn round", "policy.Statement[0].Effect"),
    ]
    assert all(each.seen for each in of_plan("m", plan))
    assert {each.in_policy for each in of_plan("m", plan) if ".policy" in each.place} == {True}


def test_what_a_golden_plan_leaves_out_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden.Shown, "document", lambda _self, value: sorted(value))
    [*mutants] = of_plan("m", plan_of({"body": '{"security": [{"token": []}]}'}))
    assert {each.place for each in mutants if not each.seen} == {
        "aws_thing.it.body.security[0]",
        "aws_thing.it.body.security[0].token",
    }


def test_lines_of_a_module_are_changed_and_its_interface_is_not() -> None:
    edits = of_hcl((ROOT / "modules/alb").relative_to(ROOT))
    assert len(edits) > 200
    assert {edit.operator for edit in edits} == {"take away", "flip", "turn round"}
    assert not {edit.file.stem for edit in edits} & {"variables", "outputs", "versions"}
    for edit in edits:
        assert edit.text != (ROOT / edit.file).read_text().splitlines()[edit.line]


def test_the_score_names_survivors_and_fails_below_the_goal(capsys: pytest.CaptureFixture[str]) -> None:
    seen = [Mutant("alb", "flip", f"x.{number}", False, True) for number in range(99)]
    assert report([*seen, Mutant("alb", "flip", "aws_lb.this.internal", False, False)])
    assert "survivor: alb: flip: aws_lb.this.internal" in capsys.readouterr().out
    assert not report([*seen, Mutant("alb", "open", "aws_kms_key.this.policy", True, False)]), "a policy"
    assert not report([seen[0], Mutant("alb", "flip", "y", False, False)])
