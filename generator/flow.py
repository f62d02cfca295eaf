"""Follow values through HCL expressions: which of an environment's decisions stand where in an argument.

Nothing is computed. An expression becomes a shape (an object made here, a list of like elements, a decision as it was
given), and what has no shape any more still knows what it was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator import hcl_tree
from generator.types import Type

# A decision's path; * is any key of a map or any element of a list.
Path = tuple[str, ...]
_NONE: frozenset[Any] = frozenset()
_SAME = ("distinct", "compact", "toset", "tolist", "tomap", "sort", "reverse", "nonsensitive", "sensitive", "setunion")


@dataclass(frozen=True)
class Value:
    """Something made of these decisions and of these outputs (module call, name), without a shape that is followed.

    `reads` of a shape are the decisions that it depends on as a whole, such as the condition that it exists under.
    """

    reads: frozenset[Path] = _NONE
    outputs: frozenset[tuple[str, str]] = _NONE


@dataclass(frozen=True)
class Given(Value):
    """A decision, or a part of one, as the environment gives it."""

    path: Path = ()
    type: Type = field(default_factory=lambda: Type("any"))
    default: str = ""  # as the layer writes it


@dataclass(frozen=True)
class Made(Value):
    """An object written out in the layer."""

    attributes: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Every(Value):
    """A list, a set or a map whose elements are all like this one."""

    element: Value = field(default_factory=Value)


@dataclass(frozen=True)
class Either(Value):
    """One of several, as a condition or a function decides."""

    choices: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Called(Value):
    """A whole module call: all its outputs."""

    call: str = ""


@dataclass(frozen=True)
class Null(Value):
    """Null, or an empty collection: it says nothing about a shape."""


def made_of(value: Value) -> frozenset[Path]:
    """Return all decisions in a value, at any depth."""
    found = set(value.reads)
    if isinstance(value, Given):
        found.add(value.path)
    for inner in _inner(value):
        found |= made_of(inner)
    return frozenset(found)


def outputs_in(value: Value) -> frozenset[tuple[str, str]]:
    """Return all outputs of modules in a value, at any depth."""
    found = set(value.outputs)
    for inner in _inner(value):
        found |= outputs_in(inner)
    return frozenset(found)


def _inner(value: Value) -> tuple[Value, ...]:
    if isinstance(value, Made):
        return tuple(value.attributes.values())
    if isinstance(value, Every):
        return (value.element,)
    return value.choices if isinstance(value, Either) else ()


def under(value: Value, *others: Value) -> Value:
    """Return the value, depending on these others as well."""
    reads = value.reads.union(*map(made_of, others))
    outputs = value.outputs.union(*map(outputs_in, others))
    return replace(value, reads=reads, outputs=outputs)


def either(values: Iterable[Value]) -> Value:
    """Return what may be any of these."""
    flat: list[Value] = []
    nulls: list[Value] = []
    for value in values:
        choices = [value]
        if isinstance(value, Either):
            choices = [under(choice, Value(value.reads, value.outputs)) for choice in value.choices]
        for choice in choices:
            known = nulls if isinstance(choice, Null) else flat
            if choice not in known:
                known.append(choice)
    if not flat:
        return nulls[0] if nulls else Null()
    return flat[0] if len(flat) == 1 else Either(choices=tuple(flat))


def plain(*values: Value) -> Value:
    """Return what is made of these in a way that nobody follows."""
    return under(Value(), *values)


def element(value: Value) -> Value:
    """Return any element of a collection, or any attribute of an object."""
    if isinstance(value, Given):
        if value.type.element:
            return Given(value.reads, value.outputs, (*value.path, "*"), value.type.element)
        if value.type.attributes:
            return either(attribute(value, name) for name in value.type.attributes)
        return plain(value)
    if isinstance(value, Every):
        return under(value.element, Value(value.reads, value.outputs))
    if isinstance(value, Made):
        inner = either(value.attributes.values())
        return under(inner, Value(value.reads, value.outputs))
    if isinstance(value, Either):
        return under(either(map(element, value.choices)), Value(value.reads, value.outputs))
    return value  # a call: one of its instances; null; anything


def attribute(value: Value, name: str) -> Value:
    """Return the attribute of an object, or the element of a map."""
    besides = Value(value.reads, value.outputs)
    if isinstance(value, Given):
        child = value.type.child(name)
        if child is None:
            return plain(value)
        step = "*" if value.type.kind == "map" else name
        default = value.type.attributes[name].default if step == name else ""
        return Given(value.reads, value.outputs, (*value.path, step), child, default)
    if isinstance(value, Made):
        return under(value.attributes.get(name, Null()), besides)
    if isinstance(value, Every):
        return under(value.element, besides)
    if isinstance(value, Either):
        return under(either(attribute(choice, name) for choice in value.choices), besides)
    if isinstance(value, Called):
        return Value(value.reads, value.outputs | {(value.call, name)})
    return value


class Flow:
    """Expressions of one folder, with its decisions and its locals."""

    def __init__(self, decisions: Mapping[str, Type], local_expressions: Mapping[str, Any]) -> None:
        self._decisions = decisions
        self._expressions = local_expressions
        self._locals: dict[str, Value] = {}

    def value(self, tree: Any, scope: Mapping[str, Value] | None = None) -> Value:
        """Return what an expression is."""
        scope = scope or {}
        tree = hcl_tree.unwrap(tree)
        rule: Callable[[Any, Mapping[str, Value]], Value] = getattr(self, f"_{tree.data}", self._anything)
        return rule(tree, scope)

    def _anything(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        return plain(*(self.value(part, scope) for part in hcl_tree.parts(tree)))

    def _literal_value(self, tree: Any, _: Mapping[str, Value]) -> Value:
        return Null() if hcl_tree.word(tree) == "null" else Value()

    def _identifier(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        return scope.get(hcl_tree.word(tree), Value())

    def _get_attr_expr_term(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        base, get = hcl_tree.parts(tree)
        name = hcl_tree.word(hcl_tree.parts(get)[0])
        base = hcl_tree.unwrap(base)
        if base.data == "identifier" and hcl_tree.word(base) not in scope:
            root = hcl_tree.word(base)
            if root == "var":
                return Given(path=(name,), type=self._decisions[name]) if name in self._decisions else Value()
            if root == "local":
                return self._local(name)
            if root == "module":
                return Called(call=name)
            return Value()
        return attribute(self.value(base, scope), name)

    def _local(self, name: str) -> Value:
        if name not in self._locals:
            self._locals[name] = Value()  # a cycle, which Terraform refuses
            self._locals[name] = self.value(self._expressions[name]) if name in self._expressions else Value()
        return self._locals[name]

    def _index_expr_term(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        base, index = hcl_tree.parts(tree)
        return self._indexed(self.value(base, scope), index, scope)

    def _indexed(self, base: Value, index: Any, scope: Mapping[str, Value]) -> Value:
        if index.data == "short_index":
            return element(base)
        [key] = hcl_tree.parts(index)
        key = hcl_tree.unwrap(key)
        if key.data == "string" and not list(key.find_data("interpolation")):
            return attribute(base, hcl_tree.word(key))
        return under(element(base), self.value(key, scope))

    def _full_splat_expr_term(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        base, splat = hcl_tree.parts(tree)
        value = self.value(base, scope)
        is_list = isinstance(value, Every) or (isinstance(value, Given) and value.type.kind in ("list", "set", "tuple"))
        inner = element(value) if is_list else value
        for step in hcl_tree.parts(splat):
            if step.data == "get_attr":
                inner = attribute(inner, hcl_tree.word(hcl_tree.parts(step)[0]))
            else:
                inner = self._indexed(inner, step, scope)
        return Every(element=inner)

    _attr_splat_expr_term = _full_splat_expr_term

    def _tuple(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        elements = [self.value(part, scope) for part in hcl_tree.parts(tree)]
        return Every(element=either(elements)) if elements else Null()

    def _object(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        attributes: dict[str, Value] = {}
        others: list[Value] = []
        for item in hcl_tree.children(tree, "object_elem"):
            key, value = hcl_tree.parts(item)
            name = _static(key)
            if name is None:
                others.append(under(self.value(value, scope), self.value(hcl_tree.parts(key)[0], scope)))
            else:
                attributes[name] = self.value(value, scope)
        if others:
            return Every(element=either([*attributes.values(), *others]))
        return Made(attributes=attributes) if attributes else Null()

    def _for_tuple_expr(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        intro, *bodies = hcl_tree.parts(tree)
        scope, source = self._bound(intro, scope)
        conditions = [body for body in bodies if body.data == "for_cond"]
        results = [self.value(body, scope) for body in bodies if body.data != "for_cond"]
        about = [*(self._anything(condition, scope) for condition in conditions), *results[:-1]]
        return under(Every(element=results[-1]), *about, Value(made_of(source), outputs_in(source)))

    # Of an object the key comes first and the value last.
    _for_object_expr = _for_tuple_expr

    def _bound(self, intro: Any, scope: Mapping[str, Value]) -> tuple[Mapping[str, Value], Value]:
        *names, expression = hcl_tree.parts(intro)
        source = self.value(expression, scope)
        bound = dict(scope)
        if len(names) == 2:
            bound[hcl_tree.word(names[0])] = Value(source.reads, source.outputs)
        bound[hcl_tree.word(names[-1])] = element(source)
        # What the elements are made of is in the elements.
        shape = source if not isinstance(source, (Made, Every, Either)) else Value(source.reads, source.outputs)
        return bound, shape

    def _conditional(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        condition, *results = (self.value(part, scope) for part in hcl_tree.parts(tree))
        return under(either(results), condition)

    def _function_call(self, tree: Any, scope: Mapping[str, Value]) -> Value:
        name, expressions = hcl_tree.call(tree)
        values = [self.value(item, scope) for item in expressions]
        last = next((part for part in hcl_tree.children(tree, "arguments")), None)
        if last is not None and any(str(token) == "..." for token in last.children):
            values[-1] = element(values[-1])
            if name == "merge":
                # However many there are, they are alike.
                return either(values)
        if not values:
            return Value()
        return _function(name, values)


def _function(name: str, values: list[Value]) -> Value:
    if name == "merge":
        return _merged(values)
    if name in ("coalesce", "try"):
        return either(values)
    if name in ("one", "element"):
        return under(element(values[0]), *values[1:])
    if name in ("concat", "setunion", "coalescelist"):
        return Every(element=either(map(element, values)))
    if name == "flatten":
        inner = element(values[0])
        while isinstance(inner, Every) or (isinstance(inner, Given) and inner.type.kind in ("list", "set")):
            inner = element(inner)
        return Every(element=inner)
    if name == "values":
        return Every(element=element(values[0]))
    if name in _SAME:
        return values[0]
    if name == "lookup":
        return under(either([element(values[0]), *values[2:]]), values[1])
    if name == "keys":
        whole = values[0]
        return Value(whole.reads | ({whole.path} if isinstance(whole, Given) else _NONE), whole.outputs)
    return plain(*values)


def _merged(values: list[Value]) -> Value:
    objects = [value for value in values if not isinstance(value, Null)]
    attributes: dict[str, Value] = {}
    for value in objects:
        names = _names(value)
        if not names:
            return either(objects)  # maps
        attributes |= {name: attribute(value, name) for name in names}
    return under(Made(attributes=attributes), *(Value(value.reads, value.outputs) for value in values))


def _names(value: Value) -> list[str]:
    """Return the attributes of an object; none for anything else."""
    if isinstance(value, Given):
        return list(value.type.attributes)
    if isinstance(value, Made):
        return list(value.attributes)
    if isinstance(value, Either):
        every = [_names(choice) for choice in value.choices]
        return list(dict.fromkeys(name for names in every for name in names)) if all(every) else []
    return []


def _static(key: Any) -> str | None:
    """Return the name that a key of an object says; None for one that is computed."""
    [expression] = hcl_tree.parts(key)
    inner = hcl_tree.unwrap(expression)
    if inner.data in ("identifier", "keyword"):
        in_parentheses = any(str(child) == "(" for child in expression.children)
        return None if in_parentheses else hcl_tree.word(inner)
    if inner.data == "string" and not list(inner.find_data("interpolation")):
        return hcl_tree.word(inner)
    return None
