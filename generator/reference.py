"""What people look keys up in: docs/reference/*.md, and the schema that editors read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from generator.environment import document
from generator.keys import Key, Reference, one_line, short
from generator.project import Project
from generator.types import Type
from generator.write import Content

SCHEMA = "schemas/environment.schema.json"
_FOLDER = "docs/reference"
_MADE = (
    "<!-- Made by `.venv/bin/gen-env render --all` from the types and descriptions in layers/compute and modules/. -->"
)
_TAGS = (
    "`!append` before a list adds to what the file below says; `!unset` goes back to the module's default. Editors "
    'take both with the setting `yaml.customTags: ["!append sequence", "!unset"]`, and null in place of `!unset`, '
    "where gen-env knows the difference."
)


def generated(project: Project) -> dict[Path, str]:
    """Return all files of the reference; none where the layer calls no modules."""
    reference = Reference.of(project)
    if not reference.contract.calls:
        return {}
    pages: dict[str, list[Key]] = {}
    for key in reference.variables.values():
        pages.setdefault(_service(key), []).append(key)
    files = {project.root / _FOLDER / f"{name}.md": _page(name, keys) for name, keys in pages.items()}
    files[project.root / _FOLDER / "README.md"] = _index(reference, pages)
    files[project.root / SCHEMA] = _json(_schema(reference))
    return files


def stale(project: Project) -> dict[Path, Content]:
    """Return what the files of the reference that are not as made are to be; None for those that are to go."""
    made = generated(project)
    there = sorted((project.root / _FOLDER).glob("*.md")) if made else []
    wrong: dict[Path, Content] = {path: None for path in there if path not in made}
    return wrong | {path: text for path, text in made.items() if not path.is_file() or project.text(path) != text}


# Pages


def _service(key: Key) -> str:
    """Name the page of a variable: as the layer's file that declares it."""
    found = re.search(r"variables_?(\w*)\.tf", key.declared)
    return (found[1] if found else "") or "environment"


def _index(reference: Reference, pages: dict[str, list[Key]]) -> str:
    rows = [
        f"| [`{key.shown}`]({name}.md#{key.shown}) | `{short(key.type)}` | {_cell(key.sentence)} |"
        for name, keys in pages.items()
        for key in keys
    ]
    sections = [row for section in reference.sections for key in (section, *section.below()) for row in [_row(key, 0)]]
    return "\n".join(
        [
            "# What an environment can say",
            "",
            _MADE,
            "",
            "Every key of `environments/*.yaml`, by the file of the layer that declares it. In a terminal",
            "`.venv/bin/gen-env keys ecs_services.load_balancer` shows the same; so do editors that know schemas.",
            "",
            "## Variables",
            "",
            "| below `variables` | type | |",
            "|---|---|---|",
            *rows,
            "",
            "## Besides the variables",
            "",
            "| key | type | default | module | |",
            "|---|---|---|---|---|",
            *sections,
            "",
            _TAGS,
            "",
        ]
    )


def _page(name: str, keys: list[Key]) -> str:
    lines = [f"# {name}", "", _MADE, ""]
    for key in keys:
        default = "Required." if key.required else f"Default: `{one_line(key.default)}`."
        module = f" Goes to {_module(key)}." if key.module else ""
        lines += [f"## {key.shown}", "", f"`{short(key.type)}`. {default}{module} {key.sentence}".rstrip(), ""]
        rows = [_row(child, key.depth) for child in key.below()]
        if rows:
            lines += ["| key | type | default | module | |", "|---|---|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _row(key: Key, depth: int) -> str:
    default = "required" if key.required else f"`{_cell(one_line(key.default))}`" if key.default else ""
    return f"| `{key.from_step(depth)}` | `{short(key.type)}` | {default} | {_module(key)} | {_cell(key.sentence)} |"


def _module(key: Key) -> str:
    return f"[{key.module}](../../modules/{key.module})" if key.module else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;") if "`" not in text else text.replace("|", "\\|")


# Schema


def _schema(reference: Reference) -> dict[str, Any]:
    parts = document(reference.contract.layer).attributes
    sections = {key.names[0]: _of(key, parts[key.names[0]].type) for key in reference.sections}
    sections["extends"] |= {"pattern": "^_?[a-z][a-z0-9_-]*$"}
    sections["aws"]["properties"]["account_id"] |= {"type": ["string", "null"], "pattern": "^[0-9]{12}$"}
    variables = {name: _of(key, key.type) for name, key in reference.variables.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An environment of the compute layer",
        "description": "The decisions of one environment. What a file leaves out comes from the file that it extends.",
        "$comment": _TAGS,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **sections,
            "variables": {
                "description": "The variables of layers/compute.",
                "type": ["object", "null"],
                "additionalProperties": False,
                "properties": variables,
            },
        },
    }


def _of(key: Key, type_: Type) -> dict[str, Any]:
    """Return the schema of a key. Null is let in wherever nothing has to stand; what is required may be in a parent."""
    schema = _typed(type_, {child.names[-1]: child for child in key.children})
    if not key.required or len(key.names) == 1:
        schema = _or_null(schema)
    facts = [key.sentence, "Required." if key.required else "", f"modules/{key.module}." if key.module else ""]
    schema["description"] = " ".join(filter(None, facts))
    found, value = _literal(key.default)
    if found and not key.required:
        schema["default"] = value
    return schema


def _typed(type_: Type, children: dict[str, Key]) -> dict[str, Any]:
    kind, element = type_.kind, type_.element
    if kind == "string":
        # Scalars are read as what the type says: 1.30 and true are texts here.
        return {"type": ["string", "number", "boolean"]}
    if kind in ("number", "bool"):
        return {"type": ["boolean" if kind == "bool" else "number"]}
    if kind == "object":
        properties = {
            name: _of(children[name], item.type) if name in children else _or_null(_typed(item.type, {}))
            for name, item in type_.attributes.items()
        }
        return {"type": ["object"], "additionalProperties": False, "properties": properties}
    if element and kind == "map":
        return {"type": ["object"], "additionalProperties": _element(element, children)}
    if element:
        unique = {"uniqueItems": True} if kind == "set" else {}
        return {"type": ["array"], "items": _element(element, children), **unique}
    if kind == "tuple":
        return {"type": ["array"], "prefixItems": [_typed(item, {}) for item in type_.elements], "items": False}
    return {}


def _element(type_: Type, children: dict[str, Key]) -> dict[str, Any]:
    # No object may be null; a map's entry can be unset, though, and an entry of a map of maps be empty.
    return _or_null(_typed(type_, children))


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | ({"type": [*schema["type"], "null"]} if "type" in schema else {})


def _json(value: Any) -> str:
    """Return JSON with lists of words on one line."""
    text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
    return re.sub(r"\[\s+(\"[^\[\]{}]*?)\s+\]", lambda found: f"[{' '.join(found[1].split())}]", text)


def _literal(text: str) -> tuple[bool, Any]:
    """Return whether HCL is a value that JSON has too, and the value."""
    try:
        return True, json.loads(text)
    except ValueError:
        return False, None
