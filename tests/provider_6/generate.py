"""Make schema.json: what provider 6.66 publishes of the types that this repository uses.

    npm pack @cdktn/provider-aws@25.7.0
    terraform providers schema -json > schema5.json      # in any root of this repository, after terraform init
    python -m tests.provider_6.generate cdktn-provider-aws-25.7.0.tgz schema5.json

The package holds classes that were generated from the provider's schema; this reads the schema back from them. They
leave out what is deprecated, which deprecated.yaml and the older provider's own schema tell; and functions, and what
nests too deep (they say `any`), which are taken from the older provider.

The package is under MPL-2.0, and so is schema.json.
"""

from __future__ import annotations

import json
import re
import sys
import tarfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SCHEMA = HERE / "schema.json"
AWS = "registry.terraform.io/hashicorp/aws"

Json = dict[str, Any]
_CLASS = re.compile(r"^class (\w+) extends .*?^}", re.MULTILINE | re.DOTALL)
_ATTRIBUTE = re.compile(
    r"^    // (?P<name>\w+) - computed: (?P<computed>\w+), optional: (?P<optional>\w+), required: (?P<required>\w+)\n"
    r"(?P<body>.*?)(?=^    // \w+ - computed|\Z)",
    re.MULTILINE | re.DOTALL,
)
_NESTED = re.compile(r"= new (\w+?)(OutputReference|List|Map)\(this, \"\w+\"(?:, (true|false))?\)")
_WRITTEN = re.compile(
    r'^ {8}(?: {4})?(\w+): \{\n.*?isBlock: (\w+),\n\s*type: "(\w+)",\n\s*storageClassType: "(\w+)"', re.M | re.S
)
_GETTERS = {
    "getStringAttribute": "string",
    "getNumberAttribute": "number",
    "getBooleanAttribute": "bool",
    "getListAttribute": ["list", "string"],
    "getNumberListAttribute": ["list", "number"],
    "getStringMapAttribute": ["map", "string"],
    "getNumberMapAttribute": ["map", "number"],
    "getBooleanMapAttribute": ["map", "bool"],
    "getAnyMapAttribute": ["map", "dynamic"],
    "StringMap": ["map", "string"],
}


class Classes:
    """The generated classes of one resource or data source."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bodies = {match[1]: match[0] for match in _CLASS.finditer(text)}

    def block(self, older: Json | None) -> Json:
        """Return the schema's block; `older` is that of the older provider."""
        [main] = [name for name, body in self._bodies.items() if "static tfResourceType" in body]
        written = self._bodies[main].partition("synthesizeHclAttributes()")[2]
        return self._block(self._bodies[main], written, older or {})

    def _block(self, body: str, written: str, older: Json) -> Json:
        set_by = {match[1]: match.groups()[1:] for match in _WRITTEN.finditer(written)}
        block: Json = {"attributes": {}, "block_types": {}}
        for match in _ATTRIBUTE.finditer(body):
            name = match["name"]
            is_block, kind, stored = set_by.get(name, ("false", "", ""))
            was = older.get("block_types", {}).get(name)
            if nested := _NESTED.search(match["body"]):
                if is_block == "true":
                    inner = self._struct(nested[1], was["block"] if was else {})
                    block["block_types"][name] = _nesting(match, nested, kind, inner)
                    continue
                type_ = self._type(nested, kind)
            elif was:  # `any` in the package, or a block of the provider's own configuration
                block["block_types"][name] = _slim(was)
                continue
            else:
                type_ = _simple(match["body"], kind, stored)
            flags = {flag: True for flag in ("computed", "optional", "required") if match[flag] == "true"}
            block["attributes"][name] = {"type": type_, **flags}
        return block

    def _struct(self, name: str, older: Json) -> Json:
        written = re.search(rf"^function {name[0].lower()}{name[1:]}ToHclTerraform\(.*?^}}", self._text, re.M | re.S)
        return self._block(self._bodies[f"{name}OutputReference"], written[0] if written else "", older)

    def _type(self, nested: re.Match[str], kind: str) -> Any:
        """Return the type of an attribute that holds objects."""
        inner = self._struct(nested[1], {})
        members = {name: attribute["type"] for name, attribute in inner["attributes"].items()}
        if nested[2] == "OutputReference" and kind == "struct":
            return ["object", members]
        if nested[2] == "Map":
            return ["map", ["object", members]]
        return ["set" if kind == "set" or nested[3] == "true" else "list", ["object", members]]


def _nesting(match: re.Match[str], nested: re.Match[str], kind: str, inner: Json) -> Json:
    mode = {"struct": "single", "list": "list", "set": "set", "map": "map"}[kind]
    found: Json = {"nesting_mode": mode, "block": inner}
    if mode != "single":
        if match["required"] == "true":
            found["min_items"] = 1
        if nested[2] == "OutputReference":
            found["max_items"] = 1
    return found


def _simple(body: str, kind: str, stored: str) -> Any:
    getter = next((type_ for name, type_ in _GETTERS.items() if f"{name}(" in body), "dynamic")
    is_set = kind == "set" or "Fn.tolist(" in body
    if isinstance(getter, list) and getter[0] == "list" and is_set:
        return ["set", getter[1]]
    if getter == "dynamic" and stored in ("string", "number", "boolean"):
        return {"boolean": "bool"}.get(stored, stored)
    return getter


def _slim(nested: Json) -> Json:
    """Return a nested block of `terraform providers schema` without descriptions."""
    return {
        **{name: nested[name] for name in ("nesting_mode", "min_items", "max_items") if name in nested},
        "block": {
            "attributes": {
                name: {key: item[key] for key in ("type", "computed", "optional", "required") if key in item}
                for name, item in nested["block"].get("attributes", {}).items()
            },
            "block_types": {name: _slim(item) for name, item in nested["block"].get("block_types", {}).items()},
        },
    }


def types_in_use() -> dict[str, list[str]]:
    """Return the resource and data types of all modules, the layer and its roots."""
    folders = ("modules", "layers", "examples")
    texts = [file.read_text() for folder in folders for file in (ROOT / folder).rglob("*.tf")]
    return {
        kind: sorted({name for text in texts for name in re.findall(rf'^{kind} "(aws_\w+)"', text, re.MULTILINE)})
        for kind in ("resource", "data")
    }


def mark_deprecated(block: Json, older: Json, named: Json, path: str = "") -> None:
    """Mark what deprecated.yaml names, and what the older provider marks and the newer one still has."""
    for name, attribute in block["attributes"].items():
        if f"{path}{name}" in named or older.get("attributes", {}).get(name, {}).get("deprecated"):
            attribute["deprecated"] = True
    for name, nested in block["block_types"].items():
        before = older.get("block_types", {}).get(name, {}).get("block", {})
        if f"{path}{name}" in named or before.get("deprecated"):
            nested["block"]["deprecated"] = True
        mark_deprecated(nested["block"], before, named, f"{path}{name}.")


def main(package: str, older_file: str) -> None:
    older = json.loads(Path(older_file).read_text())["provider_schemas"][AWS]
    deprecated = yaml.safe_load((HERE / "deprecated.yaml").read_text())
    wanted = types_in_use()
    names = {f"package/lib/{name[4:].replace('_', '-')}/index.js": ("resource", name) for name in wanted["resource"]}
    names |= {f"package/lib/data-{name.replace('_', '-')}/index.js": ("data", name) for name in wanted["data"]}
    names["package/lib/provider/index.js"] = ("provider", "aws")
    found: dict[str, Json] = {"resource": {}, "data": {}, "provider": {}}
    about: Json = {}
    with tarfile.open(package) as archive:
        for member in archive:
            if member.name == "package/package.json":
                described = json.loads(archive.extractfile(member).read())  # type: ignore[union-attr]
                about = {
                    "made_from": f"{described['name']} {described['version']}",
                    "license": described["license"],
                    "provider_version": described["cdktf"]["provider"]["version"],
                }
            if member.name not in names:
                continue
            kind, name = names.pop(member.name)
            text = archive.extractfile(member).read().decode()  # type: ignore[union-attr]
            if kind == "provider":
                before = older["provider"]["block"]
            else:
                before = older[f"{kind}_schemas".replace("data_", "data_source_")].get(name, {}).get("block", {})
            block = Classes(text).block(before)
            mark_deprecated(block, before, deprecated.get(f"{kind}.{name}", {}))
            found[kind][name] = block
            print(kind, name, len(block["attributes"]), len(block["block_types"]))
    if names:
        sys.exit(f"not in the package: {', '.join(sorted(names))}")
    functions = {
        name: {"parameters": [item["type"] for item in function["parameters"]], "return": function["return_type"]}
        for name, function in older["functions"].items()
    }
    SCHEMA.write_text(
        json.dumps({**about, **shared(found), "functions": functions}, sort_keys=True, separators=(",", ":")) + "\n"
    )


def shared(schemas: Json) -> Json:
    """Write each block once: the same one, such as a statement within statements, is a number in a list of blocks."""
    blocks: dict[str, int] = {}
    written: list[Json] = []

    def number(block: Json) -> int:
        nested = {name: {**item, "block": number(item["block"])} for name, item in block["block_types"].items()}
        flat = {**block, "block_types": nested}
        text = json.dumps(flat, sort_keys=True)
        if text not in blocks:
            blocks[text] = len(written)
            written.append(flat)
        return blocks[text]

    numbered = {kind: {name: number(block) for name, block in items.items()} for kind, items in schemas.items()}
    return {"blocks": written, **numbered}


if __name__ == "__main__":
    main(*sys.argv[1:])
