"""What can be wrong with an environment, said in one sentence per fault."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

import click


class Refusal(click.ClickException):
    """The run stops with this sentence and exit code 1; nothing has been written."""

    def show(self, file: object = None) -> None:
        click.echo(self.format_message(), err=True)


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a file as people count it: line and column start at 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault at one place; `path` is the key in the file, such as variables.enable_eks."""

    place: Place
    path: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.place), self.path, self.message) if part)


class Problems(Refusal):
    """Every fault found in a run, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `, did you mean "x"?` for the closest known word, or an empty string."""
    match = difflib.get_close_matches(word, list(known), n=1)
    return f', did you mean "{match[0]}"?' if match else ""


def one_of(words: Iterable[str]) -> str:
    """List the choices for a sentence: `a, b or c`; `nothing` where there are none."""
    *most, last = list(words) or ["nothing"]
    return f"{', '.join(most)} or {last}" if most else last
