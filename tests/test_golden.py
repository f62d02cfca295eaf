"""Golden plans: each single change is named, and nothing that differs from run to run counts."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.golden import became, differences, names_of_ids, whole
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
    assert differences({"a": {"x": 1}}, {}) == ["  a: expected {'x': 1}, planned nothing"]
    assert differences({}, {"a": {"x": 1}}) == ["  a: expected nothing, planned {'x': 1}"]
    assert differences({"a": {}}, {"a": {"x": None}}) == ["  a.x: expected nothing, planned None"]


def planned(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return what a plan of one resource, aws_thing.it in module.the["a.b"], says of it."""
    change = {"after": values, "after_unknown": more.pop("unknown", {})}
    resource = {"type": "aws_thing", "name": "it", "expressions": more.pop("expressions", {})}
    module = {"module_calls": {"the": {"module": {"resources": [resource]}}}}
    address = 'module.the["a.b"].aws_thing.it[0]'
    changes = [{"address": address, "mode": "managed", "change": change}]
    [[found_at, found]] = whole({"resource_changes": changes, "configuration": {"root_module": module}, **more}).items()
    assert found_at == address
    return dict(found)


def test_what_is_known_after_the_apply_is_what_it_is_made_from() -> None:
    found = planned(
        {"name": "x", "rule": [{"port": 443}]},
        unknown={"id": True, "key": True, "policy": True, "rule": [{"to": True}]},
        expressions={
            "key": {"references": ["aws_kms_key.this.arn", "aws_kms_key.this"]},
            "policy": {"constant_value": None},
        },
    )
    assert found == {
        "name": "x",
        "key": "(known after apply: aws_kms_key.this.arn)",
        "policy": "(known after apply)",
        "rule": [{"port": 443, "to": "(known after apply)"}],
    }


def test_empty_values_say_nothing_in_blocks_and_something_in_documents() -> None:
    route = '{"security": [{}], "none": null, "scopes": []}'
    found = planned({"empty": [], "block": [{"unset": None, "ports": []}], "body": route})
    assert found == {"block": [{}], "body": {"security": [{}], "none": None, "scopes": []}}


def test_ids_of_the_layers_below_go_by_name() -> None:
    outputs = {"private_subnet_ids": ["subnet-0123456789abcdef0", "subnet-1123456789abcdef0"], "name": "x"}
    state = {"type": "terraform_remote_state", "name": "networking", "values": {"outputs": outputs}}
    below = {"values": {"root_module": {"resources": [state]}}}
    assert set(names_of_ids({"prior_state": below}).values()) == {"networking.private_subnet_ids"}
    one, other = outputs["private_subnet_ids"]
    for order in ([one, other], [other, one]):
        found = planned({"subnets": order}, prior_state=below)
        assert found == {"subnets": ["<networking.private_subnet_ids>"] * 2}


def test_what_differs_from_run_to_run_does_not_count() -> None:
    def at(folder: str, identity: str) -> dict[str, Any]:
        values = {"filename": f"{folder}/modules/lambda/placeholder.zip", "list": f"pl-{identity}", "name": "a-0a1b2c"}
        return planned(values | {"tags": {"x": folder}, "source_code_hash": identity})

    first = at("/tmp/one", "0123456789abcdef0")
    assert first == at("/tmp/two", "1123456789abcdef0")
    assert first == {"filename": "modules/lambda/placeholder.zip", "list": "<prefix list>", "name": "a-<hash>"}


def test_what_is_referred_to_goes_by_the_resource_that_has_it_and_never_by_itself() -> None:
    def state(acl: str) -> dict[str, Any]:
        resources = {
            "a.user.it": {"id": "x-1", "acl": acl, "block": [{"group": "sg-1234"}]},
            "b.acl.one": {"id": "acl-1", "arn": "arn:acl-1"},
            "b.acl.two": {"id": "acl-2", "arn": "arn:acl-2"},
            "b.group.it": {"id": "sg-1234"},
        }
        found = [
            {"address": name, "type": "aws_it", "mode": "managed", "values": each} for name, each in resources.items()
        ]
        return {"values": {"root_module": {"resources": found}}}

    planned = {
        "a.user.it": {"acl": "(known after apply: var.acl)", "block": [{"group": "(known after apply)"}]},
        "b.acl.one": {},
        "b.acl.two": {},
        "b.group.it": {},
    }
    right, wrong = became(state("arn:acl-1"), planned), became(state("arn:acl-2"), planned)
    assert right == {"a.user.it": {"acl": "<b.acl.one.arn>", "block": [{"group": "<b.group.it.id>"}]}}
    assert differences(right, wrong) == ["  a.user.it.acl: expected '<b.acl.one.arn>', planned '<b.acl.two.arn>'"]


def test_blocks_of_a_set_stay_together_in_whatever_order_the_apply_has_put_them() -> None:
    planned = {
        "a.cdn.it": {
            "origin": [
                {"domain": "(known after apply: var.api)", "id": "api"},
                {"domain": "(known after apply: var.app)", "id": "app"},
            ]
        },
        "b.api.it": {},
    }

    def became_of(*origins: dict[str, str]) -> dict[str, Any]:
        values = {"a.cdn.it": {"origin": list(origins)}, "b.api.it": {"id": "x1y2z3"}}
        found = [
            {"address": name, "type": "aws_it", "mode": "managed", "values": each} for name, each in values.items()
        ]
        return became({"values": {"root_module": {"resources": found}}}, planned)

    api, app = {"domain": "x1y2z3.aws", "id": "api"}, {"domain": "app.example.com", "id": "app"}
    assert became_of(api, app) == became_of(app, api)
    [origin, _] = became_of(app, api)["a.cdn.it"]["origin"]
    assert origin == {"domain": "<b.api.it.id>.aws", "id": "api"}
