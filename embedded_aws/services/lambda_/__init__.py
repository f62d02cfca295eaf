"""Lambda; the underscore keeps the name importable."""

from embedded_aws.services.lambda_ import (
    code_signing,
    concurrency,
    event_invoke,
    event_sources,
    functions,
    urls,
)
from embedded_aws.services.lambda_.base import service

__all__ = ["code_signing", "concurrency", "event_invoke", "event_sources", "functions", "service", "urls"]
