"""A module can be used from outside, git::...//modules/NAME: it needs itself and the modules beside it only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.harness import ROOT

MODULES = sorted(file.parent for file in (ROOT / "modules").glob("*/versions.tf"))
_SOURCE = re.compile(r'^ *source *= "([^"]+)"', re.MULTILINE)
# Terraform fetches the whole repository for one module of it, so that siblings are there; nothing else may be needed.
_SIBLING = re.compile(r"\.\./([a-z0-9-]+)|\./[a-z0-9_-]+")
_OUTSIDE = re.compile(r"\$\{path\.(?:root|cwd)\}|path\.(?:root|cwd)\b|\$\{path\.module\}/\.\./(?!([a-z0-9-]+)/)")


@pytest.mark.parametrize("module", MODULES, ids=lambda folder: folder.name)
def test_a_module_needs_itself_and_its_siblings_only(module: Path) -> None:
    for file in module.rglob("*.tf"):
        text = file.read_text()
        for source in _SOURCE.findall(text):
            if "/" not in source or source.startswith("hashicorp/"):
                continue  # a provider
            match = _SIBLING.fullmatch(source)
            assert match, f"{file.relative_to(ROOT)} takes {source}"
            assert not match[1] or (ROOT / "modules" / match[1] / "versions.tf").is_file(), source
        assert not _OUTSIDE.search(text), f"{file.relative_to(ROOT)} looks outside of the module"


@pytest.mark.parametrize("module", MODULES, ids=lambda folder: folder.name)
def test_files_that_a_module_reads_are_its_own(module: Path) -> None:
    for file in module.glob("*.tf"):
        for path in re.findall(r'"\$\{path\.module\}/([^"$]+)"', file.read_text()):
            assert (module / path).resolve().is_relative_to(module.resolve()), f"{file.name} reads {path}"
            assert (module / path).exists(), f"{file.name} reads {path}, which is not there"
