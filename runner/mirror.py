"""Find an unpacked provider mirror on machines that cannot reach the Terraform registry."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import Refusal

VARIABLE = "TERRAFORM_PROVIDER_MIRROR"
PROVIDER = "registry.terraform.io/hashicorp/aws"
OLDEST, BELOW = (5, 100, 0), (7, 0, 0)
LAST_RESORT = Path("/opt")
_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def find(env: Mapping[str, str]) -> Path | None:
    """Return the first folder that holds a usable provider; raise Refusal when the named one does not."""
    named = env.get(VARIABLE)
    if named:
        if holds_provider(Path(named)):
            return Path(named)
        raise Refusal(
            f"{VARIABLE}={named}: holds no {PROVIDER}/<version>/{platform_name()} "
            "with a version from 5.100.0 up to, but not including, 7.0.0; correct it or unset it."
        )
    return next(filter(holds_provider, candidates(env)), None)


def candidates(env: Mapping[str, str]) -> Iterator[Path]:
    """Yield Terraform's implied mirror folders, then those one level under the last resort."""
    home = Path(env.get("HOME") or Path.home())
    yield home / ".terraform.d/plugins"
    if sys.platform == "darwin":
        yield home / "Library/Application Support/io.terraform/plugins"
        yield Path("/Library/Application Support/io.terraform/plugins")
    else:
        yield Path(env.get("XDG_DATA_HOME") or home / ".local/share") / "terraform/plugins"
        for folder in (env.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":"):
            yield Path(folder) / "terraform/plugins"
    yield from sorted(LAST_RESORT.glob("*"))


def holds_provider(folder: Path) -> bool:
    """Tell whether the folder has the AWS provider, in a version we support, for this machine."""
    return any(
        _supported(version.parent.name) and os.access(version, os.R_OK | os.X_OK)
        for version in folder.glob(f"{PROVIDER}/*/{platform_name()}")
    )


def platform_name() -> str:
    """Name this machine the way providers do, such as linux_amd64."""
    machine = platform.machine().lower()
    return f"{sys.platform}_{_MACHINES.get(machine, machine)}"


def cli_configuration(mirror: Path) -> str:
    """Return a CLI configuration: the AWS provider from the mirror, everything else from the registry."""
    return f"""provider_installation {{
  filesystem_mirror {{
    path    = {json.dumps(str(mirror.resolve()))}
    include = ["{PROVIDER}"]
  }}
  direct {{
    exclude = ["{PROVIDER}"]
  }}
}}
"""


def _supported(version: str) -> bool:
    number = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    return number is not None and OLDEST <= tuple(map(int, number.groups())) < BELOW
