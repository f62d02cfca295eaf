"""Plan and apply Terraform folders, and compare plans with inventories, the same way in every test."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import tftest
import yaml

from embedded_aws import server
from embedded_aws.environment import environment as aws_environment
from embedded_aws.server import Server
from generator.project import Project
from runner import terraform
from tests import golden, mutants, nowhere, provider

ROOT = Path(__file__).parents[1]
REGION = "us-east-1"
MISSING = "__missing__"


@contextmanager
def started_aws(work: Path) -> Iterator[Server]:
    """Start an embedded AWS of one's own, and stop it in the end."""
    started = server.up(work)
    try:
        yield started
    finally:
        provider.stop(started.url)
        server.down(work)


def process_environment(url: str | None = None) -> dict[str, str]:
    """Return the environment for terraform: a provider that already runs, and the AWS at this URL, never a real one.

    Without a URL it is one that refuses everything: a plan that needs the network fails at once.
    """
    url = url or nowhere.url()
    env = terraform.environment(Project(ROOT), aws_environment(url, REGION, os.environ))
    return env | provider.shared(url, env)


def terraform_in(folder: Path, url: str | None = None) -> tftest.TerraformTest:
    """Return an initialised terraform for the folder."""
    runner = tftest.TerraformTest(str(folder))
    runner.env = process_environment(url)
    runner.init()
    return runner


def plan(folder: Path, url: str | None = None, **variables: Any) -> tftest.TerraformPlanOutput:
    """Initialise and plan the folder; raise tftest.TerraformTestError with what terraform printed."""
    return terraform_in(folder, url).plan(output=True, tf_vars=variables)


def changes(plan: tftest.TerraformPlanOutput) -> dict[str, list[str]]:
    """Return what the plan would do, by address of resource or name of output; empty when there is nothing to do."""
    planned = {
        **{address: change["change"]["actions"] for address, change in plan.resource_changes.items()},
        **{f"output.{name}": change["actions"] for name, change in plan.get("output_changes", {}).items()},
    }
    return {name: actions for name, actions in planned.items() if actions not in (["no-op"], ["read"])}


def planned_changes(runner: tftest.TerraformTest) -> dict[str, list[str]]:
    """Plan, and return what `changes` returns; where the plan is empty its exit code says so, and nobody reads it."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/plan"
        done = runner.execute_command("plan", "-no-color", "-input=false", "-detailed-exitcode", f"-out={file}")
        if done.retcode == 0:
            return {}
        return changes(tftest.TerraformPlanOutput(json.loads(runner.execute_command("show", "-json", file).out)))


def failed_checks(plan: tftest.TerraformPlanOutput) -> dict[str, list[str]]:
    """Return the messages of the `check` blocks that warn, by address."""
    return {
        instance["address"]["to_display"]: [problem["message"] for problem in instance.get("problems", [])]
        for check in plan.get("checks", [])
        for instance in check.get("instances", [])
        if instance["status"] == "fail"
    }


def resources(plan: tftest.TerraformPlanOutput) -> dict[str, dict[str, Any]]:
    """Return the planned values of every managed resource by address; JSON texts, such as policies, are parsed."""
    return {
        resource["address"]: {name: _parsed(value) for name, value in resource.get("values", {}).items()}
        for resource in golden.walk(plan["planned_values"]["root_module"])
        if resource["mode"] == "managed"
    }


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def of_type(values: Mapping[str, dict[str, Any]], kind: str, module: str = r"\w+") -> dict[str, dict[str, Any]]:
    """Return a module's own resources of a type, or type and name (`aws_iam_role.task`), by the rest of their address.

    Without a module: those of all modules that the root calls, by the module's name and the rest. Fails where there
    are none, so that a test of all of them is not one of none.
    """
    pattern = re.compile(rf"module\.({module})\.{kind}\b\.?(.*)")
    found = {match: values[address] for address in values if (match := pattern.fullmatch(address))}
    assert found, f"no {kind} in {module}"
    return {match[2] if module != r"\w+" else f"{match[1]}.{match[2]}": each for match, each in found.items()}


def edit(file: Path, old: str, new: str, count: int = -1) -> None:
    """Replace a text of a file, which must be there, in the first `count` places (default: all)."""
    text = file.read_text()
    assert old in text, f"{file.name} does not say {old!r}"
    file.write_text(text.replace(old, new, count))


def regenerate_command(request: pytest.FixtureRequest) -> str:
    """Return the command that rewrites what this test compares with."""
    return f"pytest {request.node.nodeid.split('[')[0]} --regenerate"


class Inventory:
    """What matters of a plan, in a small YAML file, and all of it in a large one beside it, <name>.planned.yaml.

    `values` maps an address to some of its attributes: maps are compared as subsets, lists whole, and __missing__
    stands for an attribute that is null or not known yet. `counts` maps each resource type to its number, all of them.
    The large one is compared whole.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.planned = file.with_suffix(".planned.yaml")

    def check(self, plan: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
        """Fail with every difference, or rewrite the file under --regenerate."""
        values = resources(plan)
        counts = dict(sorted(Counter(_type(address) for address in values).items()))
        everything = golden.whole(plan)
        if request.config.getoption("--regenerate"):
            self._write(values, counts)
            write_golden(self.planned, everything)
            return
        if folder := request.config.getoption("--mutants"):
            name = self.file.stem if self.file.stem != "inventory" else self.file.parent.name
            mutants.write(Path(folder), name, plan._raw)
        expected = yaml.safe_load(self.file.read_text())
        found = [*differences(expected["values"], values), *whole_differences(expected["counts"], counts)]
        found += golden.differences(read_golden(self.planned), everything)
        place, command = self.file.relative_to(ROOT), regenerate_command(request)
        assert not found, "\n".join([f"{place} differs:", *found, f"If the plan is right: {command}"])

    def _write(self, values: Mapping[str, Any], counts: Mapping[str, int]) -> None:
        """Keep the choice of addresses and attributes and renew their values; a new file starts with everything."""
        chosen = yaml.safe_load(self.file.read_text())["values"] if self.file.exists() else values
        renewed = {
            address: {name: values[address].get(name, MISSING) for name in sorted(attributes)}
            for address, attributes in sorted(chosen.items())
            if address in values
        }
        text = yaml.safe_dump({"counts": counts, "values": _named_missing(renewed)}, sort_keys=False, width=120)
        self.file.write_text(text)


def read_golden(file: Path) -> dict[str, Any]:
    """Return what a golden file holds."""
    found: dict[str, Any] = yaml.load(file.read_text(), yaml.CSafeLoader)
    return found


def write_golden(file: Path, found: Mapping[str, Any]) -> None:
    """Renew a golden file."""
    file.write_text(yaml.safe_dump(found, width=120))


def _named_missing(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: MISSING if item is None else _named_missing(item) for name, item in value.items()}
    return value


def _type(address: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", address).split(".")[-2]


def differences(expected: Any, actual: Any, place: str = "") -> list[str]:
    """Compare as an inventory does: maps as subsets, everything else whole."""
    if expected == MISSING:
        return [] if actual is None else [f"  {place}: expected nothing, planned {actual!r}"]
    if not isinstance(expected, dict):
        return [] if expected == actual else [f"  {place}: expected {expected!r}, planned {actual!r}"]
    if not isinstance(actual, dict):
        return [f"  {place}: expected {expected!r}, planned {actual!r}"]
    return [
        line
        for name, value in expected.items()
        for line in differences(value, actual.get(name), f"{place}.{name}" if place else name)
    ]


def whole_differences(expected: Mapping[str, int], actual: Mapping[str, int]) -> list[str]:
    """Compare two counts, both ways."""
    return [
        f"  {name}: expected {expected.get(name, 0)}, planned {actual.get(name, 0)}"
        for name in sorted({*expected, *actual})
        if expected.get(name, 0) != actual.get(name, 0)
    ]


@functools.cache
def readme_blocks(module: str) -> tuple[str, ...]:
    """Return the hcl examples of a module's README."""
    text = (ROOT / "modules" / module / "README.md").read_text()
    return tuple(re.findall(r"^```hcl\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


def module_root(folder: Path, module: str, *fixtures: Path) -> Path:
    """Make a root that calls a copy of the module as its README's examples and the fixtures do; return its path."""
    modules, root = folder / "modules", folder / "layers" / "root"
    ignored = shutil.ignore_patterns(".terraform*", "tests")
    shutil.copytree(ROOT / "modules", modules, ignore=ignored)
    root.mkdir(parents=True)
    (root / "examples.tf").write_text("\n".join(readme_blocks(module)))
    for fixture in fixtures:
        copy = shutil.copytree if fixture.is_dir() else shutil.copy
        copy(fixture, root / fixture.name)
    return root
