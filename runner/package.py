"""Build Lambda packages: the same sources give the same bytes, on every machine and at any time.

Files are stored uncompressed, in the order of their names, with the time stamp 1980-01-01 and mode 0644. Python sources
bring their bytecode, for the folder of a running function is read-only and would compile on every cold start.
"""

from __future__ import annotations

import hashlib
import io
import marshal
import os
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path

from generator.errors import Refusal
from generator.project import Project

# The functions' runtime: bytecode serves one minor version of Python only.
PYTHON = "3.11"
EXCLUDED = {"__pycache__", "tests"}
SHARED = "shared"
_RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
_UNCHECKED_HASH = (0b01).to_bytes(4, "little")


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


def package(source: Path, target: Path, *, python: str = PYTHON) -> Package:
    """Pack the source folder into the target zip for this minor version of Python.

    Left out are tests, __pycache__ and names that start with a dot. Raises Refusal, with the target untouched, when
    there is nothing to pack or a file cannot be.
    """
    compiled = python == _RUNNING
    contents = {_name(path, source): _read(path, source) for path in _files(source)}
    if not contents:
        raise Refusal(f"{source}: holds no files to pack; put the function's code there.")
    if compiled:
        contents |= {
            _bytecode_name(name): _compile(name, text, source)
            for name, text in contents.items()
            if name.endswith(".py")
        }
    data = _zip(contents)
    _write(target, data)
    return Package(target, hashlib.sha256(data).hexdigest(), len(data), tuple(sorted(contents)), compiled)


def packages(project_root: Path) -> list[Path]:
    """List the folders below lambda/ that hold a function: all with Python code, but for the one they share."""
    folders = sorted((project_root / "lambda").glob("*/"))
    return [folder for folder in folders if folder.name != SHARED and any(_sources(folder))]


def package_all(project_root: Path, environments: list[str], say: Callable[[str], None]) -> list[Package]:
    """Build every function's package into the root of each environment, all of them when none is named; return them.

    Says what it builds; raises Refusal for an environment without a root.
    """
    project = Project(project_root)
    built = [
        package(source, _root(project, environment) / f"{source.name.replace('_', '-')}.zip", python=PYTHON)
        for source in packages(project_root)
        for environment in environments or project.root_names()
    ]
    for each in built:
        say(f"{each.path.relative_to(project_root)}  {each.size} bytes, {len(each.files)} files")
    if built and not built[0].compiled:
        say(f"No bytecode inside: the functions run Python {PYTHON}, this is {_RUNNING}. They work, but start slower.")
    return built


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


def _bytecode_name(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/".lstrip("/") + f"{file.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"


def _compile(name: str, text: bytes, source: Path) -> bytes:
    """Return bytecode (PEP 552) that Python trusts without a look at the source; it names the file as Lambda will."""
    try:
        code = compile(text, f"/var/task/{name}", "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError) as error:
        raise Refusal(f"{source / name}: is not Python {_RUNNING} ({error}); correct it.") from None
    return MAGIC_NUMBER + _UNCHECKED_HASH + source_hash(text) + marshal.dumps(code)


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
    """Replace the target at once, and only if it changes."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if target.is_file() and target.read_bytes() == data:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(f"{target}: cannot be written ({error.strerror}).") from None
