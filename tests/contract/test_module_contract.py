"""What the layer and its modules declare stays one: each half of a change alone is refused, by both places."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.module_calls import Fault
from generator.module_contract import Contract
from generator.project import Project
from tests.harness import ROOT

LAYER = "layers/compute"
Change = Callable[[str, str, str], str]


def faults(folder: Path) -> list[Fault]:
    return Contract(Project(folder)).faults()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the layer and the modules, without the roots."""
    for folder in (LAYER, "modules"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("environments", ".terraform"))
    return tmp_path


@pytest.fixture
def change(copy: Path) -> Change:
    """Replace what a pattern finds once in the files of a folder of the copy; return the place of its last line."""

    def replace(folder: str, pattern: str, text: str) -> str:
        found = [(file, match) for file in (copy / folder).glob("*.tf") for match in _all(pattern, file)]
        assert len(found) == 1, f"{folder}: {pattern} is there {len(found)} times"
        [(file, match)] = found
        changed = match.expand(text)
        whole = match.string[: match.start()] + changed
        file.write_text(whole + match.string[match.end() :])
        return f"{file.relative_to(copy)}:{len(whole.rstrip().splitlines())}"

    return replace


def _all(pattern: str, file: Path) -> list[re.Match[str]]:
    return list(re.finditer(pattern, file.read_text(), re.MULTILINE | re.DOTALL))


# The first lines of the type of a task definition: an attribute of the layer's, a variable of the module's own.
TASK = r'^variable "ecs_services" .*?^    task_definition = object\(\{\n'
OF_MODULE = r'^variable "task_definition" .*?^  type = object\(\{\n'


def test_layer_and_modules_agree() -> None:
    assert [fault.message for fault in faults(ROOT)] == []


def test_attribute_of_the_layer_alone(copy: Path, change: Change) -> None:
    place = change(LAYER, TASK, r"\g<0>ipc_mode = optional(string)\n")
    [fault] = faults(copy)
    assert (fault.kind, fault.owner, fault.path) == ("attribute", "ecs_services", "task_definition.ipc_mode")
    assert fault.message.startswith(
        f"{place}: ecs_services.task_definition.ipc_mode: `task_definition` of modules/ecs-"
    )
    assert re.search(r"\(modules/ecs-service/variables\w*\.tf:\d+\), so Terraform drops it silently", fault.message)


def test_attribute_of_the_module_alone(copy: Path, change: Change) -> None:
    place = change("modules/ecs-service", OF_MODULE, r"\g<0>ipc_mode = optional(string)\n")
    [fault] = faults(copy)
    assert (fault.kind, fault.owner, fault.path) == ("input", "ecs-service", "task_definition.ipc_mode")
    assert fault.message.startswith(f"{place}: task_definition.ipc_mode of modules/ecs-service: ")
    assert re.search(r"hand it on \(layers/compute/variables_ecs\.tf:\d+\)", fault.message)


def test_attribute_of_both(copy: Path, change: Change) -> None:
    change(LAYER, TASK, r"\g<0>ipc_mode = optional(string)\n")
    change("modules/ecs-service", OF_MODULE, r'\g<0>ipc_mode = optional(string, "task")\n')
    assert faults(copy) == []


def test_attribute_of_another_type(copy: Path, change: Change) -> None:
    change(LAYER, TASK, r"\g<0>ipc_mode = optional(number)\n")
    place = change("modules/ecs-service", OF_MODULE, r"\g<0>ipc_mode = optional(string)\n")
    [fault] = faults(copy)
    assert "ecs_services.task_definition.ipc_mode is a number in the layer" in fault.message
    assert f"of modules/ecs-service a string ({place})" in fault.message
    assert re.match(r"layers/compute/ecs\.tf:\d+: ", fault.message)


def test_default_in_both(copy: Path, change: Change) -> None:
    change(LAYER, TASK, r'\g<0>ipc_mode = optional(string, "task")\n')
    place = change("modules/ecs-service", OF_MODULE, r'\g<0>ipc_mode = optional(string, "task")\n')
    [fault] = faults(copy)
    assert 'ecs_services.task_definition.ipc_mode has a default in the layer ("task")' in fault.message
    assert f'("task", {place}); keep the module\'s, or ' in fault.message


def test_attribute_of_an_object_that_the_layer_takes_apart(copy: Path, change: Change) -> None:
    place = change(
        LAYER, r'^variable "api_gateway_http_apis" .*?    routes = [^\n]*\n', r"\g<0>colour = optional(string)\n"
    )
    [fault] = faults(copy)
    assert fault.message.startswith(f"{place}: api_gateway_http_apis.routes.colour: no module is handed this (layers/")


def test_input(copy: Path, change: Change) -> None:
    place = change("modules/waf", r'(?=^variable "scope" )', r'variable "colour" { default = "red" }\n')
    [fault] = faults(copy)
    assert (fault.kind, fault.owner, fault.path) == ("input", "waf", "colour")
    assert fault.message.startswith(f"{place}: colour of modules/waf: ")
    assert re.search(r"hand it on \(layers/compute/waf\.tf:\d+\)", fault.message)


def test_input_of_one_of_two_calls(copy: Path, change: Change) -> None:
    change("modules/waf", r'(?=^variable "scope" )', r'variable "colour" { default = "red" }\n')
    change(LAYER, r'^variable "waf_web_acls" .*? = map\(object\(\{\n', r"\g<0>colour = optional(any)\n")
    change(LAYER, r'^module "waf" .*?for_each = [^\n]*\n', r"\g<0>colour = each.value.colour\n")
    [fault] = faults(copy)
    assert (fault.kind, fault.owner, fault.path) == ("input", "waf", "colour")


def test_output(copy: Path, change: Change) -> None:
    place = change("modules/waf", r'(?=^output "arn" )', r'output "colour" { value = "red" }\n')
    [fault] = faults(copy)
    assert (fault.kind, fault.owner, fault.path) == ("output", "waf", "colour")
    assert fault.message.startswith(f"{place}: output colour of modules/waf: ")
    assert "layers/compute/outputs.tf" in fault.message


def test_decision_under_another_name(copy: Path, change: Change) -> None:
    change(LAYER, r"^    timeout( += optional\(number\)\n)(?=    reserved_concurrency)", r"    patience\1")
    change(
        LAYER, r"^  timeout( += )each\.value\.timeout(?=\n  reserved_concurrency)", r"  timeout\1each.value.patience\n"
    )
    [fault] = faults(copy)
    assert "lambda_functions.patience: reaches modules/lambda only as `timeout` (modules/lambda/var" in fault.message


def test_argument_that_cannot_be_followed(copy: Path, change: Change) -> None:
    change(LAYER, r"= each\.value\.autoscaling\n", "= jsondecode(jsonencode(each.value.autoscaling))\n")
    assert "this check cannot follow" in faults(copy)[0].message


@pytest.mark.parametrize("name", ["joins", "kept_inputs", "kept_outputs"])
def test_entry_that_stands_for_nothing(copy: Path, name: str) -> None:
    file = copy / LAYER / "contract" / f"{name}.yaml"
    file.write_text(f"{file.read_text()}\nnobody:\n  nothing: because\n")
    [fault] = faults(copy)
    assert fault.message.startswith(f"{LAYER}/contract/{name}.yaml:")
