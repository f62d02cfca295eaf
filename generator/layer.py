"""What layers/compute accepts and returns, read from its variables*.tf and outputs.tf."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, cast

from generator.errors import Place, Problem, Problems, Refusal
from generator.project import Project
from generator.types import ANY, COLLECTIONS, PRIMITIVES, Attribute, Type, decode, encode

UPSTREAM = ("networking", "security", "data")
_CACHE_FORMAT = 3


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable block: its type, where it is declared (file:line), and its text as written."""

    name: str
    type: Type
    declared: str
    required: bool
    nullable: bool
    secret: bool
    text: str


@dataclass(frozen=True, slots=True)
class Output:
    """One output block of the layer, which every root passes on; its description as HCL, empty where there is none."""

    name: str
    description: str
    sensitive: bool


@dataclass(frozen=True)
class Layer:
    """The layer's interface; `folder` is the layer as shown in messages."""

    folder: str
    variables: dict[str, Variable]
    outputs: tuple[Output, ...]

    @property
    def decisions(self) -> dict[str, Variable]:
        """The variables an environment may set: all but those that other layers' outputs fill."""
        return {name: item for name, item in self.variables.items() if name not in UPSTREAM}


def read(project: Project) -> Layer:
    """Read the layer's interface, from the cache when its text is unchanged; raise Problems when it is no HCL."""
    files = [*sorted(project.layer.glob("variables*.tf")), *project.layer.glob("outputs.tf")]
    sources = {project.relative(path): project.text(path) for path in files}
    key = hashlib.sha256(json.dumps([_CACHE_FORMAT, sources]).encode()).hexdigest()
    cache = project.work / "gen-env" / "layer.json"
    shown = project.relative(project.layer)
    try:
        saved = json.loads(cache.read_text("utf-8"))
        if saved["key"] == key:
            return _decode(shown, saved)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no cache, or an unreadable one: read the HCL
    layer = parse(sources, shown)
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps({"key": key, **_encode(layer)}), "utf-8")
    except OSError:
        pass  # a read-only checkout works too, only slower
    return layer


def _encode(layer: Layer) -> dict[str, Any]:
    variables = [{**asdict(item), "type": encode(item.type)} for item in layer.variables.values()]
    return {"variables": variables, "outputs": [asdict(item) for item in layer.outputs]}


def _decode(folder: str, saved: dict[str, Any]) -> Layer:
    variables = [Variable(**{**item, "type": decode(item["type"])}) for item in saved["variables"]]
    return Layer(folder, {item.name: item for item in variables}, tuple(Output(**item) for item in saved["outputs"]))


def parse(sources: dict[str, str], folder: str) -> Layer:
    """Parse {file: HCL text}; raise Problems."""
    parse_hcl = _parser()
    variables: dict[str, Variable] = {}
    outputs: list[Output] = []
    for file, text in sources.items():
        try:
            tree = parse_hcl(text)
        except Exception as error:  # lark raises many kinds; all of them mean "no HCL"
            place = Place(file, getattr(error, "line", 0) or 0, getattr(error, "column", 0) or 0)
            raise Problems([Problem(place, "", "not valid HCL; terraform validate says more.")]) from None
        for block in _children(_only(tree, "body"), "block"):
            kind, name = _labels(block)
            if kind == "variable":
                variables[name] = _variable(name, block, text, file)
            elif kind == "output":
                attributes = _attributes(block)
                description = _source(attributes["description"], text) if "description" in attributes else ""
                outputs.append(Output(name, description, _is_true(attributes.get("sensitive"))))
    return Layer(folder, variables, tuple(outputs))


def _parser() -> Callable[[str], Any]:
    # Imported here: python-hcl2 costs more to import than the rest of a run, and is needed once per change.
    try:
        from hcl2.api import parses_to_tree
    except ImportError as error:
        message = f"python-hcl2 cannot be imported ({error}): not installed, or bc-python-hcl2 lies over it."
        raise Refusal(f"{message} Install it in an environment of its own, without checkov.") from None
    return cast(Callable[[str], Any], parses_to_tree)


# python-hcl2's tree: rules are lark Trees with .data and .children, words are Tokens (str).


def _parts(tree: Any) -> list[Any]:
    return [child for child in tree.children if hasattr(child, "data") and child.data != "new_line_or_comment"]


def _children(tree: Any, rule: str) -> Iterator[Any]:
    return (child for child in _parts(tree) if child.data == rule)


def _only(tree: Any, rule: str) -> Any:
    return next(_children(tree, rule))


def _unwrap(expression: Any) -> Any:
    while expression.data == "expr_term":
        expression = _parts(expression)[0]
    return expression


def _word(tree: Any) -> str:
    return "".join(str(token) for token in tree.scan_values(lambda _: True)).strip().strip('"')


def _source(tree: Any, text: str) -> str:
    return text[tree.meta.start_pos : tree.meta.end_pos].rstrip()


def _labels(block: Any) -> tuple[str, str]:
    words = [_word(part) for part in _parts(block) if part.data in ("identifier", "string")]
    return words[0], words[1] if len(words) > 1 else ""


def _attributes(block: Any) -> dict[str, Any]:
    found = {}
    for attribute in _children(_only(block, "body"), "attribute"):
        name, value = _parts(attribute)
        found[_word(name)] = value
    return found


def _is_true(expression: Any) -> bool:
    return expression is not None and _word(expression) == "true"


def _variable(name: str, block: Any, text: str, file: str) -> Variable:
    attributes = _attributes(block)
    return Variable(
        name=name,
        type=_type(attributes["type"], file) if "type" in attributes else ANY,
        declared=f"{file}:{block.meta.line}",
        required="default" not in attributes,
        nullable="nullable" not in attributes or _is_true(attributes["nullable"]),
        secret=_is_true(attributes.get("sensitive")) or _is_true(attributes.get("ephemeral")),
        text=_source(block, text),
    )


def _type(expression: Any, file: str) -> Type:
    expression = _unwrap(expression)
    if expression.data == "identifier":
        word = _word(expression)
        if word in (*PRIMITIVES, "any"):
            return Type(word)
        if word in COLLECTIONS:
            return Type(word, ANY)
    word, arguments = _call(expression)
    if len(arguments) == 1:
        inner = _unwrap(arguments[0])
        if word in COLLECTIONS:
            return Type(word, _type(inner, file))
        if word == "tuple" and inner.data == "tuple":
            return Type(word, elements=tuple(_type(item, file) for item in _parts(inner)))
        if word == "object" and inner.data == "object":
            elements = _children(inner, "object_elem")
            return Type(word, attributes=dict(_attribute(element, file) for element in elements))
    place = Place(file, expression.meta.line, expression.meta.column)
    raise Problems([Problem(place, "", f"{_word(expression)!r} is no type constraint that gen-env knows.")])


def _call(expression: Any) -> tuple[str, list[Any]]:
    """Return a function call's name and arguments; nothing for any other expression."""
    if expression.data != "function_call":
        return "", []
    arguments = [item for part in _children(expression, "arguments") for item in _parts(part)]
    return _word(_only(expression, "identifier")), arguments


def _attribute(element: Any, file: str) -> tuple[str, Attribute]:
    key, value = _parts(element)
    word, arguments = _call(_unwrap(value))
    optional = word == "optional" and len(arguments) > 0
    return _word(key), Attribute(
        _type(arguments[0] if optional else value, file), optional, f"{file}:{element.meta.line}"
    )
