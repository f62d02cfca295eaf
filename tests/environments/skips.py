"""Which checks the code skips, for the resources of a plan.

checkov can look for the skips itself, but finds a resource by type and name alone: of several modules' `this` it takes
any. So it is asked without, and each finding is looked up in the module that made the resource.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

_INDEX = re.compile(r'\["(?:[^"\\]|\\.)*"\]|\[\d+\]')


def skipped(plan: dict[str, Any], root: Path, check: str, address: str) -> bool:
    """Tell whether the block that made the resource skips the check. `root` is the folder that was planned."""
    *modules, kind, name = _INDEX.sub("", address).split(".")
    folder, configuration = root, plan["configuration"]["root_module"]
    for module in modules[1::2]:
        call = configuration["module_calls"][module]
        folder, configuration = folder / call["source"], call["module"]
    return check in _skips(folder.resolve(), kind, name)


@cache
def _skips(folder: Path, kind: str, name: str) -> frozenset[str]:
    block = re.compile(rf'^resource "{kind}" "{name}" \{{\n((?:  #.*\n)*)', re.MULTILINE)
    comments = "".join(found for file in sorted(folder.glob("*.tf")) for found in block.findall(file.read_text()))
    return frozenset(re.findall(r"#checkov:skip=(\w+):", comments))
