"""Lambda; the underscore keeps the name importable."""

from embedded_aws.services.lambda_ import (
    aliases,
    code_signing,
    concurrency,
    event_invoke,
    event_sources,
    functions,
    invoke,
    permissions,
    refusals,
    urls,
)
from embedded_aws.services.lambda_.base import service

__all__ = [
    "aliases",
    "code_signing",
    "concurrency",
    "event_invoke",
    "event_sources",
    "functions",
    "invoke",
    "permissions",
    "refusals",
    "service",
    "urls",
]
