"""Build Lambda packages: the same sources give the same bytes, on every machine and at any time.

A folder below lambda/ is packed as it is; if it is a Python package (it has an __init__.py), under its own name, with
the shared one beside it if it imports that. With it go the wheels that requirements/lambda-<folder>.txt pins.

Files are stored uncompressed, in the order of their names, with the time stamp 1980-01-01 and mode 0644. Python sources
bring their bytecode, for the folder of a running function is read-only and would compile on every cold start.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import files
from generator.environment import load
from generator.errors import Refusal
from generator.project import Project
from runner import bytecode, wheels

# The functions' runtime: bytecode serves one minor version of Python only.
PYTHON = "3.11"
ARCHITECTURE = "arm64"  # the modules' default
# The AI Assistant's functions are named by its specification, their folders by what is in them.
FUNCTIONS = {"backend": "main", "websocket_handler": "websocket", "authorizer": "jwt-authorizer"}
EXCLUDED = {"__pycache__", "tests"}
SHARED = "shared"
_IMPORTS_SHARED = re.compile(rb"^\s*(from|import) shared\b", re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """A built package: hexadecimal SHA-256 and size of the zip in bytes, names of the files inside it.

    `compiled` is False where another Python than the function's built it: then it holds no bytecode.
    """

    path: Path
    sha256: str
    size: int
    files: tuple[str, ...]
    compiled: bool


def package(source: Path, target: Path, *, python: str = PYTHON, architecture: str = ARCHITECTURE) -> Package:
    """Pack the source folder into the target zip for this minor version of Python and this processor.

    Left out are tests, __pycache__ and names that start with a dot. Raises Refusal, with the target untouched, when
    there is nothing to pack, a file cannot be, or a wheel cannot be had.
    """
    ours = _ours(source)
    foreign = _foreign(source, architecture, python)
    compiled = python == bytecode.RUNNING
    if compiled:
        ours |= bytecode.of(ours, source)
        foreign |= bytecode.of(foreign)
    contents = foreign | ours
    data = _zip(contents)
    _write(target, data)
    return Package(target, hashlib.sha256(data).hexdigest(), len(data), tuple(sorted(contents)), compiled)


def packages(project_root: Path) -> list[Path]:
    """List the folders below lambda/ that hold a function: all with Python code, but for the one they share."""
    folders = sorted((project_root / "lambda").glob("*/"))
    return [folder for folder in folders if folder.name != SHARED and any(_sources(folder))]


def package_all(project_root: Path, environments: list[str], say: Callable[[str], None]) -> list[Package]:
    """Build every function's package into the root of each environment, all of them when none is named; return them.

    A package is for the processor of the function that names it. Says what it builds; raises Refusal for an
    environment without a root.
    """
    project = Project(project_root)
    built = []
    for environment in environments or project.root_names():
        root, architectures = _root(project, environment), _architectures(project, environment)
        for source in packages(project_root):
            name = zip_name(source)
            architecture = architectures.get(name, ARCHITECTURE)
            built.append(package(source, root / name, python=PYTHON, architecture=architecture))
    for each in built:
        say(f"{each.path.relative_to(project_root)}  {each.size} bytes, {len(each.files)} files")
    if built and not built[0].compiled:
        running = bytecode.RUNNING
        say(f"No bytecode inside: the functions run Python {PYTHON}, this is {running}. They work, but start slower.")
    return built


def _architectures(project: Project, environment: str) -> dict[str, str]:
    """Return the processors of the functions that say theirs, by the package they name."""
    if not project.yaml_of(environment).is_file():
        return {}
    functions: Any = load(project, environment).variables.get("lambda_functions") or {}
    return {
        each["filename"]: each["architecture"]
        for each in functions.values()
        if each.get("filename") and each.get("architecture")
    }


def zip_name(source: Path) -> str:
    """Return the package's file name: the function's name, as environments write it."""
    return f"{FUNCTIONS.get(source.name, source.name.replace('_', '-'))}.zip"


def _ours(source: Path) -> dict[str, bytes]:
    """Return what people wrote, by its name in the package."""
    files = {_name(path, source): _read(path, source) for path in _files(source)}
    if not files:
        raise Refusal(f"{source}: holds no files to pack; put the function's code there.")
    if "__init__.py" not in files:
        return files
    files = {f"{source.name}/{name}": data for name, data in files.items()}
    if any(_IMPORTS_SHARED.search(data) for name, data in files.items() if name.endswith(".py")):
        shared = source.parent / SHARED
        files |= {f"{SHARED}/{_name(path, shared)}": _read(path, shared) for path in _files(shared)}
    return files


def _foreign(source: Path, architecture: str, python: str) -> dict[str, bytes]:
    """Return the files of the wheels that the function needs."""
    root = source.parent.parent
    lock = root / "requirements" / f"lambda-{source.name.replace('_', '-')}.txt"
    return wheels.contents(lock, architecture, python, root / ".work/wheels") if lock.is_file() else {}


def _root(project: Project, environment: str) -> Path:
    root = project.root_of(environment)
    if not root.is_dir():
        raise Refusal(
            f"{project.relative(root)}: there is no such environment; make it with `make env ENV={environment}`."
        )
    return root


def _files(source: Path) -> Iterator[Path]:
    if not source.is_dir():
        raise Refusal(f"{source}: is not a folder; name the folder that holds the function's code.")
    for folder, subfolders, names in os.walk(source, onerror=_refuse_unreadable):
        links = [name for name in subfolders if Path(folder, name).is_symlink()]
        subfolders[:] = [name for name in subfolders if _wanted(name) and name not in links]
        yield from (Path(folder, name) for name in sorted(names + links) if _wanted(name))


def _sources(folder: Path) -> Iterator[Path]:
    return (path for path in _files(folder) if path.suffix == ".py")


def _wanted(name: str) -> bool:
    return not name.startswith(".") and not name.endswith(".pyc") and name not in EXCLUDED


def _refuse_unreadable(error: OSError) -> None:
    raise Refusal(f"{error.filename}: cannot be read ({error.strerror}); correct its permissions.")


def _name(path: Path, source: Path) -> str:
    name = path.relative_to(source).as_posix()
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        raise Refusal(f"{source}: the file name {name!r} is not UTF-8; rename it.")
    return name


def _read(path: Path, source: Path) -> bytes:
    """Return the bytes of a file; a link counts as the file it names, if that is part of the package too."""
    try:
        real = path.resolve(strict=True)
        if path.is_symlink() and not (real.is_file() and real.is_relative_to(source.resolve())):
            raise Refusal(f"{path}: links to {real}, outside of the package or no file; copy the file here.")
        if not stat.S_ISREG(real.stat().st_mode):
            raise Refusal(f"{path}: is not a plain file; remove it.")
        return real.read_bytes()
    except RuntimeError:  # how Python 3.11 and 3.12 say that links run in a circle
        raise Refusal(f"{path}: links to itself; remove it.") from None
    except OSError as error:
        raise Refusal(f"{path}: cannot be read ({error.strerror}); correct or remove it.") from None


def _zip(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(contents.items()):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, or the mode below would mean nothing
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def _write(target: Path, data: bytes) -> None:
    try:
        files.write(target, data, files.PUBLIC)
    except OSError as error:
        raise Refusal(f"{target}: cannot be written ({error.strerror}).") from None
