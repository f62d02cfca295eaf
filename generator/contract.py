"""Ask Terraform itself what it thinks of an environment's values: a plan of the layer's variable blocks alone."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator import terraform, variables_only
from generator.environment import DERIVED, Environment
from generator.errors import Problem, Refusal
from generator.layer import Layer
from generator.render import TFVARS, Renderer


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
    return variables_only.plan(folder)


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
