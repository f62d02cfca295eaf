"""The digests of every file a plan is made from, so that a plan is never applied to other inputs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from runner.session import Session

ABSENT = "absent"
# Folders and files beside the configuration that terraform writes or nobody plans from.
_SKIPPED_FOLDERS = {".terraform", "__pycache__", "environments"}
_SKIPPED_SUFFIXES = {".md", ".tfstate", ".backup", ".tfplan"}


def digests(session: Session) -> dict[str, str]:
    """Return {path from the project's root: SHA-256} of root, layer, modules and Lambda packages."""
    project = session.project
    files = [*_walk(session.folder), *_walk(project.layer), *_walk(project.root / "modules")]
    found = {project.relative(path): _digest(path) for path in files}
    return found | {text: _digest(session.folder / text) for text in _packages(session.environment.variables)}


def differences(planned: dict[str, str], now: dict[str, str]) -> list[str]:
    """List the paths that are not as they were when the plan was made."""
    return sorted(path for path in planned.keys() | now.keys() if planned.get(path) != now.get(path))


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.is_dir():
            if path.name not in _SKIPPED_FOLDERS:
                yield from _walk(path)
        elif path.suffix not in _SKIPPED_SUFFIXES:
            yield path


def _packages(value: object) -> Iterator[str]:
    """Yield every zip that the variables name, as written there: relative to the root folder."""
    if isinstance(value, str) and value.endswith(".zip"):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _packages(item)
    elif isinstance(value, list):
        for item in value:
            yield from _packages(item)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ABSENT
