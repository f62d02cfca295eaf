"""How templates are read: a name they use and nobody gave is an error, and a tag's line leaves no trace."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def jinja(folder: Path) -> Environment:
    """Return a Jinja environment that loads from this folder."""
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 (HCL and YAML, not HTML; hcl.py escapes)
    )
