"""The terraform that we start: which one, and with which environment."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from generator.errors import Refusal

MINIMUM = (1, 11)
# Which of a user's variables a run of ours goes without. These move state and plugins to where nobody looks for them:
PLACES = ("TF_WORKSPACE", "TF_DATA_DIR")
# these also change what is planned: for what we apply besides the user's own roots.
CHOICES = (*PLACES, "TF_CLI_ARGS", "TF_VAR_")
# and none at all reaches a plan whose verdict must be the same for everybody.
EVERYTHING = ("TF_",)


def settings(base: Mapping[str, str], *, without: tuple[str, ...]) -> dict[str, str]:
    """Return `base` as a process environment for terraform, without the variables that start with these words.

    Terraform and its provider are Go programs that live for seconds: with GOGC=400 they collect garbage less often, for
    more memory. A plan of one module then takes about a third less time; that of an environment gains less.
    """
    kept = {name: value for name, value in base.items() if not name.startswith(without)}
    return {"GOGC": "400", **kept, "CHECKPOINT_DISABLE": "1"}


@functools.cache
def binary() -> Path:
    """Return the terraform on PATH; raise Refusal when it is missing or older than MINIMUM."""
    wanted = ".".join(map(str, MINIMUM))
    found = shutil.which("terraform")
    if not found:
        raise Refusal(f"terraform: not found on PATH; install Terraform {wanted} or later.")
    try:
        # `version -json` would start every provider of the working directory; this does not.
        answer = subprocess.run([found, "version"], capture_output=True, text=True, cwd="/", timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Refusal(f"{found}: cannot be run ({error}); install Terraform {wanted} or later.") from None
    version = re.search(r"Terraform v(\d+)\.(\d+)(\S*)", answer.stdout)
    if not version:
        raise Refusal(f"{found}: does not tell its version; install Terraform {wanted} or later.")
    if (int(version[1]), int(version[2])) < MINIMUM:
        raise Refusal(f"{found}: Terraform {version[0][11:]} is too old; install {wanted} or later.")
    return Path(found)
