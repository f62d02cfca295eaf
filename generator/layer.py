"""What layers/compute and each module accept and return, read from their variables*.tf and outputs.tf."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from generator import files, hcl_tree
from generator.errors import Place, Problem, Problems
from generator.project import Project
from generator.types import ANY, COLLECTIONS, PRIMITIVES, Attribute, Type, decode, encode

UPSTREAM = ("networking", "security", "data")
# A root has these from other layers' outputs and so declares none of them: it links every other file of variables.
UPSTREAM_FILE = "variables_upstream.tf"
_CACHE_FORMAT = 6


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable block: its type, where it is declared (file:line), and as written its default and its whole text."""

    name: str
    type: Type
    declared: str
    required: bool
    nullable: bool
    secret: bool
    text: str
    description: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """One output block; its description as HCL, empty where there is none, and its place."""

    name: str
    description: str
    sensitive: bool
    declared: str = ""


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

    @property
    def decision_files(self) -> list[str]:
        """The names of the files that declare the decisions."""
        return sorted({_file_name(item) for item in self.decisions.values()})


def read(project: Project) -> Layer:
    """Read the layer's interface, from the cache when its text is unchanged; raise Problems when it is no HCL."""
    layer = _read(project, project.layer, "layer")
    if misplaced := [_misplaced(item) for item in layer.variables.values() if _is_misplaced(item)]:
        raise Problems(misplaced)
    return layer


def read_module(project: Project, name: str) -> Layer:
    """Read the interface of a module in the same way."""
    return _read(project, project.root / "modules" / name, f"module-{name}")


def _read(project: Project, folder: Path, name: str) -> Layer:
    read_from = [*sorted(folder.glob("variables*.tf")), *folder.glob("outputs.tf")]
    sources = {project.relative(path): project.text(path) for path in read_from}
    key = hashlib.sha256(json.dumps([_CACHE_FORMAT, sources]).encode()).hexdigest()
    cache = project.work / "gen-env" / f"{name}.json"
    shown = project.relative(folder)
    try:
        saved = json.loads(cache.read_text("utf-8"))
        if saved["key"] == key:
            return _decode(shown, saved)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no cache, or an unreadable one: read the HCL
    layer = parse(sources, shown)
    with suppress(OSError):  # a read-only checkout works too, only slower
        files.write(cache, json.dumps({"key": key, **_encode(layer)}))
    return layer


def _encode(layer: Layer) -> dict[str, Any]:
    variables = [{**asdict(item), "type": encode(item.type)} for item in layer.variables.values()]
    return {"variables": variables, "outputs": [asdict(item) for item in layer.outputs]}


def _decode(folder: str, saved: dict[str, Any]) -> Layer:
    variables = [Variable(**{**item, "type": decode(item["type"])}) for item in saved["variables"]]
    return Layer(folder, {item.name: item for item in variables}, tuple(Output(**item) for item in saved["outputs"]))


def parse(sources: dict[str, str], folder: str) -> Layer:
    """Parse {file: HCL text}; raise Problems."""
    variables: dict[str, Variable] = {}
    outputs: list[Output] = []
    for file, text in sources.items():
        for block in hcl_tree.blocks(text, file):
            kind, name = hcl_tree.labels(block)
            if kind == "variable":
                variables[name] = _variable(name, block, text, file)
            elif kind == "output":
                attributes = hcl_tree.attributes(block)
                description = hcl_tree.source(attributes["description"], text) if "description" in attributes else ""
                place = f"{file}:{block.meta.line}"
                outputs.append(Output(name, description, _is_true(attributes.get("sensitive")), place))
    return Layer(folder, variables, tuple(outputs))


def _file_name(variable: Variable) -> str:
    return variable.declared.rpartition(":")[0].rpartition("/")[2]


def _is_misplaced(variable: Variable) -> bool:
    return (variable.name in UPSTREAM) != (_file_name(variable) == UPSTREAM_FILE)


def _misplaced(variable: Variable) -> Problem:
    file, _, line = variable.declared.rpartition(":")
    if variable.name in UPSTREAM:
        message = f"is filled by another layer's outputs, and roots link this file; move it to {UPSTREAM_FILE}."
    else:
        message = "is an environment's to set, and roots do not link this file; move it to another variables*.tf."
    return Problem(Place(file, int(line)), variable.name, message)


def _is_true(expression: Any) -> bool:
    return expression is not None and hcl_tree.word(expression) == "true"


def _variable(name: str, block: Any, text: str, file: str) -> Variable:
    attributes = hcl_tree.attributes(block)
    return Variable(
        name=name,
        type=_Reader(file, text).type(attributes["type"]) if "type" in attributes else ANY,
        declared=f"{file}:{block.meta.line}",
        required="default" not in attributes,
        nullable="nullable" not in attributes or _is_true(attributes["nullable"]),
        secret=_is_true(attributes.get("sensitive")) or _is_true(attributes.get("ephemeral")),
        text=hcl_tree.source(block, text),
        description=hcl_tree.word(attributes["description"]) if "description" in attributes else "",
        default=hcl_tree.source(attributes["default"], text) if "default" in attributes else "",
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the types of one file."""

    file: str
    text: str

    def type(self, expression: Any) -> Type:
        expression = hcl_tree.unwrap(expression)
        if expression.data == "identifier":
            word = hcl_tree.word(expression)
            if word in (*PRIMITIVES, "any"):
                return Type(word)
            if word in COLLECTIONS:
                return Type(word, ANY)
        word, arguments = hcl_tree.call(expression)
        if len(arguments) == 1:
            inner = hcl_tree.unwrap(arguments[0])
            if word in COLLECTIONS:
                return Type(word, self.type(inner))
            if word == "tuple" and inner.data == "tuple":
                return Type(word, elements=tuple(self.type(item) for item in hcl_tree.parts(inner)))
            if word == "object" and inner.data == "object":
                elements = hcl_tree.children(inner, "object_elem")
                return Type(word, attributes=dict(self._attribute(element, inner) for element in elements))
        place = Place(self.file, expression.meta.line, expression.meta.column)
        raise Problems([Problem(place, "", f"{hcl_tree.word(expression)!r} is no type constraint that gen-env knows.")])

    def _attribute(self, element: Any, of: Any) -> tuple[str, Attribute]:
        key, value = hcl_tree.parts(element)
        word, arguments = hcl_tree.call(hcl_tree.unwrap(value))
        optional = word == "optional" and len(arguments) > 0
        return hcl_tree.word(key), Attribute(
            self.type(arguments[0] if optional else value),
            optional,
            f"{self.file}:{element.meta.line}",
            default=hcl_tree.source(arguments[1], self.text) if len(arguments) > 1 else "",
            note=hcl_tree.note(element, of),
        )
