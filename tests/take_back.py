"""Decisions taken back, as a module's take_back.yaml tells: on, applied, off together with its use, applied.

How to write tests/modules/<module>/take_back.yaml:

    fixtures: [networking]      # .tf files or folders, from this module's folder in tests/modules; optional
    steps:                      # each is the whole root: calls of the module by name, with their inputs
      - main: {name: main, https: {certificate_arn: "${aws_acm_certificate.main.arn}"}, targets: {web: {port: 80}}}
      - main: {name: main, targets: {api: {port: 80}}}
    order:                      # in the apply of a step, the first has changed before the second starts to be destroyed
      - {step: 2, changed: module.main.aws_lb_listener.this, before: 'module.main.aws_lb_trust_store.this[0]'}
    kept: {path.of.decision: why it cannot be taken back}
    replaced: {address or type: why an edit may replace it}
    left: {type: why it outlives a destroy}

Inputs are Terraform's JSON syntax, so "${...}" is an expression, and `providers` and `depends_on` are what they are in
a module block. A provider for us-east-1 is there unless a fixture has one. A call may also be of another module that
this one needs: name its folder in `source` (`source: ecs-cluster`); only calls of the module itself count.

Begin with one step that has everything on, and another that has nothing. What excludes one another goes into a second
call, or into a third step. A decision is named by its path with maps and lists left out
(`load_balancers.health_check.enabled`), a map's two by `ingress (removed)` and `ingress (renamed)`; `kept` may end in
`.*` for all below. Run the cheap half first, which lists what is not taken back yet:

    pytest -n0 tests/modules/test_take_back.py -k "MODULE and covers"
    pytest -n0 tests/modules/test_take_back.py -k "MODULE and applies"
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tftest
import yaml

from generator.layer import read_module
from generator.project import Project
from tests.decisions import decisions, taken_back
from tests.deployment import Deployment
from tests.harness import ROOT, module_root

CASES = Path(__file__).parent / "modules"
MODULES = sorted(file.parent.name for file in ROOT.glob("modules/*/variables.tf"))
PROVIDER = """
provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
"""
_KEYS = {"fixtures", "steps", "order", "kept", "replaced", "left"}
# Made anew by design, or nothing but a link between two things that stay: no traffic and no data goes with them.
_HARMLESS = re.compile(
    r"aws_(api_gateway_deployment|apigatewayv2_deployment|ecs_task_definition|batch_job_definition|lambda_layer_version"
    r"|lambda_permission|iam_role_policy|iam_role_policy_attachment|vpc_security_group_(in|e)gress_rule"
    r"|appautoscaling_(policy|scheduled_action)|cloudwatch_metric_alarm|cloudwatch_event_target)"
    r"|terraform_data|random_\w+"
)
# What tells two resources of a type apart in AWS: deleted under one address and created under another with the same
# of these, a thing was replaced all the same.
_NAMES = ("name", "function_name", "bucket", "cluster_name", "domain_name", "rule_key", "table_name")


@dataclass(frozen=True)
class TakeBack:
    """A module's take_back.yaml."""

    module: str
    steps: list[dict[str, Any]]
    fixtures: list[str] = field(default_factory=list)
    order: list[dict[str, Any]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, module: str) -> TakeBack:
        """Read the module's file; fail where there is none."""
        file = CASES / module / "take_back.yaml"
        assert file.is_file(), f"{file.relative_to(ROOT)} is missing: write it as tests/take_back.py tells"
        data = yaml.safe_load(file.read_text())
        assert data.keys() <= _KEYS, f"{file.relative_to(ROOT)}: {', '.join(data.keys() - _KEYS)}: no such key"
        return cls(module, **data)

    def coverage(self) -> str:
        """Return the count of decisions; fail with those neither taken back nor kept, and with stale reasons."""
        interface = read_module(Project(ROOT), self.module)
        wanted = decisions(interface)
        done = taken_back(interface, [self._calls_of_the_module(step) for step in self.steps])
        kept = {name: pattern for pattern in self.kept for name in wanted if _matches(pattern, name)}
        missing = sorted(wanted - done - kept.keys())
        stale = sorted(self.kept.keys() - {pattern for name, pattern in kept.items() if name not in done})
        message = [
            *(f"  {name} is not taken back in any step" for name in missing),
            *(f"  kept: {pattern}: there is no such decision, or it is taken back" for pattern in stale),
        ]
        assert not message, "\n".join([f"tests/modules/{self.module}/take_back.yaml:", *message])
        return f"{self.module}: {len(done)} of {len(wanted)} decisions taken back, {len(wanted - done)} kept"

    def _calls_of_the_module(self, step: Mapping[str, Any]) -> dict[str, Any]:
        return {name: inputs for name, inputs in step.items() if inputs.get("source", self.module) == self.module}

    def run(self, folder: Path, url: str) -> None:
        """Apply the steps one after the other and destroy; fail with everything that a step does but should not."""
        root = module_root(folder, self.module, *(CASES / self.module / name for name in self.fixtures))
        (root / "examples.tf").unlink()
        if not any('provider "aws"' in file.read_text() for file in root.glob("*.tf")):
            (root / "provider.tf").write_text(PROVIDER)
        self._write(root, 1)
        deployment = Deployment(root, url, examples="main.tf.json")
        try:
            for number in range(1, len(self.steps) + 1):
                self._step(deployment, number)
        except BaseException:
            shutil.copytree(root, folder / "failed", dirs_exist_ok=True)
            raise
        deployment.destroy(kept=self.left)

    def _write(self, root: Path, number: int) -> None:
        calls = {
            name: {**inputs, "source": f"../../modules/{inputs.get('source', self.module)}"}
            for name, inputs in self.steps[number - 1].items()
        }
        (root / "main.tf.json").write_text(json.dumps({"module": calls}, indent=2))

    def _step(self, deployment: Deployment, number: int) -> None:
        self._write(deployment.root, number)
        if number > 1 and self.steps[number - 1].keys() != self.steps[number - 2].keys():
            deployment.terraform.init()
        problems: list[str] = []
        if number > 1:
            plan = deployment.terraform.plan(output=True)
            problems += [
                f"replaces {address}: {how}"
                for address, how in replacements(plan).items()
                if not {address, _type(address)} & self.replaced.keys()
            ]
        applied = list(events(deployment.terraform))
        problems += [
            problem for pair in self.order if pair["step"] == number for problem in out_of_order(applied, **pair)
        ]
        if left := deployment.planned():
            problems.append(f"a second plan still changes {left}")
        assert not problems, f"step {number}:\n" + "\n".join(f"  {problem}" for problem in problems)


def _matches(pattern: str, name: str) -> bool:
    return name == pattern or (pattern.endswith(".*") and name.startswith(pattern[:-1]))


def _type(address: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", address).split(".")[-2]


def replacements(plan: tftest.TerraformPlanOutput) -> dict[str, str]:
    """Return what the plan replaces and should not, by address."""
    found: dict[str, str] = {}
    deleted: dict[tuple[str, str], str] = {}
    created: dict[tuple[str, str], str] = {}
    for address, change in plan.resource_changes.items():
        kind, actions = change["type"], change["change"]["actions"]
        if change["mode"] != "managed" or _HARMLESS.fullmatch(kind):
            continue
        if {"create", "delete"} <= set(actions):
            why = [".".join(map(str, path)) for path in change["change"].get("replace_paths", [])]
            found[address] = f"{' then '.join(actions)}, because of {', '.join(why) or 'something'}"
        elif actions in (["delete"], ["create"]):
            values = change["change"]["before" if actions == ["delete"] else "after"]
            if name := next((str(values[key]) for key in _NAMES if values.get(key)), None):
                (deleted if actions == ["delete"] else created)[kind, name] = address
    for key in deleted.keys() & created.keys():
        found[deleted[key]] = f"it goes, and {created[key]} comes under the same name {key[1]}"
    return found


def events(terraform: tftest.TerraformTest) -> Iterator[tuple[str, str, str]]:
    """Apply, and return what happened in order: `start` or `complete`, the action, the address."""
    printed = terraform.execute_command("apply", "-json", "-auto-approve", "-input=false").out
    for line in printed.splitlines():
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("type") in ("apply_start", "apply_complete"):
            hook = event["hook"]
            yield event["type"].removeprefix("apply_"), hook["action"], hook["resource"]["addr"]


def out_of_order(applied: list[tuple[str, str, str]], changed: str, before: str, **_: Any) -> list[str]:
    """Return what is wrong where `before` started to be destroyed before `changed` had changed."""
    done = [
        place
        for place, (what, action, address) in enumerate(applied)
        if (what, address) == ("complete", changed) and action != "delete"
    ]
    starts = [place for place, event in enumerate(applied) if event == ("start", "delete", before)]
    if not done:
        return [f"{changed} was not changed, so nothing shows the order"]
    if not starts:
        return [f"{before} was not destroyed, so nothing shows the order"]
    if done[-1] > starts[0]:
        return [f"{before} started to be destroyed before {changed} had changed"]
    return []
