"""A small project with every Terraform type, made anew for each test, and gen-env run in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator import command
from generator.api import render
from generator.cli import main
from generator.project import Project

_REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """What a run of gen-env said, and its exit code."""

    code: int
    text: str


GenEnv = Callable[..., Answer]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture project with its roots rendered once: every test starts from a copy."""
    root = tmp_path_factory.mktemp("rendered") / "project"
    shutil.copytree(Path(__file__).parent / "project", root)
    shutil.copytree(_REPOSITORY / "templates", root / "templates")
    render(Project(root), [])
    return root


@pytest.fixture
def project(rendered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    root = tmp_path / "project"
    shutil.copytree(rendered, root, symlinks=True)
    monkeypatch.chdir(root)
    monkeypatch.setattr(command, "gen_env", lambda _: "gen-env")
    return Project(root)


@pytest.fixture
def gen_env(project: Project) -> GenEnv:
    """Run gen-env in the project; an exception that is no sentence fails the test."""

    def run(*arguments: str) -> Answer:
        result = CliRunner().invoke(main, list(arguments), prog_name="gen-env")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.output)

    return run


def tree(folder: Path) -> dict[str, bytes]:
    """Return {path: content} of the files below a folder, without gen-env's scratch space."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".work" not in path.parts
    }
