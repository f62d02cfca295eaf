"""How people call us where they stand: every message that says what to run names a command that is there."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from generator.project import Project


def gen_env(project: Project) -> str:
    """Return what runs gen-env from the working directory: the command on PATH, the checkout's own, or Python."""
    if shutil.which("gen-env"):
        return "gen-env"
    script = project.root / ".venv" / "bin" / "gen-env"  # left there by make: runner/bootstrap.py
    return _from_here(script) if script.exists() else f"{shlex.quote(sys.executable)} -m generator"


def make(project: Project) -> str:
    """Return what runs the checkout's make from the working directory."""
    folder = _from_here(project.root)
    return "make" if folder == "." else f"make -C {folder}"


def _from_here(path: Path) -> str:
    try:
        return shlex.quote(os.path.relpath(path))
    except (OSError, ValueError):  # the working directory was removed; another drive of Windows
        return shlex.quote(str(path))
