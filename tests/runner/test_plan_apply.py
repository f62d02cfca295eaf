"""What plan, apply and destroy ask of terraform, in which order, and what they leave behind."""

from __future__ import annotations

import subprocess
import sys

import pytest

from generator.errors import Refusal
from generator.project import Project
from runner import apply as applying
from runner.apply import apply, destroy
from runner.plan import plan
from runner.saved_plan import SavedPlan
from runner.session import alone, initialise
from runner.terraform import Stopped, StoppedAtOnce
from tests.harness import ROOT
from tests.runner.fakes import FakeTerraform, bind, session

CREATES = "  # aws_sqs_queue.this will be created\n\nPlan: 1 to add, 0 to change, 0 to destroy.\n"
DESTROYS = "  # aws_sqs_queue.this will be destroyed\n\nPlan: 0 to add, 0 to change, 1 to destroy.\n"
NOTHING = "No changes. Your infrastructure matches the configuration.\n"


@pytest.fixture(autouse=True)
def fresh_inputs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "check_inputs", lambda project, name: None)


def commands(terraform: FakeTerraform) -> list[str]:
    return [call[0] for call in terraform.calls]


def test_a_plan_is_streamed_summed_up_and_saved(
    project: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    terraform.says("plan", CREATES)
    saved = SavedPlan(project, "dev")

    plan(session(project), saved)

    shown = capsys.readouterr().out
    assert shown.startswith(CREATES)
    assert "  SQS" in shown.removeprefix(CREATES)
    assert terraform.calls == [
        ["init", "-input=false", "-no-color", "-lockfile=readonly", "-backend-config=backend.conf", "-reconfigure"],
        ["plan", "-input=false", f"-out={saved.path}", "-no-color"],
    ]
    assert saved.record(session(project)).counts["create"] == 1


def test_a_plan_without_changes_leaves_nothing_to_apply(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", NOTHING)
    saved = SavedPlan(project, "dev")

    assert plan(session(project), saved).empty

    assert not saved.exists
    assert not saved.path.exists()


def test_a_failed_plan_leaves_no_plan_not_even_the_one_before(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    saved = SavedPlan(project, "dev")
    plan(session(project), saved)
    terraform.fails("plan", "Error: no\n")

    with pytest.raises(Refusal, match="dev: terraform plan failed, see above; nothing was saved"):
        plan(session(project), saved)

    assert not saved.exists


def test_a_failed_init_shows_what_terraform_said(project: Project, terraform: FakeTerraform) -> None:
    terraform.fails("init", "Error: no bucket\n")

    with pytest.raises(Refusal, match=r"Error: no bucket\nlayers/compute/environments/dev: terraform init failed\."):
        initialise(session(project))


def test_a_missing_state_bucket_is_told_with_the_command_that_makes_it(
    project: Project, terraform: FakeTerraform
) -> None:
    terraform.fails("init", 'Error: S3 bucket "ai-platform-dev-tfstate" does not exist.\n')
    with pytest.raises(Refusal, match=r"terraform init failed\. make bootstrap ENV=dev makes the bucket\.$"):
        initialise(session(project))


def test_another_aws_starts_from_its_own_state(project: Project, terraform: FakeTerraform) -> None:
    bound = bind(session(project))
    for here in (bound, bound, session(project, aws="embedded AWS 0a"), bound, bound):
        initialise(here)

    assert ["-reconfigure" in call for call in terraform.calls] == [False, False, True, True, False]


def test_apply_takes_the_saved_plan_and_leaves_none(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    saved = SavedPlan(project, "dev")
    plan(session(project), saved)

    apply(session(project), None)

    assert terraform.calls[-1] == ["apply", "-input=false", "-no-color", str(saved.taken)]
    assert commands(terraform) == ["init", "plan", "init", "apply"]
    assert list(saved.path.parent.iterdir()) == []


def test_apply_without_a_plan_plans_first(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)

    apply(session(project), None)

    assert commands(terraform) == ["init", "plan", "apply"]


def test_apply_with_nothing_to_do_stops_at_the_plan(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", NOTHING)

    apply(session(project), None)

    assert commands(terraform) == ["init", "plan"]


def test_a_plan_that_does_not_fit_is_not_applied(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    plan(session(project, aws="embedded AWS 0a"), SavedPlan(project, "dev"))

    with pytest.raises(Refusal, match="was made for embedded AWS 0a"):
        apply(session(project, aws="embedded AWS 0b"), None)

    assert "apply" not in commands(terraform)


def test_a_plan_is_gone_before_terraform_applies_it(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    saved = SavedPlan(project, "dev")
    plan(session(project), saved)
    terraform.does("apply", f"ls {saved.path.parent} > during")

    apply(session(project), None)

    # The process id is written once terraform has started.
    during = (terraform.folder / "during").read_text().split()
    assert set(during) - {"dev.pid", "dev.log"} == {"dev.applying", "dev.applying.json"}


def test_a_failed_apply_says_how_to_go_on_and_uses_the_plan_up(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    terraform.fails("apply", "Error: quota\n")

    with pytest.raises(
        Refusal,
        match=r"dev: terraform apply failed, see above\..* make plan ENV=dev",
    ):
        apply(session(project), None)

    assert not SavedPlan(project, "dev").exists


def test_an_apply_that_was_interrupted_uses_the_plan_up_too(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    terraform.does("apply", "kill -INT $PPID; sleep 0.2; exit 1")
    saved = SavedPlan(project, "dev")

    with pytest.raises(Stopped, match="terraform has ended"):
        apply(session(project), None)

    assert not saved.exists
    assert not saved.taken.exists()


def test_a_third_interrupt_leaves_what_the_next_plan_needs(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    press = "kill -INT $PPID; sleep 0.3; "
    terraform.does("apply", f"trap '' INT; sleep 0.2; {press * 3}exit 1")
    saved = SavedPlan(project, "dev")

    with pytest.raises(
        StoppedAtOnce, match=r"not released its lock\. Go on; the next plan imports .*make plan ENV=dev"
    ):
        apply(session(project), None)

    assert saved.running.exists()
    assert saved.log.exists()
    assert saved.applied_to == session(project).aws


def test_a_terraform_that_was_killed_is_explained_and_leaves_its_trace(
    project: Project, terraform: FakeTerraform
) -> None:
    terraform.says("plan", CREATES)
    terraform.does("apply", "kill -9 $$")
    saved = SavedPlan(project, "dev")

    with pytest.raises(Refusal, match=r"terraform was killed \(signal 9\).*imports .*: make plan ENV=dev"):
        apply(session(project), None)

    # What the next command needs to take the lock away, and to import what was made.
    assert saved.running.exists()
    assert saved.taken.exists()
    assert saved.log.exists()


def test_a_real_production_is_not_applied_unseen(project: Project, terraform: FakeTerraform) -> None:
    with pytest.raises(Refusal, match="there is none, and production's is read first: make plan ENV=prod"):
        apply(bind(session(project, "prod")), "prod")

    assert terraform.calls == []


def test_an_unbound_production_is_planned_and_applied_once_confirmed(
    project: Project, terraform: FakeTerraform
) -> None:
    terraform.says("plan", CREATES)
    with pytest.raises(Refusal, match="CONFIRM=prod"):
        apply(session(project, "prod"), None)
    assert commands(terraform) == ["init", "plan"]

    apply(session(project, "prod"), "prod")
    assert commands(terraform)[-1] == "apply"


def test_production_is_not_applied_unconfirmed(project: Project, terraform: FakeTerraform) -> None:
    terraform.says("plan", CREATES)
    saved = SavedPlan(project, "prod")
    plan(session(project, "prod"), saved)

    with pytest.raises(Refusal, match="CONFIRM=prod"):
        apply(session(project, "prod"), None)
    assert saved.exists

    apply(session(project, "prod"), "prod")
    assert commands(terraform)[-1] == "apply"


def test_destroy_plans_shows_and_applies_exactly_that(
    project: Project, terraform: FakeTerraform, capsys: pytest.CaptureFixture[str]
) -> None:
    terraform.says("plan", DESTROYS)

    destroy(session(project))

    shown = capsys.readouterr().out
    assert "  total          -          -          -          1" in shown
    assert "DESTROYED:" not in shown
    assert terraform.calls[1][-1] == "-destroy"
    assert commands(terraform) == ["init", "plan", "apply"]


def test_an_environment_that_another_process_holds_is_refused(project: Project) -> None:
    holding = (
        "import sys, time, pathlib; from generator.project import Project; from runner.session import alone\n"
        "with alone(Project(pathlib.Path(sys.argv[1])), 'dev'): print('held', flush=True); time.sleep(30)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", holding, str(project.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Refusal, match=rf"here \(process {other.pid}\)"), alone(project, "dev"):
            raise AssertionError("held twice")
        with alone(project, "prod"):
            pass
        other.kill()

    with alone(project, "dev"):
        pass
