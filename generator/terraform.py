"""Find the terraform binary."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from pathlib import Path

from generator.errors import Refusal

MINIMUM = (1, 11)


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
