"""Terraform's type constraints.

Source: Terraform language, "Type Constraints" (string, number, bool, list, set, map, object, tuple, any, optional).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PRIMITIVES = ("string", "number", "bool")
COLLECTIONS = ("list", "set", "map")


@dataclass(frozen=True, slots=True)
class Type:
    """One type constraint: `element` for collections, `attributes` for objects, `elements` for tuples.

    `calls` is what messages call an attribute of the object.
    """

    kind: str
    element: Type | None = None
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    elements: tuple[Type, ...] = ()
    calls: str = "attribute"

    def __str__(self) -> str:
        if self.element:
            return f"{self.kind}({self.element})"
        if self.kind == "object":
            return "object({" + ", ".join(self.attributes) + "})"
        if self.kind == "tuple":
            return "tuple([" + ", ".join(map(str, self.elements)) + "])"
        return self.kind

    def child(self, key: str) -> Type | None:
        """Return the type of the value under this key of a map or an object; None where there is none."""
        if self.kind == "map":
            return self.element
        if self.kind == "object" and key in self.attributes:
            return self.attributes[key].type
        return None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of an object type; `declared` is the place of its declaration, as file:line.

    `refused` says why no file may set it, where none may; `default` is the default as written, `note` the comment
    beside it.
    """

    type: Type
    optional: bool = False
    declared: str = ""
    refused: str = ""
    default: str = ""
    note: str = ""


ANY = Type("any")
STRING = Type("string")
BOOL = Type("bool")


def encode(type_: Type) -> Any:
    """Return the type as JSON values."""
    if type_.element:
        return [type_.kind, encode(type_.element)]
    if type_.kind == "object":
        attributes = {
            name: [encode(item.type), item.optional, item.declared, item.default, item.note]
            for name, item in type_.attributes.items()
        }
        return ["object", attributes]
    if type_.kind == "tuple":
        return ["tuple", [encode(item) for item in type_.elements]]
    return type_.kind


def decode(data: Any) -> Type:
    """Return the type that encode was given."""
    if isinstance(data, str):
        return Type(data)
    kind, inner = data
    if kind == "object":
        attributes = {
            name: Attribute(decode(of), optional, place, default=default, note=note)
            for name, (of, optional, place, default, note) in inner.items()
        }
        return Type(kind, attributes=attributes)
    if kind == "tuple":
        return Type(kind, elements=tuple(decode(item) for item in inner))
    return Type(kind, decode(inner))
