"""make report and make diagram: what all environments are, plan and differ in."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from generator.environment import load
from generator.errors import Refusal
from generator.project import Project
from runner import diagram
from runner.report import LARGEST, Change, Lines, changes, report, shortened, warnings
from tests.harness import ROOT, regenerate_command
from tests.runner.fakes import FakeTerraform

ADDRESS = 'module.layer.module.lambda["api"].aws_lambda_function.this[0]'
PICTURES = ROOT / "docs/environments.md"


@pytest.fixture
def checkout(project: Project) -> Project:
    """The small checkout, with functions in its layer and the templates of ours."""
    shutil.copytree(ROOT / "templates", project.templates)
    (project.layer / "variables.tf").write_text(
        'variable "project_name" {\n  type = string\n}\n'
        'variable "lambda_functions" {\n  type = map(object({memory_size = optional(number)}))\n  default = {}\n}\n'
    )
    (project.layer / "lambda.tf").write_text(
        'module "lambda" {\n  source   = "../../modules/lambda"\n  for_each = var.lambda_functions\n'
        "  tags     = var.tags\n}\n"
    )
    for name, size in {"dev": 128, "prod": 1024}.items():
        project.yaml_of(name).write_text(
            f"aws: {{region: us-east-1}}\nvariables:\n  project_name: demo\n"
            f"  lambda_functions:\n    api: {{memory_size: {size}}}\n"
        )
    return project


def change(actions: list[str], before: Any, after: Any, **more: Any) -> dict[str, Any]:
    return {
        "resource_changes": [
            {
                "address": ADDRESS,
                "mode": "managed",
                "change": {"actions": actions, "before": before, "after": after, "after_unknown": {}} | more,
            }
        ]
    }


def read(project: Project, plan: dict[str, Any]) -> Change:
    [found] = changes(plan, Lines.of(project, load(project, "dev")))
    return found


def shown(found: Change) -> list[tuple[str, str, str]]:
    return [(each.name, each.before, each.after) for each in found.attributes]


def test_a_change_has_its_service_its_attributes_and_the_line_behind_it(checkout: Project) -> None:
    found = read(checkout, change(["update"], {"memory_size": 128, "name": "a"}, {"memory_size": 256, "name": "a"}))
    assert (found.action, found.service, found.place) == ("change", "Lambda", "environments/dev.yaml:5:10")
    assert shown(found) == [("memory_size", "128", "256")]


@pytest.mark.parametrize("actions", [["create", "delete"], ["delete", "create"]])
def test_a_replacement_is_one(checkout: Project, actions: list[str]) -> None:
    plan = change(actions, {"arn": "a"}, {}, after_unknown={"arn": True})
    assert shown(read(checkout, plan)) == [("arn", "a", "(known after apply)")]
    assert read(checkout, plan).action == "replace"


@pytest.mark.parametrize(
    "marks",
    [
        {"after_sensitive": {"secret": True}},
        {"before_sensitive": {"secret": [True]}, "after_sensitive": {}},
        {"before_sensitive": {"secret": {"inner": [False, {"deep": True}]}}},
        {"after_sensitive": True},
    ],
)
def test_what_is_sensitive_on_either_side_is_not_shown(checkout: Project, marks: dict[str, Any]) -> None:
    found = read(checkout, change(["update"], {"secret": "old"}, {"secret": "new"}, **marks))
    assert shown(found) == [("secret", "(sensitive)", "(sensitive)")]


def test_what_only_reads_or_does_nothing_is_left_out(checkout: Project) -> None:
    lines = Lines.of(checkout, load(checkout, "dev"))
    assert list(changes(change(["no-op"], {}, {}), lines)) == []
    assert list(changes(change(["read"], {}, {}), lines)) == []


def test_warnings_are_those_of_failed_checks() -> None:
    failed = {"status": "fail", "problems": [{"message": "Too open."}]}
    passed = {"status": "pass", "problems": [{"message": "Fine."}]}
    assert list(warnings({"checks": [{"instances": [failed, passed]}]})) == ["Too open."]


def test_the_report_says_all_and_needs_no_network(checkout: Project, terraform: FakeTerraform) -> None:
    plans = checkout.work / "plans"
    plans.mkdir(parents=True)
    (plans / "dev.tfplan").write_text("plan")
    (plans / "dev.json").write_text(json.dumps({"made_at": "2026-01-02 03:04:05 +0000"}))
    evil = "</td><script>alert(1)</script>"
    terraform.says("show", json.dumps(change(["update"], {"description": "old"}, {"description": evil})))

    html, markdown = (path.read_text() for path in report(checkout, checkout.work / "report"))

    for text in (html, markdown):
        assert "2026-01-02 03:04:05 +0000" in text
        assert "environments/dev.yaml:5:10" in text
    assert evil not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "http://www.w3.org/2000/svg" in html
    assert not {word for word in ("src=", "@import", "url(", "<link") if word in html}
    # How they differ: the path once, with the value of each.
    assert "<td><code>variables.lambda_functions.api.memory_size</code></td>" in html
    assert "<td><code>128</code></td><td><code>1024</code></td>" in html
    assert "No plan is saved. <code>make plan ENV=prod</code> makes one." in html


def test_a_plan_that_cannot_be_read_is_a_sentence(checkout: Project, terraform: FakeTerraform) -> None:
    (checkout.work / "plans").mkdir(parents=True)
    for suffix, text in {"tfplan": "plan", "json": "{}"}.items():
        (checkout.work / "plans" / f"dev.{suffix}").write_text(text)
    terraform.fails("show", "broken")
    with pytest.raises(Refusal, match=r"^\.work/plans/dev\.tfplan: terraform cannot read it; plan again: "):
        report(checkout, checkout.work / "report")
    assert not (checkout.work / "report").exists()


def test_markdown_fits_a_comment() -> None:
    assert shortened("short\n") == "short\n"
    long = shortened("a line of text ü\n" * 10_000)
    assert len(long.encode()) <= LARGEST
    assert long.endswith("a line of text ü\nCut off here: `make report` writes all of it.\n")


def test_a_picture_joins_what_names_one_another() -> None:
    drawn = diagram.picture(load(Project(ROOT), "prod"))
    pairs = {(first.label, second.label) for first, second in drawn.lines}
    assert pairs >= {
        ("CloudFront web", "load balancer main"),
        ("CloudFront web", "REST API main"),
        ("load balancer main", "ECS service web-app"),
        ("REST API main", "function api-handler"),
        ("web ACL edge", "CloudFront web"),
        ("web ACL main", "load balancer main"),
        ("Batch queue nightly", "Batch job report"),
    }
    assert "AI Assistant" in [thing.label for thing in drawn.lanes["Compute"]]


def test_pictures_have_every_thing_once() -> None:
    environment = load(Project(ROOT), "prod")
    things = [thing for lane in diagram.picture(environment).lanes.values() for thing in lane]
    text = diagram.mermaid(environment)
    assert [text.count(f'{thing.identity}["') for thing in things] == [1] * len(things)
    assert diagram.svg(environment).count("<rect ") == len(things)


def test_the_pictures_in_the_documentation_are_fresh(request: pytest.FixtureRequest) -> None:
    text = "# What the environments run\n\nDrawn from their decisions; `make diagram ENV=prod` prints one.\n"
    for name in ("dev", "qa", "uat", "prod"):
        text += f"\n## {name}\n\n```mermaid\n{diagram.mermaid(load(Project(ROOT), name))}```\n"
    if request.config.getoption("--regenerate"):
        PICTURES.write_text(text)
    assert PICTURES.read_text() == text, f"stale: {regenerate_command(request)}"
