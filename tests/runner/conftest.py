"""A small checkout and a terraform that only says what it is told to say."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.project import Project
from generator.terraform import binary
from tests.runner.fakes import FakeTerraform


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout with the environments dev and prod, one variable and one module."""
    checkout = Project(tmp_path / "checkout")
    files = {
        "environments/dev.yaml": "aws: {region: us-east-1}\nvariables: {project_name: demo}\n",
        "environments/prod.yaml": "aws: {region: us-east-1}\nvariables: {project_name: demo}\n",
        "layers/compute/variables.tf": 'variable "project_name" {\n  type = string\n}\n',
        "layers/compute/environments/dev/main.tf": "# dev\n",
        "layers/compute/environments/prod/main.tf": "# prod\n",
        "modules/queue/main.tf": "# queue\n",
    }
    for name, text in files.items():
        path = checkout.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return checkout


@pytest.fixture
def terraform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTerraform]:
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "terraform"
    program.write_text(
        f"""#!/bin/sh
cd {shlex.quote(str(folder))}
echo "$*" >> calls
for argument; do case $argument in -out=*) echo plan > "${{argument#-out=}}" ;; esac; done
[ -f "$1.out" ] && cat "$1.out"
[ -f "$1.sh" ] && . "./$1.sh"
[ -f "$1.err" ] && cat "$1.err" >&2 && exit 1
exit 0
"""
    )
    program.chmod(0o755)
    fake = FakeTerraform(folder)
    fake.says("version", "Terraform v1.11.4\n")
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    binary.cache_clear()
    yield fake
    binary.cache_clear()
