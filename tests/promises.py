"""Promises of a table in docs/: each names a file, a test and, where AWS has a resource for it, an address in prod."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.harness import ROOT, read_golden, regenerate_command

Promise = Mapping[str, Any]


@cache
def planned() -> Mapping[str, list[Any]]:
    """Return prod's golden plan: what is planned at each address, its keys left out."""
    found: dict[str, list[Any]] = {}
    for address, attributes in read_golden(ROOT / "tests/environments/prod.planned.yaml").items():
        found.setdefault(re.sub(r"\[[^\]]*\]", "", address), []).append(attributes)
    return found


def file_is_there(promise: Promise) -> None:
    """Assert that the file of a promise exists."""
    assert (ROOT / promise["in"]).is_file(), promise["in"]


def proof_is_there(promise: Promise) -> None:
    """Assert that the test of a promise exists: a function, or a sentence that refuses."""
    file, _, name = promise["test"].partition("::")
    assert (ROOT / file).is_file(), file
    text = (ROOT / file).read_text()
    # The refusals of a module are cases, each with its sentence.
    found = name in text if file.endswith(".yaml") else not name or re.search(rf"^def {name}\(", text, re.MULTILINE)
    assert found, promise["test"]


def prod_has_it(promise: Promise) -> None:
    """Assert that prod's golden plan has the resource, with the attribute if one is named."""
    address = f"module.layer.module.{promise['prod']}"
    assert address in planned(), address
    if "attribute" in promise:
        assert promise["attribute"] in set(_names(planned()[address])), f"{address} has no {promise['attribute']}"


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _names(item)


def table_is_fresh(table: Path, lines: list[str], request: pytest.FixtureRequest) -> None:
    """Assert that a table in docs/ is what its source says, or write it under --regenerate."""
    text = "\n".join([*lines, ""])
    if request.config.getoption("--regenerate"):
        table.write_text(text)
        return
    assert table.read_text() == text, f"docs/{table.name} is stale: {regenerate_command(request)}"
