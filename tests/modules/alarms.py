"""The alarms that modules make by modules/alarms, in a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_ALARM = re.compile(r'module\.(.+)\.module\.alarms\.aws_cloudwatch_metric_alarm\.this\["(.+)"\]')


def alarms(values: Mapping[str, dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the planned alarms by the module that has them and the name that its changes know them by."""
    return {(match[1], match[2]): alarm for address, alarm in values.items() if (match := _ALARM.fullmatch(address))}
