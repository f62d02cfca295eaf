"""Which environment the user means."""

from __future__ import annotations

from generator.errors import Refusal, did_you_mean, one_of
from generator.project import Project


class Misuse(Refusal):
    """The command was called wrongly; nothing has been started."""

    exit_code = 2


def environment_name(project: Project, given: str | None) -> str:
    """Return the name if there is such an environment; raise Misuse with the ones there are."""
    names = project.names()
    if not given:
        raise Misuse(f"ENV is missing: say which environment, such as ENV=dev; {_known(names)}")
    if orphan := project.orphan(given):
        raise Misuse(orphan)
    if given not in names:
        shown = given if len(given) <= 40 else given[:37] + "..."
        raise Misuse(f"ENV={shown!r}: no such environment{did_you_mean(given, names)}; {_known(names)}")
    return given


def _known(names: list[str]) -> str:
    return f"there are {one_of(names)}. `make env ENV=name` adds one."
