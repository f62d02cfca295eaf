"""Give every YAML scalar the Terraform type it is read for, and say everything that does not fit."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from generator import rules
from generator.errors import Place, Problem, hint
from generator.strict_yaml import NULLS, Mapping, Node, Scalar, Sequence
from generator.types import Type

# JSON's number grammar (RFC 8259, section 6): what it allows, HCL reads as the same number.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_MAX_NUMBER = 128  # characters; Terraform computes with 512 bits


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, so that no digit is lost on the way to Terraform."""

    text: str


Value = None | bool | str | Number | list["Value"] | dict[str, "Value"]


@dataclass
class Converter:
    """Converts nodes to values; every fault goes to `problems`."""

    problems: list[Problem]

    def convert(self, node: Node, type_: Type, path: str) -> Value:
        """Return the value; None also where a problem was found."""
        kind = type_.kind
        if type(node) is Scalar:
            if rules.is_secret(node.text):
                return self._fault(node.place, path, rules.CONFIDENTIAL)
            return self._scalar(node, type_, path)
        if type(node) is Mapping:
            if kind == "object":
                return self._object(node, type_, path)
            if kind in ("map", "any"):
                element = type_.element or type_
                if kind == "map" and element.kind == "string":
                    self._refuse_texts(node, path)
                return {name: self._element(item, element, f"{path}.{name}") for name, item in node.items.items()}
        elif type(node) is Sequence:
            if kind in ("list", "set", "any"):
                element = type_.element or type_
                values = [self._element(item, element, f"{path}[{n}]", kind) for n, item in enumerate(node.items)]
                if kind == "set":
                    self._refuse_twins(node, values, path)
                return values
            if kind == "tuple" and len(node.items) == len(type_.elements):
                pairs = enumerate(zip(node.items, type_.elements, strict=True))
                return [self.convert(item, of, f"{path}[{n}]") for n, (item, of) in pairs]
        return self._misfit(node, type_, path)

    def _element(self, node: Node, type_: Type, path: str, within: str = "map") -> Value:
        # Terraform takes null, and fails later at whatever reads an attribute of it or joins the list.
        if isinstance(node, Scalar) and node.is_null:
            if within in ("list", "set"):
                return self._fault(node.place, path, "cannot be null; leave it out of the list.")
            if type_.kind == "object":
                message = "cannot be null; write {} for nothing but defaults, or leave the key out."
                return self._fault(node.place, path, message)
        return self.convert(node, type_, path)

    def _refuse_texts(self, node: Mapping, path: str) -> None:
        """Refuse what no text by a name of the user's choice may be."""
        last = path.rpartition(".")[2]
        texts = {name: item for name, item in node.items.items() if isinstance(item, Scalar) and not item.is_null}
        if last == "tags" or last.endswith("_tags"):
            for name, item in texts.items():
                if message := rules.tag_fault(name, item.text):
                    self._fault(node.keys[name].place, f"{path}.{name}", message)
            for name, message in rules.tag_twins([*node.keys]):
                self._fault(node.keys[name].place, f"{path}.{name}", message)
        elif "secret" not in last:
            for name, item in texts.items():
                if rules.names_secret(name, item.text) and not rules.is_secret(item.text):
                    self._fault(item.place, f"{path}.{name}", rules.CONFIDENTIAL)

    def _object(self, node: Mapping, type_: Type, path: str) -> Value:
        value: dict[str, Value] = {}
        attributes = type_.attributes
        for name, item in node.items.items():
            attribute = attributes.get(name)
            where = f"{path}.{name}" if path else name
            if attribute is None:
                self._fault(node.keys[name].place, where, self._unknown(name, type_))
            elif attribute.refused:
                self._fault(node.keys[name].place, where, attribute.refused)
            elif not attribute.optional and type(item) is Scalar and item.is_null:
                self._fault(item.place, where, f"is required and cannot be null; expected {_expected(attribute.type)}.")
            else:
                value[name] = self.convert(item, attribute.type, where)
        named, given = node.items.get("name"), node.items.get("value")
        if isinstance(named, Scalar) and isinstance(given, Scalar) and rules.names_secret(named.text, given.text):
            self._fault(given.place, f"{path}.value", rules.CONFIDENTIAL)
        for name, attribute in attributes.items():
            if not attribute.optional and name not in node.items:
                declared = f" ({attribute.declared})" if attribute.declared else ""
                self._fault(node.place, path, f'missing required attribute "{name}" ({attribute.type}){declared}')
        return value

    def _unknown(self, name: str, type_: Type) -> str:
        known = {name: item.declared for name, item in type_.attributes.items() if not item.refused}
        ending = hint(name, known)
        first = next(iter(known.values()), "")
        declared = next((place for word, place in known.items() if f'"{word}"?' in ending), first)
        return f"unknown {type_.calls}{ending}" + (f" ({declared})" if declared else "")

    def _scalar(self, node: Scalar, type_: Type, path: str) -> Value:
        text, kind = node.text, type_.kind
        if node.plain:
            if text in NULLS:
                return None
            if kind in ("bool", "any") and text in ("true", "false"):
                return text == "true"
            if kind in ("number", "any") and len(text) <= _MAX_NUMBER and _NUMBER.fullmatch(text):
                return Number(text)
        if kind in ("string", "any"):
            return text
        return self._misfit(node, type_, path)

    def _refuse_twins(self, node: Sequence, values: list[Value], path: str) -> None:
        seen: set[str] = set()
        for item, value in zip(node.items, values, strict=True):
            twin = unicodedata.normalize("NFC", json.dumps(value, default=_exactly, ensure_ascii=False, sort_keys=True))
            if value is not None and twin in seen:
                self._fault(item.place, path, "stands twice in a set; keep one.")
            seen.add(twin)

    def _misfit(self, node: Node, type_: Type, path: str) -> Value:
        advice = _advice(node, type_.kind) if isinstance(node, Scalar) else ""
        return self._fault(node.place, path, f"expected {_expected(type_)}, found {_shown(node)}{advice}.")

    def _fault(self, place: Place, path: str, message: str) -> Value:
        self.problems.append(Problem(place, path, message))
        return None


def _exactly(number: Number) -> list[str]:
    """Tell numbers from text, and find 1, 1.0 and 1e0 equal, as Terraform does."""
    return [str(Fraction(number.text))]


def _advice(node: Scalar, kind: str) -> str:
    if kind == "number":
        return (
            "; remove the quotes"
            if not node.plain and _NUMBER.fullmatch(node.text)
            else "; write digits, such as 30 or 0.5"
        )
    word = node.text.lower()
    if kind == "bool" and word in ("true", "yes", "on", "y"):
        return "; write true"
    if kind == "bool" and word in ("false", "no", "off", "n"):
        return "; write false"
    return ""


def _shown(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return f"a list of {len(node.items)}"
    text = node.text if len(node.text) <= 60 else node.text[:57] + "..."
    return f"`{text}`" if node.plain else ascii(text)


def _expected(type_: Type) -> str:
    return {
        "object": "a mapping",
        "map": "a mapping",
        "list": "a list",
        "set": "a list (a set)",
        "tuple": f"a list of {len(type_.elements)}",
        "string": "a string",
        "number": "a number",
        "bool": "true or false",
    }.get(type_.kind, type_.kind)
