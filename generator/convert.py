"""Give every YAML scalar the Terraform type it is read for, and say everything that does not fit."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping as MappingABC
from dataclasses import dataclass

from generator.errors import Place, Problem
from generator.strict_yaml import Mapping, Node, Scalar, Sequence
from generator.types import Type

# JSON's number grammar (RFC 8259, section 6): what it allows, HCL reads as the same number.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_MAX_NUMBER = 128  # characters; Terraform computes with 512 bits
_NULLS = ("", "~", "null", "Null", "NULL")  # YAML 1.2 core schema, section 10.3.2


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, so that no digit is lost on the way to Terraform."""

    text: str


Value = None | bool | str | Number | list["Value"] | dict[str, "Value"]


@dataclass
class Converter:
    """Converts nodes to values; every fault goes to `problems`. `declared_in` names the file of the types."""

    problems: list[Problem]
    declared_in: str

    def convert(self, node: Node, type_: Type, path: str, *, nullable: bool = True) -> Value:
        """Return the value; None also where a problem was found."""
        if type(node) is Scalar:
            return self._scalar(node, type_, path, nullable)
        kind = type_.kind
        if type(node) is Mapping:
            if kind == "object":
                return self._object(node, type_, path)
            if kind in ("map", "any"):
                element = type_.element or type_
                return {name: self.convert(item, element, f"{path}.{name}") for name, item in node.items.items()}
            return self._fault(node.place, path, f"expected {_expected(type_)}, found a mapping.")
        assert isinstance(node, Sequence)
        if kind in ("list", "any", "set"):
            element = type_.element or type_
            values = [self.convert(item, element, f"{path}[{n}]") for n, item in enumerate(node.items)]
            if kind == "set":
                self._refuse_twins(node, values, path)
            return values
        if kind == "tuple":
            if len(node.items) != len(type_.elements):
                wrong = f"expected {len(type_.elements)} values, found {len(node.items)}."
                return self._fault(node.place, path, wrong)
            pairs = enumerate(zip(node.items, type_.elements, strict=True))
            return [self.convert(item, of, f"{path}[{n}]") for n, (item, of) in pairs]
        return self._fault(node.place, path, f"expected {_expected(type_)}, found a list.")

    def _object(self, node: Mapping, type_: Type, path: str) -> Value:
        value: dict[str, Value] = {}
        attributes = type_.attributes
        for name, item in node.items.items():
            attribute = attributes.get(name)
            where = f"{path}.{name}" if path else name
            if attribute is None:
                self._fault(node.keys[name].place, where, self._unknown(name, type_))
            else:
                value[name] = self.convert(item, attribute.type, where)
                if value[name] is None and not attribute.optional and _is_null(item):
                    self._fault(item.place, where, f"is required and cannot be null; expected {attribute.type}.")
        for name, attribute in attributes.items():
            if not attribute.optional and name not in node.items:
                declared = f" ({self.declared_in}:{attribute.line})" if attribute.line else ""
                self._fault(node.place, path, f'missing required attribute "{name}" ({attribute.type}){declared}')
        return value

    def _unknown(self, name: str, type_: Type) -> str:
        attributes = type_.attributes
        closest = next(iter(difflib.get_close_matches(name, attributes, n=1)), None)
        line = attributes[closest].line if closest else min((item.line for item in attributes.values()), default=0)
        hint = f', did you mean "{closest}"?' if closest else f"; known are {', '.join(attributes) or 'none'}."
        return f"unknown {type_.calls}{hint}" + (f" ({self.declared_in}:{line})" if line else "")

    def _scalar(self, node: Scalar, type_: Type, path: str, nullable: bool) -> Value:
        text, kind = node.text, type_.kind
        if node.plain and text in _NULLS:
            if not nullable:
                self._fault(node.place, path, "cannot be null; leave the key out for the default.")
            return None
        if kind == "string":
            return self._text(node, path)
        if kind == "bool":
            if node.plain and text in ("true", "false"):
                return text == "true"
            hint = _bool_hint(node)
            return self._fault(node.place, path, f"expected true or false, found {_shown(node)}{hint}")
        if kind == "number":
            if node.plain and _is_number(text):
                return Number(text)
            hint = (
                "; remove the quotes." if not node.plain and _is_number(text) else "; write digits, such as 30 or 0.5."
            )
            return self._fault(node.place, path, f"expected a number, found {_shown(node)}{hint}")
        if kind == "any":
            if node.plain and text in ("true", "false"):
                return text == "true"
            return Number(text) if node.plain and _is_number(text) else self._text(node, path)
        return self._fault(node.place, path, f"expected {_expected(type_)}, found {_shown(node)}.")

    def _text(self, node: Scalar, path: str) -> Value:
        if any("\ud800" <= character <= "\udfff" for character in node.text):
            return self._fault(node.place, path, "half a surrogate pair is no character; write the whole one.")
        return node.text

    def _refuse_twins(self, node: Sequence, values: list[Value], path: str) -> None:
        seen: list[Value] = []
        for item, value in zip(node.items, values, strict=True):
            value = unicodedata.normalize("NFC", value) if isinstance(value, str) else value
            if value is not None and value in seen:
                self._fault(item.place, path, "stands twice in a set; keep one.")
            seen.append(value)

    def _fault(self, place: Place, path: str, message: str) -> Value:
        self.problems.append(Problem(place, path, message))
        return None


def place_of(node: Node | None, path: str) -> Place | None:
    """Return where the value at a dotted path below `node` is written, or None."""
    for name in path.split("."):
        if not isinstance(node, Mapping) or name not in node.items:
            return None
        node = node.items[name]
    return node.place if node else None


def plain(value: Value) -> object:
    """Return the value with numbers as int or float, for code that computes with it."""
    if isinstance(value, Number):
        return int(value.text) if re.fullmatch(r"-?[0-9]+", value.text) else float(value.text)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, MappingABC):
        return {name: plain(item) for name, item in value.items()}
    return value


def _is_number(text: str) -> bool:
    return len(text) <= _MAX_NUMBER and _NUMBER.fullmatch(text) is not None


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in _NULLS


def _shown(node: Scalar) -> str:
    text = node.text if len(node.text) <= 60 else node.text[:57] + "..."
    return ascii(text) if not node.plain else f"`{text}`" if text.isprintable() else ascii(text)


def _bool_hint(node: Scalar) -> str:
    word = node.text.lower()
    if word in ("true", "yes", "on", "y"):
        return "; write true."
    if word in ("false", "no", "off", "n"):
        return "; write false."
    return "."


def _expected(type_: Type) -> str:
    return {
        "object": f"an object with {', '.join(type_.attributes) or 'no attributes'}",
        "map": "a map",
        "list": "a list",
        "set": "a list (a set)",
        "tuple": f"a list of {len(type_.elements)} values",
        "string": "a string",
        "number": "a number",
        "bool": "true or false",
    }.get(type_.kind, type_.kind)
