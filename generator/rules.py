"""What no value may be, whatever its type: a secret, which would be committed, or a tag that AWS refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Forms that hold nothing but a secret: an AWS access key's id, a private key, a URL with a password, tokens by prefix.
_SECRET = re.compile(
    r"\b(AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/@{$<]+@"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}|\bxox[abprs]-[A-Za-z0-9-]{10}|\b[sr]k_live_[A-Za-z0-9]{16}"
)
# Names whose value is one, where users choose the names: environment variables and settings.
_SECRET_NAME = re.compile(r"(^|[^a-z])(password|passwd|secret|token|(api|access|private)[_-]?key)$", re.IGNORECASE)
_REFERENCE = re.compile(r"arn:|\{\{resolve:|(true|false|null|[0-9]*|\*+)$", re.IGNORECASE)
_SHORTEST = 12  # characters of a secret by its form
CONFIDENTIAL = (
    "looks like a secret, and what stands here is committed; put it into Secrets Manager or Parameter Store and name "
    "it under `secrets`."
)

# Tagging AWS resources, "Tag naming limits and requirements"; IAM compares keys without regard to case.
_TAG = re.compile(r"(?:[\w+\-=.:/@]|[^\S\t\n\r\f\v])*")
_TAG_KEY, _TAG_VALUE, _TAGS = 128, 256, 50
# The tags that every resource has besides (providers.tf).
DEFAULT_TAGS = ("Project", "Environment", "Layer", "ManagedBy")


def is_secret(text: str) -> bool:
    """Tell whether a text is, or holds, a secret by its form."""
    return len(text) >= _SHORTEST and _SECRET.search(text) is not None


def names_secret(name: str, value: str) -> bool:
    """Tell whether a user's name says that its value is a secret, and the value is not just where to find one."""
    return bool(value) and _SECRET_NAME.search(name) is not None and not _REFERENCE.match(value)


def tag_fault(key: str, value: str) -> str:
    """Say why AWS refuses this tag, or nothing."""
    if key.lower().startswith("aws:"):
        return "is a tag of AWS's own; choose a key that does not start with aws:."
    if not 0 < len(key) <= _TAG_KEY or not _TAG.fullmatch(key):
        return f"is no tag key: 1 to {_TAG_KEY} letters, digits, spaces and + - = . _ : / @."
    if len(value) > _TAG_VALUE or not _TAG.fullmatch(value):
        return f"is no tag value: up to {_TAG_VALUE} letters, digits, spaces and + - = . _ : / @."
    return ""


def tag_twins(keys: list[str]) -> Iterator[tuple[str, str]]:
    """Yield (key, message) for the keys that are too many, or differ from another only by case."""
    seen = {key.lower(): key for key in DEFAULT_TAGS}
    for key in keys:
        first = seen.setdefault(key.lower(), key)
        if first != key:
            yield key, f"differs from the tag {first} only by case, which IAM refuses; keep one."
    if len(seen) > _TAGS:
        yield keys[-1], f"is one tag too many: AWS allows {_TAGS}, of which {len(DEFAULT_TAGS)} are set already."
