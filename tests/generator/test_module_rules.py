"""generator/module_rules.py: what a module's validation refuses is said before any plan, at the line of the YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import layer as layers
from generator import module_rules
from generator.environment import Environment, Loader
from generator.module_rules import ModuleRules
from generator.project import Project
from generator.render import TFVARS, Renderer
from tests.harness import ROOT

FAULTS = """
  lambda_functions:
    orders:
      handler: a.b
      filename: orders.zip
      event_sources: {q: {type: sqs, arn: "arn:aws:sqs:us-east-1:123456789012:orders"}}
    mails:
      handler: a.b
      timeout: 60
      filename: orders.zip
      event_sources:
        slow: {type: sqs, arn: "arn:aws:sqs:us-east-1:123456789012:mails", visibility_timeout_seconds: 20}
        good: {type: sqs, arn: "arn:aws:sqs:us-east-1:123456789012:good", visibility_timeout_seconds: 900}
  albs:
    main:
      rules: {x: {priority: 60000, conditions: {paths: [/a]}, target_group_key: nope}}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The repository's own, with a scratch folder of the test's."""

    class Here(Project):
        @property
        def work(self) -> Path:
            return scratch

    scratch = tmp_path_factory.mktemp("work")
    return Here(ROOT)


@pytest.fixture(scope="module")
def layer(project: Project) -> layers.Layer:
    return layers.read(project)


@pytest.fixture(scope="module")
def rules(project: Project, layer: layers.Layer) -> ModuleRules:
    return ModuleRules(project, layer)


def qa(project: Project, layer: layers.Layer, more: str = "") -> Environment:
    return Loader(project, layer).load("qa", project.text(project.yaml_of("qa")).rstrip() + "\n" + more)


def test_every_rule_of_every_module_that_the_layer_calls_is_asked(rules: ModuleRules) -> None:
    called = {call.module for call in rules.calls}
    written = sum(path.read_text().count("  validation {") for name in called for path in modules(name))
    assert rules.count == written
    assert rules.count > 600


def modules(name: str) -> list[Path]:
    return sorted((ROOT / "modules" / name).glob("*.tf"))


def test_what_a_rule_says_is_not_changed(rules: ModuleRules) -> None:
    for name, text in rules.texts.items():
        assert text.count("error_message = join(") == text.count("  validation {"), name


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_the_shipped_environments_are_planned_to_the_end(
    name: str, project: Project, layer: layers.Layer, rules: ModuleRules
) -> None:
    tfvars = Renderer(project, layer).render(Loader(project, layer).load(name))[TFVARS]
    assert not rules.seen(tfvars).exists()
    assert rules.refused(tfvars) == []
    assert rules.seen(tfvars).exists()  # only where nothing was left out because of an error


def test_all_faults_are_told_at_once_at_their_lines_with_the_rules(project: Project, layer: layers.Layer) -> None:
    environment = qa(project, layer, FAULTS)
    [found] = module_rules.validate(project, layer, Renderer(project, layer), [environment])
    told = {problem.path.removeprefix("variables."): problem for problem in found}
    assert told.keys() == {
        "lambda_functions.orders.event_sources",
        "lambda_functions.mails.event_sources.slow",
        "albs.main.rules",
    }
    slow = told["lambda_functions.mails.event_sources.slow"]
    lines = environment_lines(project, FAULTS)
    assert "slow:" in lines[slow.place.line - 1]
    assert slow.message.startswith("event_sources need a queue whose visibility_timeout_seconds is six times")
    assert "(modules/lambda/variables_events.tf:" in slow.message
    assert "orders" not in slow.message


def environment_lines(project: Project, more: str) -> list[str]:
    return (project.text(project.yaml_of("qa")).rstrip() + "\n" + more).split("\n")


def test_queues_of_the_data_layer_are_asked_about_as_those_by_arn(project: Project, layer: layers.Layer) -> None:
    """The module has event sources by ARN: with an unknown one all of its map would be unknown."""
    source = "event_sources: {orders: {type: sqs, key: orders}}"
    asked = qa(project, layer, f"  lambda_functions: {{orders: {{handler: a.b, filename: a.zip, {source}}}}}\n")
    [[problem]] = module_rules.validate(project, layer, Renderer(project, layer), [asked])
    assert "must say the queue's visibility_timeout_seconds" in problem.message


def test_the_place_of_a_rule_is_where_it_stands(project: Project, layer: layers.Layer, rules: ModuleRules) -> None:
    tfvars = Renderer(project, layer).render(qa(project, layer, FAULTS))[TFVARS]
    for refused in rules.refused(tfvars):
        file, _, line = refused.rule.partition(":")
        assert (ROOT / file).read_text().split("\n")[int(line) - 1].strip() == "validation {"


def test_good_values_are_asked_once(project: Project, layer: layers.Layer, rules: ModuleRules) -> None:
    tfvars = Renderer(project, layer).render(qa(project, layer))[TFVARS]
    assert rules.refused(tfvars) == []
    again = ModuleRules(project, layer)
    assert again.seen(tfvars).exists()
    assert not again.seen(tfvars + "\n").exists()
