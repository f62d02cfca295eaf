"""A whole plan as text: the attributes of every resource, as far as the plan knows them, and what the rest became.

What is known only after the apply stands there as what it is made from, so that a security group or a key that is
taken away is seen. After an apply `became` returns what it has become.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# What says nothing of how a thing behaves; the default tags have tests of their own.
LEFT_OUT = {"description", "tags", "tags_all", "timeouts"}
# Hashes of files and definitions, which change with every line of them.
HASHES = {"source_code_hash", "code_sha256", "redeployment"}
_UNSET: tuple[object, ...] = (None, "", [], {})
# What differs from run to run: where the test stands, what the embedded AWS names itself, and the ends of names that
# are a hash of such an id.
_RANDOM = {
    re.compile(r"(?<![\w.])/[^\s\"']*?/(?=(?:modules|layers)/)"): "",
    re.compile(r"\bpl-[0-9a-f]{8,17}\b"): "<prefix list>",
    re.compile(r"-[0-9a-f]{6}$"): "-<hash>",
}


def whole(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return all that a plan says of each managed resource, by address; ids of the layers below go by their names.

    `plan` is what `terraform show -json` prints. An attribute that is known after the apply reads
    `(known after apply: ...)` with what its expression refers to; one that AWS alone computes is left out.
    """
    show = Shown(names_of_ids(plan))
    return {
        change["address"]: show.resource(
            change["change"]["after"], change["change"]["after_unknown"], expressions(plan, change["address"])
        )
        for change in sorted(plan["resource_changes"], key=lambda change: str(change["address"]))
        if change["mode"] == "managed" and change["change"]["after"] is not None
    }


class Shown:
    """Values as a golden file holds them; each id in `names` goes by its name."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self._id = re.compile(rf"(?<![A-Za-z0-9])(?:{longest_first})(?![A-Za-z0-9])") if names else None

    def resource(
        self, values: Mapping[str, Any], unknown: Mapping[str, Any], made_from: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the attributes of a resource that are set, known or not."""
        found: dict[str, Any] = {}
        for name in sorted({*values, *unknown} - LEFT_OUT - HASHES):
            if unknown.get(name) is True:
                if name in made_from:
                    found[name] = _known_after_apply(made_from[name])
            else:
                found[name] = self.block(values.get(name), unknown.get(name))
        return {name: value for name, value in found.items() if value not in _UNSET}

    def block(self, value: Any, unknown: Any = None) -> Any:
        """Return a value of Terraform's: what is null or empty there says nothing."""
        if unknown is True:
            return "(known after apply)"
        if isinstance(value, dict):
            below = unknown if isinstance(unknown, dict) else {}
            names = (name for name in {**value, **below} if name not in HASHES)
            found = {self.text(name): self.block(value.get(name), below.get(name)) for name in names}
            return {name: item for name, item in found.items() if item not in _UNSET}
        if isinstance(value, list):
            rest = unknown if isinstance(unknown, list) else []
            items = [self.block(item, rest[index] if index < len(rest) else None) for index, item in enumerate(value)]
            return _in_order(items)
        if isinstance(value, str) and value.startswith(("{", "[")):
            try:
                return self.document(json.loads(value))
            except ValueError:
                pass
        return self.text(value) if isinstance(value, str) else value

    def document(self, value: Any) -> Any:
        """Return a JSON document whole: `{}` and `[]` mean something there, such as a route that is open to all."""
        if isinstance(value, dict):
            return {self.text(name): self.document(item) for name, item in value.items()}
        if isinstance(value, list):
            return _in_order([self.document(item) for item in value])
        return self.text(value) if isinstance(value, str) else value

    def text(self, value: str) -> str:
        """Return a text without what differs from run to run."""
        for pattern, name in _RANDOM.items():
            value = pattern.sub(name, value)
        return self._id.sub(lambda found: f"<{self._names[found[0]]}>", value) if self._id else value


def _in_order(items: list[Any]) -> list[Any]:
    # Sets are in the order of what they hold, which is another once ids have names.
    return sorted(items) if all(isinstance(item, str) for item in items) else items


def _known_after_apply(expression: Any) -> str:
    found = sorted(set(_references(expression)))
    # Terraform names a, a.b and a.b.c for one reference to a.b.c.
    longest = [each for each in found if not any(other.startswith((f"{each}.", f"{each}[")) for other in found)]
    return f"(known after apply: {', '.join(longest)})" if longest else "(known after apply)"


def _references(expression: Any) -> Iterator[str]:
    if isinstance(expression, dict):
        yield from expression.get("references", [])
        for item in expression.values():
            yield from _references(item)
    elif isinstance(expression, list):
        for item in expression:
            yield from _references(item)


_LATER = "(known after apply"
# Names of which an id is shortest: where two attributes have the same value, the first of these names it.
_NAMING = ("arn", "id")
_IN_BLOCK = len(_NAMING) + 1


def became(state: Mapping[str, Any], planned: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a plan did not know and the apply has made of it, by address, ids by the resource that has them.

    `state` is what `terraform show -json` prints after the apply, `planned` what `whole` returned before it.
    """
    below = names_of_ids({"prior_state": state})
    as_before = Shown(below)
    made = {
        resource["address"]: {
            **resource,
            "values": _in_order_of_plan(resource["values"], planned.get(resource["address"]), as_before),
        }
        for resource in walk(state["values"]["root_module"])
    }
    show = Shown(_names_of_what_is_made(made, planned) | below)
    found = {}
    for address, attributes in planned.items():
        values = made[address]["values"]
        later = {name: show.block(values.get(name)) for name, value in attributes.items() if _is_later(value)}
        if later:
            found[address] = later
    return found


def _in_order_of_plan(value: Any, planned: Any, show: Shown) -> Any:
    """Return a value with the blocks of each set where the plan has them.

    Terraform orders a set of blocks by a hash of what they hold, so an id that the apply has made moves them. Blocks
    belong together that have most in common.
    """
    if isinstance(value, dict) and isinstance(planned, dict):
        return {name: _in_order_of_plan(item, planned.get(name), show) for name, item in value.items()}
    if not (isinstance(value, list) and isinstance(planned, list) and len(value) == len(planned)):
        return value
    left = list(value)
    found = []
    for before in planned:
        if isinstance(before, dict):
            known = set(_leaves(before, ""))
            item = max(left, key=lambda each: len(known & set(_leaves(show.block(each), ""))))
        else:
            item = left[0]
        left.remove(item)
        found.append(_in_order_of_plan(item, before, show))
    return found


def _is_later(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_is_later, value.values()))
    if isinstance(value, list):
        return any(map(_is_later, value))
    return isinstance(value, str) and value.startswith(_LATER)


def _names_of_what_is_made(made: Mapping[str, Any], planned: Mapping[str, Any]) -> dict[str, str]:
    """Return `address.attribute` by each value that AWS alone has made.

    An id or ARN names its value before any other attribute does. What is made within a block comes last, and only if
    it holds no id: there the plan does not say whether AWS computes it or we refer to it. What we refer to names
    nothing, or it would name itself.
    """
    known = {leaf for attributes in planned.values() for _, leaf in _leaves(attributes, "")}
    found: list[tuple[int, str, str]] = []
    for address, resource in made.items():
        if resource["mode"] != "managed":
            continue
        plan = planned.get(address, {})
        for name in sorted({*resource["values"]} - LEFT_OUT - HASHES):
            if name in plan and isinstance(plan[name], str):
                continue
            rank = _NAMING.index(name) if name in _NAMING else _IN_BLOCK if name in plan else _IN_BLOCK - 1
            # A random id may be a word.
            common = _COMMON if name in _NAMING or name.endswith("_id") else _COMMON_OR_WORD
            for place, leaf in _made(resource["values"][name], plan.get(name, _LATER), f"{address}.{name}"):
                for text in (leaf, leaf.removeprefix("https://")):
                    if len(text) > 4 and text not in known and not common.fullmatch(text):
                        found.append((rank, place, text))
    names: dict[str, str] = {}
    for _, place, text in sorted(each for each in found if each[0] < _IN_BLOCK):
        names.setdefault(text, place)
    ids = Shown(names)
    for _, place, text in sorted(each for each in found if each[0] == _IN_BLOCK):
        if ids.text(text) == text:
            names.setdefault(text, place)
    return names


# Values of many things: a region, an account, a time, a number.
_COMMON = re.compile(r"[a-z]{2}-[a-z]+-\d|\d{12}|\d{4}-\d\d-\d\d.*|[\d.]+|\$LATEST")
_COMMON_OR_WORD = re.compile(rf"{_COMMON.pattern}|[A-Za-z_ -]+")


def _made(value: Any, planned: Any, place: str) -> Iterator[tuple[str, str]]:
    """Yield place and text of what a value has where the plan did not know it."""
    if isinstance(planned, str):
        if planned.startswith(_LATER):
            yield from _leaves(value, place)
    elif isinstance(value, dict) and isinstance(planned, dict):
        for name, item in planned.items():
            if name in value:
                yield from _made(value[name], item, f"{place}.{name}")
    elif isinstance(value, list) and isinstance(planned, list):
        for item, before in zip(value, planned, strict=False):
            yield from _made(item, before, place)


def walk(module: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the resources of a module and of those below it, as `terraform show -json` nests them."""
    yield from module.get("resources", [])
    for child in module.get("child_modules", []):
        yield from walk(child)


def expressions(plan: Mapping[str, Any], address: str) -> Mapping[str, Any]:
    """Return what the configuration says of a resource: an expression by attribute."""
    *modules, kind, name = re.sub(r"\[(?:\"[^\"]*\"|\d+)\]", "", address).split(".")
    module = plan["configuration"]["root_module"]
    for call in modules[1::2]:
        module = module["module_calls"][call]["module"]
    found = next(each for each in module["resources"] if (each["type"], each["name"]) == (kind, name))
    said: Mapping[str, Any] = found.get("expressions", {})
    return said


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


class _Nothing:
    """Not null, which a document may say."""

    def __repr__(self) -> str:
        return "nothing"


_NOTHING = _Nothing()


def differences(expected: Any, actual: Any, place: str = "") -> list[str]:
    """Return every place at which two plans differ, both ways."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return [
            line
            for name in sorted({*expected, *actual}, key=str)
            for line in differences(
                expected.get(name, _NOTHING), actual.get(name, _NOTHING), f"{place}.{name}" if place else str(name)
            )
        ]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for index, (one, other) in pairs for line in differences(one, other, f"{place}[{index}]")]
    return [] if expected == actual else [f"  {place}: expected {expected!r}, planned {actual!r}"]
