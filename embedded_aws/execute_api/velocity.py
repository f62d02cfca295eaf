"""The part of Velocity that a mapping template picks a header's value with: #set, #if, #end, lists, request headers.

What else a template may say, the embedded AWS cannot carry out, and says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from embedded_aws.execute_api.exchange import CannotError

_DIRECTIVE = re.compile(r"#(set|if)\(|#(end)\b")
_HEADER = re.compile(r'\$input\.params\(\)\.header\.get\("([^"]+)"\)')
_OVERRIDE = re.compile(r"\$context\.responseOverride\.header\.([\w-]+)")
_CONTAINS = re.compile(r"\$(\w+)\.contains\((.+)\)")
_NAME = re.compile(r"\$(\w+)")
_NOT_DONE = CannotError("the template uses Velocity that is not carried out.")


def render(template: str, headers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the text of the template, and the headers that it overrides."""
    names: dict[str, Any] = {}
    overridden: dict[str, str] = {}
    text: list[str] = []
    shown = [True]
    place = 0
    while found := _DIRECTIVE.search(template, place):
        text.append(template[place : found.start()] if all(shown) else "")
        place = found.end()
        if found[2]:
            shown.pop()
        else:
            inside, place = _inside(template, place)
            if found[1] == "if":
                shown.append(bool(_value(inside, names, headers)))
            elif all(shown):
                target, _, source = inside.partition("=")
                _set(target.strip(), _value(source, names, headers), names, overridden)
    text.append(template[place:])
    whole = "".join(text)
    if re.search(r"\$[A-Za-z]|\$\{|^\s*#\w", whole, re.MULTILINE):
        raise _NOT_DONE
    return whole, overridden


def _inside(template: str, start: int) -> tuple[str, int]:
    """Return what stands between the parentheses, and where it ends."""
    depth, quoted = 1, False
    for place in range(start, len(template)):
        quoted ^= template[place] == '"'
        depth += 0 if quoted else {"(": 1, ")": -1}.get(template[place], 0)
        if not depth:
            return template[start:place], place + 1
    raise _NOT_DONE


def _set(target: str, value: Any, names: dict[str, Any], overridden: dict[str, str]) -> None:
    header = _OVERRIDE.fullmatch(target)
    name = _NAME.fullmatch(target)
    if header:
        overridden[header[1]] = str(value)
    elif name:
        names[name[1]] = value
    else:
        raise _NOT_DONE


def _value(expression: str, names: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
    expression = expression.strip()
    if expression.startswith("!"):
        return not _value(expression[1:], names, headers)
    if found := _HEADER.fullmatch(expression):
        # Names of headers are as the client writes them here, other than in HTTP.
        return headers.get(found[1])
    if found := _CONTAINS.fullmatch(expression):
        return _value(found[2], names, headers) in (names.get(found[1]) or [])
    if found := _NAME.fullmatch(expression):
        return names.get(found[1])
    try:
        return json.loads(expression)
    except ValueError:
        raise _NOT_DONE from None
