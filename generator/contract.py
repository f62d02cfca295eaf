"""Ask Terraform itself what it thinks of an environment's values: a plan of the layer's variable blocks alone."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator import blame, terraform, variables_only
from generator.convert import Value
from generator.environment import DERIVED, Environment
from generator.errors import Problem, Refusal
from generator.layer import Layer
from generator.render import TFVARS, Renderer


def validate(layer: Layer, renderer: Renderer, environments: list[Environment]) -> list[list[Problem]]:
    """Return what the layer's validations refuse in each environment, at the YAML lines.

    Raises Refusal without terraform.
    """
    terraform.binary()

    def one(environment: Environment) -> list[Problem]:
        tfvars, diagnostics = _planned(layer, renderer, environment)
        return [
            problem
            for diagnostic in diagnostics
            for problem in _problems(diagnostic, tfvars, environment, lambda changed: _said(layer, renderer, changed))
        ]

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(one, environments))


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


def _planned(layer: Layer, renderer: Renderer, environment: Environment) -> tuple[str, list[dict[str, Any]]]:
    tfvars = renderer.render(environment)[TFVARS]
    with scratch() as folder:
        return tfvars, plan(folder, layer, tfvars)


def _said(layer: Layer, renderer: Renderer, environment: Environment) -> set[str]:
    return {sentence(diagnostic) for diagnostic in _planned(layer, renderer, environment)[1]}


def _problems(
    diagnostic: dict[str, Any], tfvars: str, environment: Environment, said: Callable[[Environment], set[str]]
) -> list[Problem]:
    """Return what a diagnostic says at each line that is at fault."""
    name, message = _variable(diagnostic, tfvars) or "", sentence(diagnostic)
    if name in DERIVED or name not in environment.variables:
        path = DERIVED.get(name) or (f"variables.{name}" if name else "variables")
        return [Problem(environment.place(*path.split(".")), path, message)]

    def ask(value: Value) -> set[str]:
        return said(replace(environment, variables={**environment.variables, name: value}))

    paths = [("variables", name, *keys) for keys in blame.parts(environment.variables[name], message, ask)]
    return [Problem(environment.place(*path), ".".join(path), message) for path in paths]


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
