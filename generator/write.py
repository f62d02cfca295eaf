"""Write rendered files: all of them or none, each one whole, only where something changed.

Everything is staged next to its target first, then renamed over it (POSIX rename is atomic), so that a full disk, a
read-only folder or a kill leaves old files or new files, never a torn one.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Refusal
from generator.files import locked
from generator.project import Project


@dataclass(frozen=True)
class Link:
    """A symbolic link, where a copy would do: the target is relative to the link's folder, with slashes."""

    target: str


# What a file is to be: a text, a link, or nothing any more.
Content = str | Link | None

_STAGED = ".gen-env-new"
_MANY = 100  # files, from which on one sync of the machine is quicker than one of each file


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """Let one gen-env at a time write into this checkout; the second one waits."""
    path = project.work / "gen-env" / "lock"
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path))
        except OSError as error:
            message = f"{project.relative(path)}: cannot be written ({error.strerror}); nothing was changed."
            raise Refusal(message) from None
        yield


def write(project: Project, files: Mapping[Path, Content]) -> None:
    """Write the files in this order; raise Refusal, with every old file in place, when one cannot be written.

    The caller holds the lock.
    """
    staged = {path: None if content is None else _staged(path) for path, content in files.items()}
    folders = dict.fromkeys(path.parent for path in files)
    new_folders = [folder for folder in folders if not folder.exists()]
    path = project.root
    try:
        for path in folders:
            _refuse_links(project, path)
            path.mkdir(parents=True, exist_ok=True)
            _sweep(path)
        for path, content in files.items():
            _refuse_anything_else(project, path, content)
            if isinstance(content, Link):
                _stage_link(project, path, content)
            elif content is not None:
                _stage(_staged(path), content)
        _sync([_staged(path) for path, content in files.items() if isinstance(content, str)])
    except (OSError, Refusal) as error:
        for folder in folders:
            _sweep(folder)
        for folder in new_folders:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, Refusal):
            raise
        message = f"{project.relative(path)}: cannot be written ({error.strerror}); nothing was changed."
        raise Refusal(message) from None
    _replace(project, staged)


def _staged(path: Path) -> Path:
    return path.with_name(f".{path.name.lstrip('.')}{_STAGED}")


def _replace(project: Project, staged: Mapping[Path, Path | None]) -> None:
    for done, (path, new) in enumerate(staged.items()):
        try:
            if new:
                new.replace(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            for folder in dict.fromkeys(path.parent for path in staged):
                _sweep(folder)
            so_far = f"{done} of {len(staged)} files are new, each of them whole; run again when it can"
            raise Refusal(f"{project.relative(path)}: cannot be replaced ({error.strerror}); {so_far}.") from None


def _stage(path: Path, text: str) -> None:
    with path.open("xb") as stream:
        stream.write(text.encode("utf-8"))


def _stage_link(project: Project, path: Path, link: Link) -> None:
    try:
        _staged(path).symlink_to(link.target)
    except OSError as error:
        raise Refusal(
            f"{project.relative(path)}: cannot be made a symbolic link ({error.strerror}); nothing was changed. "
            "Windows allows links in Developer Mode."
        ) from None


def _sync(paths: Collection[Path]) -> None:
    """Have the texts on the disk before a rename can be, for the day the power fails."""
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())


def _sweep(folder: Path) -> None:
    """Remove what a run that was stopped has staged here; the lock says that no other run is writing it."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.endswith(_STAGED):
                (folder / name).unlink()


def _refuse_links(project: Project, folder: Path) -> None:
    """Raise Refusal when the folder, or one above it up to the project's root, is a link."""
    for part in (folder, *folder.parents):
        if part == project.root:
            return
        if part.is_symlink():
            raise _not_written_to(project, part, "a symbolic link")


def _refuse_anything_else(project: Project, path: Path, content: Content) -> None:
    """Raise Refusal for what is no file; a link is only ever replaced by a link, and never written through."""
    with suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode) and not (stat.S_ISLNK(mode) and not isinstance(content, str)):
            raise _not_written_to(project, path, "a symbolic link" if stat.S_ISLNK(mode) else "no file")


def _not_written_to(project: Project, path: Path, what: str) -> Refusal:
    shown = project.relative(path)
    return Refusal(f"{shown}: is {what}, and gen-env writes only real files; move it away and run again.")
