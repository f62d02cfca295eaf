"""Find the part of a value that a validation refuses: Terraform names the variable, people look for the line.

What is refused on its own is at fault; so is what can be left out to end the refusal. Each question is one plan of the
variables alone, asked only where something is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.convert import Value

_QUESTIONS = 60  # plans for one refusal, a tenth of a second each

Path = tuple[str, ...]
# Tells which sentences the variable's value gives rise to.
Ask = Callable[[Value], set[str]]


def parts(value: Value, sentence: str, ask: Ask) -> list[Path]:
    """Return the keys that lead to each part at fault; one empty path where it is the value as a whole."""
    before = ask(value)
    left = [_QUESTIONS]

    def says(changed: Value) -> set[str] | None:
        left[0] -= 1
        return ask(changed) if left[0] >= 0 else None

    def below(found: Value, within: Callable[[Value], Value]) -> list[Path]:
        """Return the paths below `found`, which `within` puts back into the whole value."""
        if not isinstance(found, dict) or not found or sentence not in before:
            return [()]
        alone = [key for key, item in found.items() if sentence in (says(within({key: item})) or ())]
        if len(alone) == len(found) > 1:
            alone = []  # not about any of them
        ends = [] if alone else [key for key in found if _ends(says(within(_without(found, key))), before, sentence)]
        guilty = alone or (ends if len(ends) == 1 else [])  # whichever of several goes: there are too many
        # What is refused alone is asked about alone: its guilty neighbours would answer for it.
        beside: dict[str, Value] = {} if alone else found
        return [
            (key, *rest)
            for key in guilty
            for rest in below(found[key], lambda item, key=key: within({**beside, key: item}))  # type: ignore[misc]
        ] or [()]

    return below(value, lambda changed: changed)


def _without(value: dict[str, Value], key: str) -> Value:
    return {name: item for name, item in value.items() if name != key}


def _ends(after: set[str] | None, before: set[str], sentence: str) -> bool:
    """Tell whether the refusal ended without another in its place."""
    return after is not None and sentence not in after and after <= before
