"""Golden plans: each single change is named, and nothing that differs from run to run counts."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.golden import differences, names_of_ids, whole
from tests.harness import ROOT

GOLDEN = sorted((ROOT / "tests").glob("*/**/*.planned.yaml"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything that is no map or list."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not isinstance(value, (dict, list)):
        yield path
    for key, item in items:
        yield from leaves(item, (*path, key))


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.parent.name + "/" + file.name.partition(".")[0])
def test_each_single_change_is_named(file: Path) -> None:
    """Change every hundredth value, and take it away: both are told, by the address that they are at."""
    expected = yaml.load(file.read_text(), yaml.CSafeLoader)
    for path in list(leaves(expected))[::100]:
        address, *rest = path
        for mutation in ("changed", None):
            mutant = copy.deepcopy(expected[address])
            parent = mutant
            for key in rest[:-1]:
                parent = parent[key]
            if parent[rest[-1]] == mutation:
                continue
            parent[rest[-1]] = mutation
            [told] = differences(expected[address], mutant, address)
            assert told.startswith(f"  {address}"), told


def test_a_resource_that_is_gone_or_new_is_named() -> None:
    assert differences({"a": {"x": 1}}, {}) == ["  a: expected {'x': 1}, planned None"]
    assert differences({}, {"a": {"x": 1}}) == ["  a: expected None, planned {'x': 1}"]


def test_ids_of_the_layers_below_go_by_name() -> None:
    outputs = {"private_subnet_ids": ["subnet-0123456789abcdef0", "subnet-1123456789abcdef0"], "name": "x"}
    state = {"type": "terraform_remote_state", "name": "networking", "values": {"outputs": outputs}}
    names = names_of_ids({"prior_state": {"values": {"root_module": {"resources": [state]}}}})
    one, other = outputs["private_subnet_ids"]
    for order in ([one, other], [other, one]):
        assert whole({"a": {"subnets": order}}, names) == {"a": {"subnets": ["<networking.private_subnet_ids>"] * 2}}


def test_what_differs_from_run_to_run_does_not_count() -> None:
    def at(folder: str, identity: str) -> dict[str, Any]:
        values = {"filename": f"{folder}/modules/lambda/placeholder.zip", "list": f"pl-{identity}", "name": "a-0a1b2c"}
        return whole({"a": values | {"tags": {"x": folder}, "source_code_hash": identity}}, {})

    first = at("/tmp/one", "0123456789abcdef0")
    assert first == at("/home/two", "1123456789abcdef0")
    assert first == {"a": {"filename": "modules/lambda/placeholder.zip", "list": "<prefix list>", "name": "a-<hash>"}}
