"""Bytecode for Lambda packages: what the interpreter would compile on every cold start, compiled once."""

from __future__ import annotations

import marshal
import sys
import warnings
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path

from generator.errors import Refusal

RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
_UNCHECKED_HASH = (0b01).to_bytes(4, "little")
# Later versions of the format refer back to objects that happen to be shared in this process: other bytes each time.
_FORMAT = 2


def of(files: dict[str, bytes], source: Path | None = None) -> dict[str, bytes]:
    """Return the bytecode files of all Python files in a package.

    What does not compile is refused as a file of the source folder; without one it is foreign, and left to fail where
    somebody imports it.
    """
    compiled = {}
    for name, text in files.items():
        if name.endswith(".py"):
            try:
                compiled[_name(name)] = _compile(name, text)
            except (SyntaxError, ValueError) as error:
                if source:
                    raise Refusal(f"{_origin(name, source)}: is not Python {RUNNING} ({error}); correct it.") from None
    return compiled


def _origin(name: str, source: Path) -> Path:
    """Return the file that a file of the package comes from."""
    return next(path for path in (source / name, source.parent / name) if path.exists())


def _name(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/__pycache__/".lstrip("/") + f"{file.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"


def _compile(name: str, text: bytes) -> bytes:
    """Return bytecode (PEP 552) that Python trusts without a look at the source; it names the file as Lambda will."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(text, f"/var/task/{name}", "exec", dont_inherit=True, optimize=0)
    return MAGIC_NUMBER + _UNCHECKED_HASH + source_hash(text) + marshal.dumps(code, _FORMAT)
