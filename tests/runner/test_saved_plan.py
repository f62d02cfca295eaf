"""A saved plan fits one environment, one AWS and one set of inputs, and is applied once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import Refusal
from generator.project import Project
from runner import inputs
from runner.saved_plan import Record, SavedPlan
from runner.session import Session
from runner.summary import Summary
from tests.runner.fakes import session


def save(of: Session) -> SavedPlan:
    saved = SavedPlan(of.project, of.name)
    saved.prepare()
    saved.path.write_text("the plan")
    saved.keep(of, inputs.digests(of), Summary())
    return saved


def test_a_plan_is_applicable_to_what_it_was_made_for(project: Project) -> None:
    here = session(project)

    assert save(here).record(here).environment == "dev"


def test_plans_are_private(project: Project) -> None:
    assert save(session(project)).path.parent.stat().st_mode & 0o077 == 0


def test_no_plan_is_a_sentence(project: Project) -> None:
    with pytest.raises(Refusal, match=r"^\.work/plans/dev\.tfplan: there is no saved plan; .*make plan ENV=dev$"):
        SavedPlan(project, "dev").record(session(project))


def test_a_plan_of_another_environment_is_refused(project: Project) -> None:
    saved = save(session(project))
    for path in list(saved.path.parent.iterdir()):
        path.rename(path.with_name(path.name.replace("dev", "prod")))

    with pytest.raises(Refusal, match=r"prod\.tfplan: was made for dev, not for prod; plan again: make plan ENV=prod"):
        SavedPlan(project, "prod").record(session(project, "prod"))


@pytest.mark.parametrize(
    ("planned", "now"),
    [
        ("account 111122223333", "account 999988887777"),
        ("embedded AWS 0a", "embedded AWS 0b"),
        ("embedded AWS 0a", "account 999988887777"),
    ],
)
def test_a_plan_of_another_aws_is_refused(project: Project, planned: str, now: str) -> None:
    saved = save(session(project, aws=planned))

    with pytest.raises(Refusal, match=f"was made for {planned}, but dev is on {now} now; plan again"):
        saved.record(session(project, aws=now))


def edit(path: Path) -> None:
    path.write_text(path.read_text() + "# edited\n")


@pytest.mark.parametrize(
    ("changed", "change"),
    [
        ("layers/compute/variables.tf", edit),
        ("layers/compute/environments/dev/main.tf", edit),
        ("modules/queue/main.tf", edit),
        ("modules/queue/main.tf", Path.unlink),
        ("layers/compute/environments/dev/terraform.auto.tfvars", lambda path: path.write_text("a = 1\n")),
        ("layers/compute/environments/dev/backend.conf", lambda path: path.write_text("")),
        ("layers/compute/environments/dev/code.zip", lambda path: path.write_bytes(b"PK")),
    ],
)
def test_a_plan_of_other_inputs_is_refused_and_they_are_named(
    project: Project, changed: str, change: Callable[[Path], object]
) -> None:
    here = session(project)
    saved = save(here)

    change(project.root / changed)

    with pytest.raises(Refusal, match=f"{changed} changed since it was made; plan again"):
        saved.record(here)


@pytest.mark.parametrize(
    "other",
    [
        "layers/compute/environments/prod/main.tf",
        "layers/compute/environments/dev/.terraform/environment",
        "layers/compute/environments/dev/errored.tfstate",
        "modules/queue/README.md",
    ],
)
def test_what_terraform_does_not_plan_from_may_change(project: Project, other: str) -> None:
    here = session(project)
    saved = save(here)

    (project.root / other).parent.mkdir(exist_ok=True)
    (project.root / other).write_text("changed\n")

    assert saved.record(here)


def test_a_package_that_a_variable_names_is_an_input_wherever_it_lies(project: Project) -> None:
    here = session(project)
    here = replace(here, environment=replace(here.environment, variables={"a": {"b": ["../code.zip"]}}))
    saved = save(here)

    (here.folder.parent / "code.zip").write_bytes(b"PK")

    with pytest.raises(Refusal, match=r"\.\./code\.zip changed since it was made"):
        saved.record(here)


def test_many_changes_are_counted_not_listed(project: Project) -> None:
    here = session(project)
    saved = save(here)
    for number in range(5):
        (project.root / f"modules/queue/{number}.tf").write_text("")

    with pytest.raises(Refusal, match=r"2\.tf and 2 more changed"):
        saved.record(here)


@pytest.mark.parametrize("damage", [lambda path: path.write_text("{"), lambda path: path.write_text("{}"), Path.unlink])
def test_a_plan_without_a_readable_record_is_refused(project: Project, damage: Callable[[Path], object]) -> None:
    here = session(project)
    saved = save(here)

    damage(saved.path.with_suffix(".json"))

    with pytest.raises(Refusal, match="has no readable record of what it was made for; plan again"):
        saved.record(here)


def test_a_plan_is_taken_once(project: Project) -> None:
    here = session(project)
    saved = save(here)

    assert saved.take().read_text() == "the plan"

    assert not saved.exists
    with pytest.raises(Refusal, match="there is no saved plan"):
        saved.record(here)


def test_a_plan_to_destroy_is_never_mistaken_for_one_to_apply(project: Project) -> None:
    here = session(project)
    destroying = SavedPlan(project, "dev", destroys=True)
    destroying.prepare()
    destroying.path.write_text("the plan")
    destroying.keep(here, inputs.digests(here), Summary())

    assert destroying.exists
    assert not SavedPlan(project, "dev").exists


def test_the_record_says_what_the_plan_does(project: Project) -> None:
    here = session(project)
    saved = SavedPlan(project, "dev")
    saved.prepare()
    saved.path.write_text("the plan")
    summary = Summary()
    summary.read("  # aws_sqs_queue.this must be replaced")

    saved.keep(here, {}, summary)

    record = Record(**json.loads(saved.path.with_suffix(".json").read_text()))
    assert record.counts == {"create": 0, "change": 0, "replace": 1, "destroy": 0}
    assert record.lost == ["aws_sqs_queue.this"]
    assert not record.certain
