"""The foreign half of a Lambda package: the wheels that a lock file pins, for the function's processor."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path, PurePosixPath

from generator.errors import Refusal
from runner.progress import step

MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}  # Lambda's names for processors, and the wheels'

# Not imported by a running function: stubs, tests, and cffi's compiler, of which only the backend in C is used.
_UNUSED_FOLDERS = {"__pycache__", "tests", "cffi", "pycparser"}
_UNUSED_SUFFIXES = {".pyc", ".pyi", ".typed", ".h"}


def contents(lock: Path, architecture: str, python: str, cache: Path) -> dict[str, bytes]:
    """Return the files of the pinned wheels by name; raise Refusal when they cannot be had.

    Wheels are kept in the cache, and trusted only as far as their hashes are in the lock file.
    """
    text = lock.read_bytes()
    pinned = hashlib.sha256(text).hexdigest()[:12]
    folder = cache / f"{lock.stem}-{architecture}-{python}-{pinned}"
    if not _complete(folder, text.decode()):
        with step(f"wheels of {lock.name} for {architecture}"):
            _download(lock, architecture, python, folder)
    files: dict[str, bytes] = {}
    for wheel in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            files |= {name: archive.read(name) for name in archive.namelist() if _wanted(name)}
    return files


def _complete(folder: Path, lock: str) -> bool:
    """Tell whether the folder holds a wheel for every requirement, and nothing that is not pinned."""
    wheels = list(folder.glob("*.whl"))
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", lock))
    everywhere = [line for line in re.findall(r"^[^\s#].*==.*", lock, re.MULTILINE) if ";" not in line]
    return len(wheels) >= len(everywhere) and all(
        hashlib.sha256(wheel.read_bytes()).hexdigest() in hashes for wheel in wheels
    )


def _download(lock: Path, architecture: str, python: str, folder: Path) -> None:
    """Put the wheels into the folder, at once: a folder that is there is whole, whoever was interrupted."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".") as name:
        arriving = Path(name) / "wheels"
        pip = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "download"),
                *("--require-hashes", "--no-deps", "--only-binary=:all:", "--implementation=cp"),
                *(f"--python-version={python}", f"--platform=manylinux2014_{MACHINES[architecture]}"),
                *("--dest", str(arriving), "--requirement", str(lock)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if pip.returncode:
            raise Refusal(
                f"{lock}: pip cannot get these wheels for {architecture} and Python {python} ({_reason(pip.stderr)}); "
                "see that it reaches a package index (pip config list), then run this again."
            )
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another run put the same wheels there a moment ago
            arriving.rename(folder)


def _reason(said: str) -> str:
    """Return the last error of pip's."""
    errors = [line.removeprefix("ERROR: ") for line in said.splitlines() if line.startswith("ERROR: ")]
    return errors[-1].rstrip(".:") if errors else "it says nothing"


def _wanted(name: str) -> bool:
    path = PurePosixPath(name)
    if name.endswith("/") or any(part in _UNUSED_FOLDERS or part.startswith(".") for part in path.parts):
        return False
    # Of a wheel's own records only the entry points are read at run time (by opentelemetry's and others' plug-ins).
    if path.parts[0].endswith((".dist-info", ".data")):
        return path.name == "entry_points.txt"
    return path.suffix not in _UNUSED_SUFFIXES
