"""Remember that everything was fresh, so that a check with nothing to do costs no more than looking at file dates."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from generator import files
from generator.project import Project

_SETTLED = 2_000_000_000  # ns: a file changed later than this before the check could change again unseen


def fingerprint(project: Project) -> tuple[str, int]:
    """Return a digest of the name, size, inode and dates of every file that check looks at, and the latest date."""
    digest = hashlib.blake2b(digest_size=16)
    latest = 0
    for folder in _folders(project):
        for name, stat in _files(folder):
            dates = f"{stat.st_mtime_ns},{stat.st_ctime_ns}"
            line = f"{folder}/{name}\0{stat.st_size},{stat.st_ino},{stat.st_mode},{dates}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
            latest = max(latest, stat.st_mtime_ns, stat.st_ctime_ns)
    return digest.hexdigest(), latest


def notes(project: Project) -> list[str] | None:
    """Return what the last clean check of everything had to remark, if nothing has changed since; else None."""
    try:
        saved = json.loads(_path(project).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(saved, dict) or saved.get("fingerprint") != fingerprint(project)[0]:
        return None
    return list(saved.get("notes", []))


def remember(project: Project, remarks: list[str], seen: str) -> None:
    """Save that the files of fingerprint `seen`, taken before they were read, were all fresh."""
    now, latest = fingerprint(project)
    if now == seen and latest + _SETTLED < time.time_ns():
        with suppress(OSError):  # a read-only checkout is only slower
            files.write(_path(project), json.dumps({"fingerprint": seen, "notes": remarks}))


def _path(project: Project) -> Path:
    return project.work / "gen-env" / "fresh.json"


def _folders(project: Project) -> Iterator[str]:
    yield str(project.environments)
    yield str(project.templates / "environment")
    yield str(project.templates / "shared")
    yield str(project.layer)
    yield str(project.layer / "contract")
    yield str(project.root / "docs" / "reference")
    yield str(project.root / "schemas")
    yield from sorted(str(path) for path in (project.root / "modules").glob("*") if path.is_dir())
    yield str(Path(__file__).parent)
    roots = str(project.roots)
    with suppress(FileNotFoundError), os.scandir(roots) as entries:
        yield from sorted(entry.path for entry in entries if entry.is_dir())


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            # Packages and Terraform's own folder come and go in a root without making it stale.
            if not entry.name.endswith((".zip", ".pyc")) and not entry.is_dir():
                # Of a link, where it leads and the file that is there: that is what Terraform reads.
                name = f"{entry.name}>{Path(entry.path).readlink().as_posix()}" if entry.is_symlink() else entry.name
                yield name, entry.stat(follow_symlinks=Path(entry.path).exists())
