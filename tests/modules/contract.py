"""Ask Terraform what a module's variables accept: a plan of its variable blocks alone needs no provider and 0.1 s."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.terraform import binary
from tests.harness import ROOT

CASES = Path(__file__).parent
# What has variables with rules: the modules by name, and the layer.
FOLDERS = {path.parent.name: path.parent for path in sorted(ROOT.glob("modules/*/variables.tf"))}
FOLDERS["layer"] = ROOT / "layers" / "compute"
_RULE = re.compile(r"\n\nThis was checked by the validation rule at (variables\w*\.tf:\d+),")


@dataclass(frozen=True)
class Refused:
    """What Terraform says, and the validation block (file:line) that says it; empty for any other error."""

    sentence: str
    rule: str


@functools.cache
def cases(module: str) -> dict[str, Any]:
    """Read the module's refusals*.yaml as one; without any, each validation counts as untested."""
    read: dict[str, Any] = {"valid": {}, "accepted": [], "refused": []}
    for file in sorted((CASES / module).glob("refusals*.yaml")):
        loaded = yaml.safe_load(file.read_text())
        read["valid"] |= loaded.get("valid", {})
        read["accepted"] += loaded.get("accepted", [])
        read["refused"] += loaded.get("refused", [])
    return read


def variable_files(module: str) -> list[Path]:
    """Return the files that declare the module's variables."""
    return sorted(FOLDERS[module].glob("variables*.tf"))


def validations(module: str) -> set[str]:
    """Return the places of the module's validation blocks, as file:line."""
    return {
        f"{file.name}:{number}"
        for file in variable_files(module)
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if line.strip() == "validation {"
    }


def refusals(module: str, values: Mapping[str, Any]) -> list[Refused]:
    """Return what Terraform finds wrong with these values, on top of the valid ones."""
    return _refusals(module, json.dumps({**cases(module)["valid"], **values}))


@functools.cache
def _refusals(module: str, values: str) -> list[Refused]:
    with tempfile.TemporaryDirectory() as folder:
        for file in variable_files(module):
            shutil.copy(file, folder)
        Path(folder, "terraform.tfvars.json").write_text(_lengthened(values))
        ran = subprocess.run(
            [binary(), "plan", "-json", "-input=false", "-lock=false"], cwd=folder, capture_output=True, text=True
        )
    messages = [json.loads(line) for line in ran.stdout.splitlines()]
    found = [_refused(each["diagnostic"]) for each in messages if each["type"] == "diagnostic"]
    assert bool(found) == bool(ran.returncode), ran.stdout + ran.stderr
    return found


def _lengthened(values: str) -> str:
    return re.sub(r"__(\d+)_characters__", lambda match: "x" * int(match[1]), values)


def _refused(diagnostic: Mapping[str, Any]) -> Refused:
    rule = _RULE.search(diagnostic["detail"])
    return Refused(diagnostic["detail"][: rule.start()] if rule else diagnostic["detail"], rule[1] if rule else "")
