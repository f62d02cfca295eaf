"""Types are read from variables.tf as Terraform reads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator import layer
from generator.errors import Problems, Refusal
from generator.project import Project
from generator.types import decode, encode
from tests.generator.conftest import GenEnv


def read(text: str) -> layer.Layer:
    return layer.parse({"variables.tf": text}, "layer")


def test_a_variable_is_read_whole() -> None:
    found = read(
        '# why\nvariable "x" {\n  type = map(object({\n    a = string # one\n    b = optional(list(number), [3])\n'
        "    c = tuple([bool, set(any)])\n  }))\n  default  = {}\n  nullable = false\n}\n"
    ).variables["x"]
    assert str(found.type) == "map(object({a, b, c}))"
    inner = found.type.element
    assert inner is not None
    assert {name: (str(item.type), item.optional, item.declared) for name, item in inner.attributes.items()} == {
        "a": ("string", False, "variables.tf:4"),
        "b": ("list(number)", True, "variables.tf:5"),
        "c": ("tuple([bool, set(any)])", False, "variables.tf:6"),
    }
    assert (found.declared, found.required, found.nullable, found.secret) == ("variables.tf:2", False, False, False)
    assert found.text.startswith('variable "x" {')
    assert found.text.endswith("nullable = false\n}")
    assert decode(encode(found.type)) == found.type


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('variable "x" {', "variables.tf:1:15: not valid HCL; terraform validate says more."),
        ('variable "x" {\n  type = "string"\n}\n', "variables.tf:2:10: 'string' is no type constraint"),
        ('variable "x" {\n  type = list()\n}\n', "variables.tf:2:10: 'list()' is no type constraint"),
        ('variable "x" {\n  type = object(string)\n}\n', "variables.tf:2:10: 'object(string)' is no type constraint"),
        ('variable "x" {\n  type = map(strin)\n}\n', "variables.tf:2:14: 'strin' is no type constraint"),
        ('variable "x" {\n  type = object({ a = optional() })\n}\n', "variables.tf:2:23: 'optional()' is no type"),
    ],
)
def test_what_is_no_type_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Problems) as refused:
        read(text)
    assert str(refused.value).startswith(sentence)


def test_empty_files_and_outputs_are_read() -> None:
    assert read("").variables == {}
    [output] = read('output "a" {\n  description = "an \\"a\\""\n  value = 1\n  sensitive = true\n}\n').outputs
    assert (output.name, output.description, output.sensitive) == ("a", '"an \\"a\\""', True)


def test_the_cache_never_answers_for_another_text(project: Project) -> None:
    assert "size" in layer.read(project).variables
    path = project.layer / "variables.tf"
    path.write_text(path.read_text().replace('"size"', '"length"').replace("var.size", "var.length"))
    assert "length" in layer.read(project).variables


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"key": 1}', "\ufffd" * 9])
def test_a_torn_cache_is_no_fault(text: str, project: Project) -> None:
    (project.work / "gen-env" / "layer.json").write_text(text)
    assert "size" in layer.read(project).variables


def test_variables_that_are_no_text_are_one_sentence(project: Project, gen_env: GenEnv) -> None:
    (project.layer / "variables.tf").write_bytes(b"# \xff\n")
    answer = gen_env("check")
    assert (answer.code, answer.text) == (1, "layers/compute/variables.tf: is not UTF-8 text; save it as UTF-8.\n")


@pytest.mark.parametrize("broken", [None, "raise ImportError('no api')", "x = 1"])
def test_python_hcl2_missing_or_overwritten_is_one_sentence(
    broken: str | None, project: Project, tmp_path: Path
) -> None:
    package = tmp_path / "lying" / "hcl2"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(broken or "")
    if broken is None:  # nothing but an empty package, as bc-python-hcl2 leaves no api module
        assert not (package / "api.py").exists()
    (project.work / "gen-env" / "layer.json").unlink()
    repository = Path(layer.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check"],
        cwd=project.root,
        env={"PYTHONPATH": f"{package.parent}:{repository}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "python-hcl2 cannot be imported" in done.stderr
    assert "Traceback" not in done.stderr


def test_refusals_are_click_exceptions_with_exit_code_1() -> None:
    assert Refusal("x").exit_code == 1
