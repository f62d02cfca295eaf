"""An environment that sets everything: so that each line `x = each.value.x` of the layer says something in a plan.

`everything/` has a file for each of the layer's variables*.tf, and `upstream.yaml` for what other layers answer. A
value is another than the default wherever there is another: what gets lost on its way to a resource changes the plan.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import tftest
import yaml

from generator import api, layer
from generator.keys import Key, Reference
from generator.layer import UPSTREAM, Variable
from generator.project import Project
from generator.types import Type
from tests import golden
from tests.environments.conftest import Checkout
from tests.harness import ROOT, read_golden, regenerate_command, resources, write_golden

HERE = Path(__file__).parent
DECISIONS = HERE / "everything"
EXCEPTIONS = HERE / "everything.exceptions.yaml"
GOLDEN = HERE / "everything.planned.yaml"
NAME = "everything"
LAYER = layer.read(Project(ROOT))


def given() -> dict[str, Any]:
    """Return what the files set, by variable of the layer."""
    found: dict[str, Any] = {}
    for file in sorted(DECISIONS.glob("*.yaml")):
        values = yaml.safe_load(file.read_text())
        assert not found.keys() & values.keys(), f"{file.name} sets again {found.keys() & values.keys()}"
        found |= values
    return found


def paths(place: str, type_: Type, values: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield each attribute at this place and below it, with all that is set there; keys of maps do not count."""
    yield place, values
    while type_.element:
        type_ = type_.element
        values = [item for value in values for item in (value.values() if isinstance(value, Mapping) else value)]
    for name, attribute in type_.attributes.items():
        below = [value[name] for value in values if value.get(name) is not None]
        yield from paths(f"{place}.{name}", attribute.type, below)


def settable() -> dict[str, list[Any]]:
    """Return all that is set, by the path of each variable and attribute of the layer."""
    set_ = given() | {"environment": NAME, "aws_region": "us-east-1"}
    return {
        place: values
        for name, variable in LAYER.variables.items()
        for place, values in paths(name, variable.type, [set_[name]] if name in set_ else [])
    }


def exceptions(kind: str) -> dict[str, str]:
    """Return the paths that are `unset`, or are set as their `defaults` are, with the reasons."""
    found: dict[str, str] = yaml.safe_load(EXCEPTIONS.read_text())[kind]
    return found


def file_of(variable: Variable) -> str:
    """Return the file that has the variable's value."""
    file = Path(variable.declared.rpartition(":")[0])
    return f"{DECISIONS.relative_to(ROOT)}/{'upstream' if variable.name in UPSTREAM else file.stem}.yaml"


def test_every_attribute_is_set() -> None:
    unset = [path for path, values in settable().items() if not values and path not in exceptions("unset")]
    assert unset == [], "\n".join(
        [
            "the layer has attributes that no plan proves. Set each to what is not its default, then renew the plan:",
            *(f"  {path}: in {file_of(LAYER.variables[path.partition('.')[0]])}" for path in unset),
            f"  pytest {Path(__file__).relative_to(ROOT)} --regenerate",
            f"What cannot be set stands in {EXCEPTIONS.relative_to(ROOT)}, with the reason.",
        ]
    )


def test_values_are_no_defaults() -> None:
    """A value that is the default is planned whether the layer hands it on or not."""
    same = defaults() - exceptions("defaults").keys()
    assert same == set(), f"give them other values in {DECISIONS.relative_to(ROOT)}, and renew the plan"


def test_exceptions_are_needed() -> None:
    values = settable()
    assert [path for path in exceptions("unset") if values.get(path) != []] == [], "these are set, or are no attributes"
    assert exceptions("defaults").keys() - defaults() == set(), (
        "these are set to others than their defaults, or not set"
    )


def defaults() -> set[str]:
    """Return the attributes that are set to nothing but their default."""
    keys: dict[str, Key] = {
        ".".join(key.names): key
        for top in Reference.of(Project(ROOT)).variables.values()
        for key in (top, *top.below())
    }
    return {
        path
        for path, values in settable().items()
        if path in keys
        and values
        and all(str(value).lower() == keys[path].default.strip('"').lower() for value in values)
    }


@pytest.fixture(scope="module")
def plan(deployed: Checkout) -> Iterator[tftest.TerraformPlanOutput]:
    """The plan of the environment, rendered and planned as all others are."""
    decided = given()
    document = {
        "aws": {"account_id": None, "region": "us-east-1"},
        "upstream": {name: {"values": decided.pop(name)} for name in UPSTREAM},
        "variables": decided,
    }
    project = deployed.project
    project.yaml_of(NAME).write_text(yaml.safe_dump(document, sort_keys=False))
    api.render(project, [NAME])
    for file in (DECISIONS / "beside").iterdir():
        shutil.copy(file, project.root_of(NAME))
    (project.root_of(NAME) / "layer.zip").touch()
    yield deployed.plan(NAME)
    project.yaml_of(NAME).unlink()
    shutil.rmtree(project.root_of(NAME))


def test_plan(plan: tftest.TerraformPlanOutput, request: pytest.FixtureRequest) -> None:
    planned = golden.whole(plan)
    if request.config.getoption("--regenerate"):
        write_golden(GOLDEN, planned)
        return
    found = golden.differences(read_golden(GOLDEN), planned)
    assert not found, "\n".join(["the plan differs:", *found, f"If it is right: {regenerate_command(request)}"])


def test_every_role_is_bounded(plan: tftest.TerraformPlanOutput) -> None:
    roles = {address: each for address, each in resources(plan).items() if ".aws_iam_role." in address}
    assert {each["permissions_boundary"] for each in roles.values()} == {
        given()["security"]["permissions_boundary_arn"]
    }
