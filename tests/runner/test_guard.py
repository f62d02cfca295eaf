"""What production, and every destroy, must have in writing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.errors import Refusal
from generator.project import Project
from runner import guard
from runner.saved_plan import Record
from tests.harness import ROOT
from tests.runner.fakes import bind, session

UNGUARDED = Path(__file__).parent / "unguarded.yaml"
STATELESS, STATEFUL = "aws_iam_role_policy.this", 'module.layer.module.table["a"].aws_dynamodb_table.this[0]'


def record(lost: str = "", *, certain: bool = True) -> Record:
    return Record("prod", "account 1", {}, "now", {}, [lost] if lost else [], certain)


@pytest.mark.parametrize(
    ("plan", "confirm"),
    [
        (record(), "prod"),
        (record(STATELESS), "prod"),
        (record(), "prod-destroy"),
        (record(STATEFUL), "prod-destroy"),
        (record(certain=False), "prod-destroy"),
    ],
)
def test_production_goes_ahead_when_it_is_confirmed(project: Project, plan: Record, confirm: str) -> None:
    guard.check_apply(session(project, "prod"), plan, confirm)


@pytest.mark.parametrize("confirm", [None, "", "yes", "dev", "PROD"])
def test_production_asks(project: Project, confirm: str | None) -> None:
    with pytest.raises(Refusal, match=r"This is production.*make apply ENV=prod CONFIRM=prod$"):
        guard.check_apply(session(project, "prod"), record(), confirm)


@pytest.mark.parametrize("confirm", [None, "prod"])
def test_losing_data_in_production_asks_for_more(project: Project, confirm: str | None) -> None:
    with pytest.raises(Refusal) as refusal:
        guard.check_apply(session(project, "prod"), record(STATEFUL), confirm)

    assert STATEFUL in refusal.value.message
    assert refusal.value.message.endswith("make apply ENV=prod CONFIRM=prod-destroy")


def test_a_summary_that_may_be_wrong_is_not_enough_for_production(project: Project) -> None:
    with pytest.raises(Refusal, match=r"The summary and terraform's totals differ.*CONFIRM=prod-destroy$"):
        guard.check_apply(session(project, "prod"), record(certain=False), "prod")


def test_other_environments_apply_without_a_question(project: Project) -> None:
    guard.check_apply(session(project, "dev"), record(STATEFUL), None)


@pytest.mark.parametrize(("name", "bound"), [("prod", False), ("prod", True), ("dev", True)])
def test_destroy_asks_where_there_is_something_to_lose(project: Project, name: str, bound: bool) -> None:
    here = session(project, name)
    here = bind(here) if bound else here

    with pytest.raises(Refusal, match=rf"make destroy ENV={name} CONFIRM={name}-destroy$"):
        guard.check_destroy(here.environment, name)

    guard.check_destroy(here.environment, f"{name}-destroy")


def test_destroy_of_an_embedded_environment_asks_nothing(project: Project) -> None:
    guard.check_destroy(session(project, "dev").environment, None)


def test_every_type_that_the_modules_make_is_guarded_or_listed_with_a_reason() -> None:
    unguarded = [kind for kinds in yaml.safe_load(UNGUARDED.read_text()).values() for kind in kinds]
    texts = [file.read_text() for file in (ROOT / "modules").rglob("*.tf")]
    made = {kind for text in texts for kind in re.findall(r'^resource "(\w+)"', text, re.MULTILINE)}
    known = {*unguarded, *guard.STATEFUL}
    assert made <= known, f"neither in runner/guard.py nor in {UNGUARDED.name}: {sorted(made - known)}"
    assert set(unguarded) <= made - {*guard.STATEFUL}, (
        f"needless: {sorted({*unguarded} - made | {*unguarded} & {*guard.STATEFUL})}"
    )
    assert len(unguarded) == len(set(unguarded))
