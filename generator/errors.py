"""What can be wrong with an environment, said in one sentence per fault."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import click

_LONGEST = 400  # characters of a key or a message that are shown


class Refusal(click.ClickException):
    """The run stops with this sentence and exit code 1; nothing has been written."""

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)


class Place(NamedTuple):
    """A position in a file as people count it: line and column start at 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part)


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault at one place; `path` is the key in the file, such as variables.enable_eks."""

    place: Place
    path: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.place), _shown(self.path), _shown(self.message)) if part)


class Problems(Refusal):
    """Every fault found in a run, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean "x"?` for the closest known word, or an empty string."""
    match = difflib.get_close_matches(word, list(known), n=1)
    return f', did you mean "{match[0]}"?' if match else ""


def hint(word: str, known: Collection[str]) -> str:
    """End a sentence about an unknown word: with the closest known one, or with all of them."""
    return did_you_mean(word, known) or f"; known: {', '.join(known) or 'none'}."


def one_of(words: Iterable[str]) -> str:
    """List the choices for a sentence: `a, b or c`; `nothing` where there are none."""
    *most, last = list(words) or ["nothing"]
    return f"{', '.join(most)} or {last}" if most else last


def _shown(text: str) -> str:
    """Keep a sentence on one line and out of the terminal's control, whatever a file holds."""
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
