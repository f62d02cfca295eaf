"""Plan variable blocks alone: no provider, no backend, no init, 0.1 s, and every `validation` gives its verdict.

The folder holds nothing but the blocks and their values.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from generator import terraform
from generator.convert import Number, Value
from generator.errors import Refusal

_PLAN = "plan.tfplan"
_PATIENCE = 120  # seconds; such a plan takes a tenth of one


def plan(folder: Path) -> list[dict[str, Any]]:
    """Plan the folder; return Terraform's error diagnostics, as its JSON view says them."""
    done = _run(folder, "plan", "-json", "-input=false", "-lock=false", f"-out={_PLAN}")
    diagnostics = []
    for line in done.stdout.split("\n"):
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("type") == "diagnostic" and message["diagnostic"]["severity"] == "error":
            diagnostics.append(message["diagnostic"])
    if done.returncode and not diagnostics:
        diagnostics.append({"summary": "terraform plan failed", "detail": done.stderr.strip()})
    return diagnostics


def is_planned(folder: Path) -> bool:
    """Tell whether the last plan of the folder came to its end."""
    return (folder / _PLAN).is_file()


def values(folder: Path) -> dict[str, Value]:
    """Return the planned folder's variables as written, in NFC; defaults stand for those that are not."""
    shown = json.loads(_run(folder, "show", "-json", _PLAN).stdout, parse_int=Number, parse_float=Number)
    return {name: item.get("value") for name, item in shown.get("variables", {}).items()}


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = terraform.settings(os.environ, without=terraform.EVERYTHING)
    try:
        return subprocess.run(
            [terraform.binary(), *arguments],
            cwd=folder,
            env={**environment, "TF_DATA_DIR": str(folder / ".terraform")},
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise Refusal(f"terraform {arguments[0]}: no answer in {_PATIENCE} seconds; see what it waits for.") from None
