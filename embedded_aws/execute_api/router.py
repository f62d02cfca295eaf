"""Which resource or route a path leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Found(NamedTuple):
    """What matched, and the values of the variables in its path."""

    name: str
    parameters: dict[str, str]


def match_resource(path: str, resources: Mapping[str, str]) -> Found | None:
    """Find the resource (identifier to path) of a REST API; a trailing slash does not count."""
    return _best(path.rstrip("/") or "/", ((identifier, template, 0) for identifier, template in resources.items()))


def match_route(method: str, path: str, keys: Iterable[str]) -> Found | None:
    """Find the route of an HTTP API by its key: the most specific path, then the method before ANY, then $default."""
    candidates = []
    for key in keys:
        verb, _, template = key.partition(" ")
        if verb in {method, "ANY"}:
            candidates.append((key, template, int(verb != "ANY")))
    fallback = Found("$default", {}) if "$default" in keys else None
    return _best(path, candidates) or fallback


def _best(path: str, candidates: Iterable[tuple[str, str, int]]) -> Found | None:
    found = []
    for name, template, preference in candidates:
        matched = _match(path.split("/")[1:], template.split("/")[1:])
        if matched is not None:
            specific = [0 if "+}" in step else 1 if step.startswith("{") else 2 for step in template.split("/")[1:]]
            found.append(((specific, preference), Found(name, matched)))
    return max(found, key=lambda each: each[0])[1] if found else None


def _match(steps: list[str], template: list[str]) -> dict[str, str] | None:
    """Return the values of the template's variables; None where it does not match."""
    values: dict[str, str] = {}
    for number, wanted in enumerate(template):
        rest = "/".join(steps[number:])
        if wanted.endswith("+}"):
            return values | {wanted[1:-2]: rest} if rest else None
        if number >= len(steps):
            return None
        if wanted.startswith("{") and steps[number]:
            values[wanted[1:-1]] = steps[number]
        elif wanted != steps[number]:
            return None
    return values if len(steps) == len(template) else None
