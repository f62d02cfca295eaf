"""Ask Terraform what a module's variables accept: its variable blocks alone need no provider and 0.1 s."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.terraform import EVERYTHING, binary, settings
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
    listed = [*cases(module)["accepted"], *(case["values"] for case in cases(module)["refused"])]
    if values in listed:
        return _listed(module)[listed.index(values)]
    [found] = _judged(module, [values])
    return found


@functools.cache
def _listed(module: str) -> list[list[Refused]]:
    return _judged(module, [*cases(module)["accepted"], *(case["values"] for case in cases(module)["refused"])])


def _judged(module: str, several: list[Mapping[str, Any]]) -> list[list[Refused]]:
    """Return what Terraform finds wrong with each of these values.

    All in one `terraform test`, a file for each: half the price of a plan for each, and no case sees another's errors.
    """
    found: list[list[Refused]] = [[] for _ in several]
    with tempfile.TemporaryDirectory() as folder:
        for file in variable_files(module):
            shutil.copy(file, folder)
        for number, values in enumerate(several):
            run = {"command": "plan", "variables": {**cases(module)["valid"], **values}}
            Path(folder, f"case_{number}.tftest.json").write_text(_literal(json.dumps({"run": {"it": run}})))
        ran = subprocess.run(
            [binary(), "test", "-json"],
            cwd=folder,
            env=settings(os.environ, without=EVERYTHING),
            capture_output=True,
            text=True,
        )
    messages = [json.loads(line) for line in ran.stdout.splitlines()]
    for message in messages:
        if message["type"] == "diagnostic":
            assert "@testfile" in message, message["@message"]
            number = int(re.sub(r"\D", "", message["@testfile"]))
            found[number].append(_refused(message["diagnostic"]))
    # Each case has been planned, and has passed just where nothing was found.
    ended = [message for message in messages if message.get("test_file", {}).get("progress") == "complete"]
    passed = {message["@testfile"] for message in ended if message["test_file"]["status"] == "pass"}
    assert len(ended) == len(several), ran.stderr
    assert passed == {f"case_{number}.tftest.json" for number, refused in enumerate(found) if not refused}
    return found


def _literal(values: str) -> str:
    """Return JSON as a test file takes it: texts for what stands for their length, and no templates."""
    lengthened = re.sub(r"__(\d+)_characters__", lambda match: "x" * int(match[1]), values)
    return lengthened.replace("${", "$${").replace("%{", "%%{")


def _refused(diagnostic: Mapping[str, Any]) -> Refused:
    rule = _RULE.search(diagnostic["detail"])
    return Refused(diagnostic["detail"][: rule.start()] if rule else diagnostic["detail"], rule[1] if rule else "")
