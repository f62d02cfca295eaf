"""Run Terraform in the background of a bigger step: quiet when it works, its own words when it does not."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from embedded_aws.errors import EmbeddedAwsError
from generator.terraform import CHOICES, settings

_SHOWN_LINES = 40


def apply(
    root: Path, backend: Mapping[str, str], variables: Mapping[str, str], env: Mapping[str, str], lock: int
) -> None:
    """Initialise and apply a root; raise EmbeddedAwsError with Terraform's error and the place of the whole log.

    `lock` is a file descriptor that holds the caller's lock. Terraform inherits it, so that the lock lasts as long as
    Terraform runs even if we are killed, and Terraform's own lock, which would outlive a killed run, is not needed.
    """
    terraform = shutil.which("terraform", path=env.get("PATH"))
    if terraform is None:
        raise EmbeddedAwsError("terraform: not found on PATH; install Terraform 1.11 or later.")
    clean = {**settings(env, without=CHOICES), "TF_IN_AUTOMATION": "1"}
    log = root.with_suffix(".log")
    steps = {
        "init": ["-reconfigure", *(f"-backend-config={name}={value}" for name, value in backend.items())],
        "apply": [
            "-auto-approve",
            "-lock=false",
            *(f"-var={name}={value}" for name, value in variables.items()),
        ],
    }
    with log.open("wb") as out:
        for step, arguments in steps.items():
            command = [terraform, step, "-input=false", "-no-color", *arguments]
            run = subprocess.run(
                command,
                cwd=root,
                env=clean,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                pass_fds=[lock],
                check=False,
            )
            if run.returncode != 0:
                raise EmbeddedAwsError(_failure(root.name, step, log))


def _failure(layer: str, step: str, log: Path) -> str:
    """Quote Terraform from its first error on."""
    lines = [line.strip("│╷╵ ") for line in log.read_text(errors="replace").splitlines()]
    first = next((number for number, line in enumerate(lines) if line.startswith("Error:")), 0)
    quoted = [f"  {line}" for line in lines[first:] if line][:_SHOWN_LINES]
    return "\n".join([f"{layer}: terraform {step} failed; run this again to retry. The whole log is {log}", *quoted])
