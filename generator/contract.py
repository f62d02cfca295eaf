"""Ask Terraform itself what it thinks of an environment's values, without provider, backend or init.

A temporary folder with only the layer's variable blocks and the rendered tfvars plans in about 0.1 s: every
`validation` block gives its verdict, and the values come back as Terraform understood them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator import terraform
from generator.convert import Number, Value
from generator.environment import DERIVED, Environment
from generator.errors import Problem, Refusal
from generator.layer import Layer
from generator.render import TFVARS, Renderer

_PLAN = "plan.tfplan"
_PATIENCE = 120  # seconds; such a plan takes a tenth of one


def validate(layer: Layer, renderer: Renderer, environments: list[Environment]) -> list[Problem]:
    """Return what the layer's validations refuse, at the YAML line of the variable; raise Refusal without terraform."""
    terraform.binary()

    def one(environment: Environment) -> list[Problem]:
        with scratch() as folder:
            tfvars = renderer.render(environment)[TFVARS]
            diagnostics = plan(folder, layer, tfvars)
            return [_problem(diagnostic, tfvars, environment) for diagnostic in diagnostics]

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return [problem for found in pool.map(one, environments) for problem in found]


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a temporary folder to plan in; raise Refusal when there is no room for one."""
    try:
        with tempfile.TemporaryDirectory(prefix="gen-env-") as folder:
            yield Path(folder)
    except OSError as error:
        where = error.filename or "the temporary folder"
        raise Refusal(f"{where}: cannot be written ({error.strerror}); TMPDIR names another folder.") from None


def plan(folder: Path, layer: Layer, tfvars: str) -> list[dict[str, Any]]:
    """Plan the variables alone in `folder`; return Terraform's error diagnostics (its JSON view, `diagnostic`)."""
    # A secret without a default has no value here, and none of these values can depend on it.
    planned = [item.text for item in layer.decisions.values() if not (item.secret and item.required)]
    (folder / "variables.tf").write_text("\n\n".join(planned) + "\n", "utf-8")
    (folder / TFVARS).write_text(tfvars, "utf-8")
    done = _run(folder, "plan", "-json", "-input=false", "-lock=false", f"-out={_PLAN}")
    diagnostics = []
    for line in done.stdout.split("\n"):
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("type") == "diagnostic" and message["diagnostic"]["severity"] == "error":
            diagnostics.append(message["diagnostic"])
    if done.returncode and not diagnostics:
        diagnostics.append({"summary": "terraform plan failed", "detail": done.stderr.strip()})
    return diagnostics


def values(folder: Path) -> dict[str, Value]:
    """Return the planned folder's variables as written, in NFC; defaults stand for those that are not."""
    shown = json.loads(_run(folder, "show", "-json", _PLAN).stdout, parse_int=Number, parse_float=Number)
    return {name: item.get("value") for name, item in shown.get("variables", {}).items()}


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # TF_VAR_*, TF_CLI_ARGS and the like are for the real run; here they would change the verdict.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    environment |= {"TF_DATA_DIR": str(folder / ".terraform"), "CHECKPOINT_DISABLE": "1"}
    try:
        return subprocess.run(
            [terraform.binary(), *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise Refusal(f"terraform {arguments[0]}: no answer in {_PATIENCE} seconds; see what it waits for.") from None


def _problem(diagnostic: dict[str, Any], tfvars: str, environment: Environment) -> Problem:
    name = _variable(diagnostic, tfvars)
    path = DERIVED.get(name or "") or (f"variables.{name}" if name else "variables")
    return Problem(environment.place(*path.split(".")), path, sentence(diagnostic))


def sentence(diagnostic: dict[str, Any]) -> str:
    """Return what a diagnostic says, on one line and without places in our temporary folder."""
    detail = re.sub(
        r"This was checked by the validation rule at .*|declared at variables\.tf:[\d,-]+", "", diagnostic["detail"]
    )
    return " ".join(detail.split()).replace(" :", ":") or str(diagnostic["summary"])


def _variable(diagnostic: dict[str, Any], tfvars: str) -> str | None:
    """Name the variable a diagnostic is about: the last one assigned at or above its line of the tfvars."""
    where = diagnostic.get("range") or {}
    if where.get("filename") == TFVARS:
        above = tfvars.split("\n")[: where["start"]["line"]]
        for line in reversed(above):
            if found := re.match(r"([a-z_][a-z0-9_]*) +=", line):
                return found[1]
    context = (diagnostic.get("snippet") or {}).get("context") or ""
    found = re.search(r'variable "([^"]+)"', context)
    return found[1] if found else None
