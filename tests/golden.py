"""A whole plan as text: the attributes of every resource, as far as the plan knows them.

Two kinds of changes go unseen. What is known only after the apply looks like what is not set, so that a security group,
key or alarm action that a plan refers to may be taken away. Empty values are left out inside documents, too, so that a
route of an OpenAPI body with an authorizer (`security: [{token: []}]`) looks like an open one (`[{}]`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# What says nothing of how a thing behaves; the default tags have tests of their own.
_LEFT_OUT = {"description", "tags", "tags_all", "timeouts"}
# Hashes of files and definitions, which change with every line of them.
_HASHES = {"source_code_hash", "code_sha256", "redeployment"}
_EMPTY: tuple[object, ...] = (None, "", [], {})
# What differs from run to run: where the test stands, what the embedded AWS names itself, and the ends of names that
# are a hash of such an id.
_RANDOM = {
    re.compile(r"(?<![\w.])/[^\s\"']*?/(?=(?:modules|layers)/)"): "",
    re.compile(r"\bpl-[0-9a-f]{8,17}\b"): "<prefix list>",
    re.compile(r"-[0-9a-f]{6}$"): "-<hash>",
}


def whole(values: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> dict[str, Any]:
    """Return all attributes that say something, by address; ids of the layers below go by their `names`."""
    replaced = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if names else None

    def text(value: str) -> str:
        for pattern, name in _RANDOM.items():
            value = pattern.sub(name, value)
        return replaced.sub(lambda found: f"<{names[found[0]]}>", value) if replaced else value

    def shown(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {name: shown(item) for name, item in value.items() if name not in _HASHES}
            return {text(name): item for name, item in kept.items() if item not in _EMPTY}
        if isinstance(value, list):
            items = [shown(item) for item in value]
            # Sets are in the order of what they hold, which is another once ids have names.
            return sorted(items) if all(isinstance(item, str) for item in items) else items
        return text(value) if isinstance(value, str) else value

    return {
        address: shown({name: value for name, value in attributes.items() if name not in _LEFT_OUT})
        for address, attributes in sorted(values.items())
    }


def names_of_ids(plan: Mapping[str, Any]) -> dict[str, str]:
    """Return what the layers below call their ids and ARNs, as the plan has read them from their states."""
    found: dict[str, str] = {}
    for resource in plan.get("prior_state", {}).get("values", {}).get("root_module", {}).get("resources", []):
        if resource["type"] == "terraform_remote_state":
            for name, value in (resource["values"].get("outputs") or {}).items():
                for place, leaf in _leaves(value, f"{resource['name']}.{name}"):
                    if re.search(r"-[0-9a-f]{8,}", leaf):
                        found.setdefault(leaf, place)
    return found


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{place}.{name}")
    elif isinstance(value, list):
        for item in value:  # members of a list are alike
            yield from _leaves(item, place)
    elif isinstance(value, str):
        yield place, value


def differences(expected: Any, actual: Any, place: str = "") -> list[str]:
    """Return every place at which two plans differ, both ways."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return [
            line
            for name in sorted({*expected, *actual}, key=str)
            for line in differences(expected.get(name), actual.get(name), f"{place}.{name}" if place else str(name))
        ]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for index, (one, other) in pairs for line in differences(one, other, f"{place}[{index}]")]
    return [] if expected == actual else [f"  {place}: expected {expected!r}, planned {actual!r}"]
