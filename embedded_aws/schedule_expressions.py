"""When something is to happen: rate(5 minutes), cron(0 3 * * ? *), at(2030-01-01T00:00:00)."""

from __future__ import annotations

import re

_CRON = re.compile(
    r"cron\([0-9*,/-]+ [0-9*,/-]+ "
    r"(?:[0-9*,/LW-]+ [0-9A-Z*,/-]+ \?|\? [0-9A-Z*,/-]+ [0-9A-Z*,/#-]+) [0-9*,/-]+\)",
    re.IGNORECASE,
)
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)(s?)\)")
_AT = re.compile(r"at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)")


def is_cron(expression: str) -> bool:
    """Tell whether this has six fields, and a question mark for one of the days."""
    return bool(_CRON.fullmatch(expression))


def is_rate(expression: str, *, strict: bool) -> bool:
    """Tell whether this is a rate above none; strict, as EventBridge's rules are, wants `1 minute` and `2 minutes`."""
    found = _RATE.fullmatch(expression)
    if not found or int(found[1]) == 0:
        return False
    return not strict or (found[1] == "1") != (found[3] == "s")


def is_at(expression: str) -> bool:
    return bool(_AT.fullmatch(expression))
