"""What a module call of the layer hands over, compared with what the module declares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator import flow, hcl_tree
from generator.flow import Called, Either, Every, Flow, Given, Made, Null, Path, Value, made_of, outputs_in
from generator.layer import Variable
from generator.types import Type

# Defaults that say nothing, which the layer may have to loop over what is not there.
_NOTHING = {"", "null", "{}", "[]", "false"}


@dataclass(frozen=True)
class Fault:
    """One breach: what it is about (`attribute`, `input`, `output` or `list`), of whom, its path, and a sentence."""

    kind: str
    owner: str
    path: str
    message: str


@dataclass(frozen=True)
class Call:
    """A module block of the layer: arguments as expressions, and the place of each (file:line)."""

    name: str
    module: str
    declared: str
    arguments: Mapping[str, Any]
    places: Mapping[str, str]

    def place(self, path: Path) -> str:
        """Return where the call says this path of the module; the call itself where it does not."""
        return self.places.get(path[0], self.declared)


def read_call(name: str, block: Any, file: str) -> Call:
    """Read a module block."""
    arguments = hcl_tree.attributes(block)
    places = {key: f"{file}:{tree.meta.line}" for key, tree in arguments.items()}
    module = hcl_tree.word(arguments["source"]).rpartition("/")[2]
    return Call(name, module, f"{file}:{block.meta.line}", arguments, places)


def shown(path: Path) -> str:
    """Return a path as people write it, without the keys of maps."""
    return ".".join(step for step in path if step != "*")


def leaves(type_: Type, path: Path, declared: str) -> Iterator[tuple[Path, Type, str]]:
    """Return the ends of a type: path, type and place of all that is no object and holds none."""
    inner, below = type_, path
    while inner.element:
        inner, below = inner.element, (*below, "*")
    if inner.kind == "object":
        for name, item in inner.attributes.items():
            yield from leaves(item.type, (*below, name), item.declared)
    else:
        yield path, type_, declared


@dataclass
class Handed:
    """What a module call gets.

    By path in the module: the decisions that arrive there (`reached`), and the place of the layer's type that it faces.
    By decision: the paths in the module that are made of it (`read`), and the object that has no room for it.
    """

    call: Call
    reached: dict[Path, set[Path]] = field(default_factory=lambda: defaultdict(set))
    facing: dict[Path, str] = field(default_factory=dict)
    read: dict[Path, set[Path]] = field(default_factory=lambda: defaultdict(set))
    dropped: dict[Path, tuple[Path, str]] = field(default_factory=dict)
    outputs: set[tuple[str, str]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)

    def _fault(self, owner: str, path: Path, message: str) -> None:
        self.faults.append(Fault("attribute", owner, shown(path), message))

    def compare(self, value: Value, type_: Type, path: Path, declared: str) -> None:
        """Note what of a value arrives at this path of the module, and what does not fit."""
        for read in value.reads:
            self.read[read].add(path)
        if isinstance(value, Null):
            return
        if isinstance(value, Either):
            for choice in value.choices:
                self.compare(choice, type_, path, declared)
            return
        end = type_
        while end.element:
            end = end.element
        if end.kind != "object":
            self._arrive(value, type_, path, declared)
        elif type_.element:
            self._collection(value, type_, type_.element, path, declared)
        else:
            self._object(value, type_, path, declared)

    def _arrive(self, value: Value, type_: Type, path: Path, declared: str) -> None:
        whole = made_of(value)
        self.reached[path] |= whole
        for read in whole:
            self.read[read].add(path)
        while isinstance(value, Every) and type_.element:
            value, type_ = value.element, type_.element
        if isinstance(value, Given) and str(value.type) != str(type_):
            self._mismatch(value, type_, path, declared)

    def _collection(self, value: Value, type_: Type, element: Type, path: Path, declared: str) -> None:
        if isinstance(value, Given) and value.type.kind != type_.kind:
            self._mismatch(value, type_, path, declared)
        elif isinstance(value, (Given, Every, Called)):
            self.compare(flow.element(value), element, (*path, "*"), declared)
        elif isinstance(value, Made):
            for item in value.attributes.values():
                self.compare(item, element, (*path, "*"), declared)
        else:
            self._unfollowed(path)

    def _object(self, value: Value, type_: Type, path: Path, declared: str) -> None:
        names = list(type_.attributes)
        if isinstance(value, Given):
            if value.type.kind != "object":
                self._mismatch(value, type_, path, declared)
                return
            names = list(value.type.attributes)
            if names:
                self.facing[path] = value.type.attributes[names[0]].declared
        elif isinstance(value, Made):
            names = list(value.attributes)
        elif isinstance(value, Called):
            self.outputs |= {(value.call, name) for name in names}
        else:
            self._unfollowed(path)
            return
        for name in names:
            item = flow.attribute(value, name)
            if name in type_.attributes:
                inner = type_.attributes[name]
                self.one_default(item, inner.default, (*path, name), inner.declared)
                self.compare(item, inner.type, (*path, name), inner.declared)
            elif isinstance(item, Given):
                self.dropped |= {end: (path, declared) for end, _, _ in leaves(item.type, item.path, "")}
            elif not isinstance(item, Null):
                self._homeless((*path, name), declared)

    def one_default(self, value: Value, default: str, path: Path, declared: str) -> None:
        """Refuse a default that stands in the layer and in the module: one of them would change alone."""
        if isinstance(value, Given) and not {value.default, default} & _NOTHING:
            message = (
                f"{self.call.place(path)}: {shown(value.path)} has a default in the layer ({value.default}), and "
                f"`{shown(path)}` of modules/{self.call.module} has one ({default}, {declared}); keep the module's, or "
                "list it in joins.yaml."
            )
            self._fault(value.path[0], value.path[1:] or value.path, message)

    def _mismatch(self, given: Given, expected: Type, path: Path, declared: str) -> None:
        message = (
            f"{self.call.place(path)}: {shown(given.path)} is a {given.type} in the layer, and `{shown(path)}` of "
            f"modules/{self.call.module} a {expected} ({declared}); give both one type."
        )
        self._fault(given.path[0], given.path[1:] or given.path, message)

    def _homeless(self, path: Path, declared: str) -> None:
        message = (
            f"{self.call.place(path)}: `{shown(path)}` is made here, but modules/{self.call.module} has no such "
            f"attribute ({declared}), so Terraform drops it silently."
        )
        self._fault(self.call.name, path, message)

    def _unfollowed(self, path: Path) -> None:
        message = (
            f"{self.call.place(path)}: `{shown(path)}` of modules/{self.call.module} is made in a way that this check "
            "cannot follow; write an object, merge(), a for, or a decision itself."
        )
        self._fault(self.call.name, path, message)


def hand(call: Call, flow_: Flow, variables: Mapping[str, Variable]) -> Handed:
    """Follow the arguments of a call into the module's variables."""
    got = Handed(call)
    scope: dict[str, Value] = {"each": Value()}
    if "for_each" in call.arguments:
        source = flow_.value(call.arguments["for_each"])
        key = Value(made_of(source) if isinstance(source, Given) else source.reads)
        scope = {"each": Made(attributes={"key": key, "value": flow.element(source)})}
    for name, expression in call.arguments.items():
        value = flow_.value(expression, scope)
        got.outputs |= outputs_in(value)
        if name in variables:
            got.one_default(value, variables[name].default, (name,), variables[name].declared)
            got.compare(value, variables[name].type, (name,), variables[name].declared)
        elif name in ("count", "for_each"):
            for path in made_of(value):
                got.read[path].add((name,))
    return got
