"""What can go wrong with the embedded AWS."""

from __future__ import annotations

from typing import IO, Any

import click


class EmbeddedAwsError(click.ClickException):
    """The run stops with this sentence and exit code 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=True)
