"""Messages name a command that is there, for the folder that people stand in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import command
from generator.project import Project
from runner import bootstrap

REPOSITORY = Path(command.__file__).parents[1]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A checkout without any gen-env on PATH."""
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def test_the_command_on_path_comes_first(checkout: Project) -> None:
    for script in (checkout.root / "bin/gen-env", checkout.root / ".venv/bin/gen-env"):
        script.touch(0o755)
    assert command.gen_env(checkout) == "gen-env"


def test_then_what_make_left_as_seen_from_here(checkout: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (checkout.root / ".venv/bin/gen-env").touch(0o755)
    assert command.gen_env(checkout) == ".venv/bin/gen-env"
    checkout.root_of("dev").mkdir(parents=True)
    monkeypatch.chdir(checkout.root_of("dev"))
    assert command.gen_env(checkout) == "../../../../.venv/bin/gen-env"


def test_then_the_python_that_runs(checkout: Project) -> None:
    assert command.gen_env(checkout) == f"{sys.executable} -m generator"


def test_make_is_called_where_its_file_is(checkout: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command.make(checkout) == "make"
    folder = checkout.root / "a folder" / "below"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert command.make(checkout) == "make -C ../.."


def test_the_first_make_leaves_a_command_that_works_from_everywhere(tmp_path: Path) -> None:
    (tmp_path / "a folder/bin").mkdir(parents=True)
    (tmp_path / "a folder/bin/python").symlink_to(sys.executable)
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", tmp_path / "a folder/pyvenv.cfg")
    (tmp_path / "a folder/lib").symlink_to(Path(sys.prefix) / "lib")
    bootstrap.add_gen_env(tmp_path / "a folder")
    (tmp_path / "link").symlink_to(tmp_path / "a folder/bin/gen-env")
    for script, cwd in ((tmp_path / "a folder/bin/gen-env", REPOSITORY / "modules"), (tmp_path / "link", REPOSITORY)):
        done = subprocess.run(
            [script, "check", "no-such"], cwd=cwd, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}
        )
        assert (done.returncode, done.stderr.partition(";")[0]) == (1, "no-such: no such environment"), done
