"""What can go wrong with the embedded AWS."""

from __future__ import annotations

from generator.errors import Refusal


class EmbeddedAwsError(Refusal):
    """The run stops with this sentence and exit code 1."""
