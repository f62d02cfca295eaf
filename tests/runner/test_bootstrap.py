"""The first thing that runs on a fresh checkout."""

from __future__ import annotations

import ast
import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runner import bootstrap
from tests.harness import ROOT


@pytest.mark.parametrize("file", ["__init__.py", "bootstrap.py"])
def test_an_old_python_can_read_it(file: str) -> None:
    ast.parse((ROOT / "runner" / file).read_text(), feature_version=(3, 7))


def test_an_old_python_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 6, "final", 0))

    with pytest.raises(SystemExit) as stopped:
        bootstrap.main("venv", "runtime.txt")

    assert str(stopped.value) == (
        f"Python 3.11 or later is needed, and {sys.executable} is 3.9.6; "
        "install a newer one, or name it: make PYTHON=python3.11 ..."
    )


def test_a_python_without_venv_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without_ensurepip(name: str, *rest: Any) -> Any:
        if name == "ensurepip":
            raise ModuleNotFoundError("No module named 'ensurepip'", name="ensurepip")
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_ensurepip)

    assert "lacks its ensurepip module; install it" in bootstrap.unfit()


def test_a_virtualenv_is_made_once_and_again_when_its_python_is_gone(tmp_path: Path) -> None:
    (tmp_path / "runtime.txt").write_text("")
    command = [sys.executable, "-m", "runner.bootstrap", str(tmp_path / "venv"), str(tmp_path / "runtime.txt")]

    def run() -> str:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stderr

    assert "Python packages of" in run()
    assert (tmp_path / "venv/runtime.stamp").exists()
    assert run() == ""

    (tmp_path / "venv/bin/python").unlink()
    (tmp_path / "venv/bin/python").symlink_to(tmp_path / "gone")
    assert "Python packages of" in run()


def test_a_package_without_a_hash_is_refused_and_leaves_no_stamp(tmp_path: Path) -> None:
    (tmp_path / "runtime.txt").write_text("click==8.1.7\n")

    with pytest.raises(SystemExit, match="failed, see above"):
        bootstrap.main(str(tmp_path / "venv"), str(tmp_path / "runtime.txt"))

    assert not (tmp_path / "venv/runtime.stamp").exists()
