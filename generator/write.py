"""Write rendered files: all of them or none, each one whole, only where something changed.

Everything is staged next to its target first, then renamed over it (POSIX rename is atomic), so that a full disk, a
read-only folder or a kill leaves old files or new files, never a torn one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import Refusal
from generator.project import Project

try:
    import fcntl
except ImportError:  # Windows: renames are atomic there too, two runs at once are not serialised
    fcntl = None  # type: ignore[assignment]

_STAGED = ".gen-env-new"


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """Let one gen-env at a time write into this checkout; the second one waits."""
    if fcntl is None:
        yield
        return
    path = project.work / "gen-env" / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("w")
    except OSError as error:
        raise Refusal(f"{project.relative(path)}: cannot be written ({error.strerror}); nothing was changed.") from None
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write(project: Project, files: Mapping[Path, str]) -> None:
    """Write the files; raise Refusal, with every old file in place, when one cannot be written."""
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            refuse_links(project, path)
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name.lstrip('.')}{_STAGED}")
            staged.append((temporary, path))
            _stage(temporary, text.encode("utf-8"))
    except OSError as error:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink()
        # Folders made for a new environment go again; one with anything in it stays.
        for parent in {path.parent for path in files}:
            with suppress(OSError):
                parent.rmdir()
        shown = project.relative(staged[-1][1] if staged else path)
        raise Refusal(f"{shown}: cannot be written ({error.strerror}); nothing was changed.") from None
    for temporary, path in staged:
        temporary.replace(path)
    for parent in {path.parent for path in files}:
        _sync(parent)


def _stage(path: Path, data: bytes) -> None:
    with suppress(FileNotFoundError):
        path.unlink()  # left by a run that was killed; the lock says that no other run is writing it
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot sync a folder
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refuse_links(project: Project, path: Path) -> None:
    """Raise Refusal when the file, or a folder above it up to the project's root, is a link, or the file a folder."""
    if path.is_dir() and not path.is_symlink():
        raise Refusal(f"{project.relative(path)}: is a folder where a file belongs; move it away and run again.")
    for part in (path, *path.parents):
        if part == project.root:
            return
        if part.is_symlink():
            shown = project.relative(part)
            raise Refusal(f"{shown}: is a symbolic link, gen-env writes only real files; remove it and run again.")
