"""Ask the modules' validations too, before any plan: without provider, AWS, init or the state of another layer.

The layer is planned with each module cut down to its variables. What a module would return, and what other layers
return, is unknown there, and a rule about something unknown waits for the real plan. Modules within modules are left
out: what they are given is what the outer one was given.

Terraform does not say which instance of a module refuses. So each call hands its key on, and each rule says it, with
its own place, before its sentence.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from generator import contract, files, variables_only
from generator.convert import Value
from generator.environment import Environment
from generator.errors import Place, Problem
from generator.layer import UPSTREAM, Layer
from generator.module_contract import Contract
from generator.project import Project
from generator.render import TFVARS, Renderer
from generator.types import Type

_BLOCK = re.compile(
    r'^(?P<kind>variable|output|locals|module)(?: "(?P<name>[^"]+)")? \{\n(?P<body>.*?)^\}$', re.M | re.S
)
_LOCAL = re.compile(r"^  (?P<name>[a-z_][A-Za-z0-9_]*) *= (?P<value>.*?)(?=^  [a-z_#/]|\Z)", re.M | re.S)
_VALIDATION = re.compile(r"^  validation \{\n.*?^  \}\n", re.M | re.S)
_MESSAGE = re.compile(r"^    error_message *= (.+?)\n(?=  \}\n)", re.M | re.S)
# What a call says to more than variables, on one line or several.
_NO_STUB = re.compile(r"^  (?:providers|depends_on) *= (?:[\[{][^\n]*[\]}]\n|[\[{]\n.*?^  [\]}]\n)", re.M | re.S)
_SOURCE = re.compile(r'^  source *= "[./]*/modules/(?P<module>[a-z0-9-]+)"\n', re.M)
# A separator that no sentence and no key holds.
_MARK = "\u241f"
_WORD = re.compile(r'"([A-Za-z0-9_.-]{1,80})"')
_INSTANCE = "gen_env_instance"
_UNKNOWN = "jsondecode(terraform_data.unknown.id)"
_UNKNOWN_RESOURCE = 'resource "terraform_data" "unknown" {}\n'
# Data sources, as literals: rules do not depend on which account or region it is.
_LITERALS = {
    "data.aws_caller_identity.current.account_id": '"123456789012"',
    "data.aws_partition.current.dns_suffix": '"amazonaws.com"',
    "data.aws_partition.current.partition": '"aws"',
    'lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))': '"us-east-1"',
}
# What other layers return is unknown, but for what the layer makes keys of: a map with an unknown key is unknown whole,
# and so are all rules about it. There each key that an environment could mean has a value of the right form.
_KEYS_OF_MAPS = {("data", "queue_arns"): "arn:aws:sqs:us-east-1:123456789012:"}
_QUESTIONS = 12  # plans to find the entries of a map that are at fault, half a second each


@dataclass(frozen=True)
class Refused:
    """What a rule of a module refuses: whose input, for which key of the layer's map, where the rule is, its words."""

    call: str
    module: str
    input: str
    instance: str
    rule: str
    sentence: str


@dataclass(frozen=True)
class _Call:
    name: str
    module: str


class ModuleRules:
    """The layer with its modules cut down, ready to be planned with the values of environments."""

    def __init__(self, project: Project, layer: Layer) -> None:
        self._project = project
        self.layer = layer
        self.texts: dict[str, str] = {}
        self.calls: list[_Call] = []
        for path in sorted(project.layer.glob("*.tf")):
            if path.name not in ("outputs.tf", "versions.tf"):
                self.texts[f"layer/{path.name}"] = "\n".join(self._layer_blocks(project.text(path)))
        for module in dict.fromkeys(call.module for call in self.calls):
            self.texts[f"modules/{module}/stub.tf"] = self._stub(module)

    def _layer_blocks(self, text: str) -> Iterator[str]:
        for block in _BLOCK.finditer(text):
            if block["kind"] == "variable":
                yield _VALIDATION.sub("", block[0])  # asked for by itself
            elif block["kind"] == "locals":
                yield _literal(block[0])
            elif block["kind"] == "module" and (source := _SOURCE.search(block[0])):
                self.calls.append(_Call(block["name"], source["module"]))
                instance = "each.key" if re.search(r"^  for_each ", block[0], re.M) else '""'
                body = _NO_STUB.sub("", block[0])
                stub = f'  source = "../modules/{source["module"]}"\n  {_INSTANCE} = {instance}\n'
                yield _literal(body.replace(source[0], stub))

    def _stub(self, module: str) -> str:
        folder = self._project.root / "modules" / module
        variables: list[str] = []
        outputs: list[str] = []
        local_values: dict[str, str] = {}
        for path in sorted(folder.glob("*.tf")):
            text = self._project.text(path)
            for block in _BLOCK.finditer(text):
                if block["kind"] == "variable":
                    variables.append(_marked(block, text, f"modules/{module}/{path.name}"))
                elif block["kind"] == "output":
                    outputs.append(f'output "{block["name"]}" {{\n  value = {_UNKNOWN}\n}}\n')
                elif block["kind"] == "locals":
                    local_values |= {found["name"]: found["value"].rstrip() for found in _LOCAL.finditer(block["body"])}
        wanted = _needed("\n".join(variables), local_values)
        values = "".join(f"  {name} = {local_values[name]}\n" for name in sorted(wanted))
        instance = f'variable "{_INSTANCE}" {{\n  type = string\n}}\n'
        return _literal("\n".join([instance, *variables, f"locals {{\n{values}}}\n", *outputs, _UNKNOWN_RESOURCE]))

    @property
    def count(self) -> int:
        """How many rules are asked."""
        return sum(text.count("  validation {\n") for name, text in self.texts.items() if name.startswith("modules/"))

    def refused(self, tfvars: str) -> list[Refused]:
        """Return what the rules refuse of these values."""
        seen = self.seen(tfvars)
        if seen.is_file():
            return []
        found: dict[tuple[str, ...], Refused] = {}
        with contract.scratch() as folder:
            self._write(folder, tfvars)
            for diagnostic in variables_only.plan(folder):
                parts = diagnostic["detail"].split(_MARK)
                if len(parts) == 4:  # whatever else it says of what is unknown, the real plan says better
                    name, rule, instance, sentence = parts
                    call = re.search(r'module "([^"]+)"', (diagnostic.get("snippet") or {}).get("context") or "")
                    label = call[1] if call else ""
                    module = next((each.module for each in self.calls if each.name == label), "")
                    words = " ".join(sentence.partition("\n\nThis was checked by")[0].split())
                    refusal = Refused(label, module, name, instance, rule, words)
                    found[label, name, instance, rule] = refusal
            broken = not found and not variables_only.is_planned(folder)
        if not found and not broken:
            with suppress(OSError):  # a read-only checkout is only slower
                files.write(seen, "")
        return list(found.values())

    def _main(self, tfvars: str) -> str:
        handed = [
            *(f"  {name} = var.{name}\n" for name in self.layer.decisions),
            *(f"  {name} = {self._upstream(name, tfvars)}\n" for name in UPSTREAM),
        ]
        return f'{_UNKNOWN_RESOURCE}\nmodule "layer" {{\n  source = "./layer"\n{"".join(handed)}}}\n'

    def _write(self, folder: Path, tfvars: str) -> None:
        decisions = self.layer.decisions
        # A secret has no value here: null, which the layer's default stands in for.
        secrets = [f'variable "{name}" {{\n  default = null\n}}\n' for name, item in decisions.items() if item.secret]
        plain = [_VALIDATION.sub("", item.text) for item in decisions.values() if not item.secret]
        variables = "\n\n".join([*plain, *secrets])
        texts = {**self.texts, "main.tf": self._main(tfvars), "variables.tf": variables, TFVARS: tfvars}
        # What `terraform init` would write of local modules.
        manifest = [{"Key": "", "Source": "", "Dir": "."}, {"Key": "layer", "Source": "./layer", "Dir": "layer"}]
        manifest += [
            {"Key": f"layer.{call.name}", "Source": f"../modules/{call.module}", "Dir": f"modules/{call.module}"}
            for call in self.calls
        ]
        texts[".terraform/modules/modules.json"] = json.dumps({"Modules": manifest})
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def _upstream(self, name: str, tfvars: str) -> str:
        """Return what stands for the outputs of another layer."""
        known = {attribute: start for (layer, attribute), start in _KEYS_OF_MAPS.items() if layer == name}
        variable = self.layer.variables.get(name)
        if not known or not variable or not known.keys() <= variable.type.attributes.keys():
            return _UNKNOWN
        words = sorted(set(_WORD.findall(tfvars)))
        values = dict.fromkeys(variable.type.attributes, _UNKNOWN)
        for attribute, start in known.items():
            values[attribute] = json.dumps({word: f"{start}{word}" for word in words})
        return f"{{{', '.join(f'{attribute} = {value}' for attribute, value in values.items())}}}"

    def seen(self, tfvars: str) -> Path:
        """Where it is noted that these rules have nothing against these values."""
        digest = hashlib.blake2b(digest_size=16)
        for name, text in [*self.texts.items(), ("main.tf", self._main(tfvars)), ("", tfvars)]:
            digest.update(f"{name}\0{text}\0".encode())
        return self._project.work / "gen-env" / "rules" / digest.hexdigest()


T = TypeVar("T")
Origins = Mapping[tuple[str, str], tuple[str, ...]]


def validate(
    project: Project, layer: Layer, renderer: Renderer, environments: list[Environment]
) -> list[list[Problem]]:
    """Return what the modules' validations refuse in each environment, at the YAML lines."""
    rules = ModuleRules(project, layer)
    origins = functools.cache(lambda: _origins(project))
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return list(pool.map(lambda each: _problems(rules, renderer, each, origins), environments))


def without_echoes(found: Mapping[Problem, T]) -> dict[Problem, T]:
    """Return the problems without those that say again, of the same value, what the layer or another module says."""
    said: dict[tuple[Place, str, str], Problem] = {}
    for problem in sorted(found, key=lambda each: len(each.message)):
        said.setdefault((problem.place, problem.path, re.sub(r" \(modules/[^)]*\)$", "", problem.message)), problem)
    return {problem: found[problem] for problem in said.values()}


def _problems(
    rules: ModuleRules, renderer: Renderer, environment: Environment, origins: Callable[[], Origins]
) -> list[Problem]:
    found = []
    for refused in rules.refused(renderer.render(environment)[TFVARS]):
        path = _path(refused, environment, origins())
        value = _value(environment.variables, path)
        for rest in _blamed(refused, path, value, rules, renderer, environment):
            full = ("variables", *path, *rest)
            found.append(Problem(environment.place(*full), ".".join(full), f"{refused.sentence} ({refused.rule})"))
    return found


def _origins(project: Project) -> Origins:
    """Return by call and input of a module the decision that it is made of, with * for the keys of maps."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for handed in Contract(project).handed:
        for decision, targets in handed.read.items():
            for target in targets:
                below = len(target) - 1
                # The same names below: then what is above them is the input itself.
                same = below == 0 or decision[-below:] == target[1:]
                origin = decision[: len(decision) - below] if same else decision[:2]
                before = found.get((handed.call.name, target[0]))
                named = origin[-1] == target[0]
                if before is None or (named and before[-1] != target[0]):
                    found[handed.call.name, target[0]] = origin
    return found


def _path(refused: Refused, environment: Environment, origins: Origins) -> tuple[str, ...]:
    """Return the keys, as far as they are in the environment, that lead to what a module's input is made of."""
    steps = origins.get((refused.call, refused.input), ())
    path: list[str] = []
    for step in (refused.instance if step == "*" else step for step in steps):
        below = _value(environment.variables, tuple(path)) if path else environment.variables
        if not isinstance(below, dict) or step not in below:
            break
        path.append(step)
    return tuple(path)


def _value(variables: Mapping[str, Value], path: tuple[str, ...]) -> Value:
    value: Value = dict(variables)
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _blamed(
    refused: Refused,
    path: tuple[str, ...],
    value: Value,
    rules: ModuleRules,
    renderer: Renderer,
    environment: Environment,
) -> list[tuple[str, ...]]:
    """Return the entries of a map that are refused alone; the map itself where none is, or where it has but one."""
    type_: Type | None = rules.layer.decisions[path[0]].type if path else None
    for key in path[1:]:
        type_ = type_.child(key) if type_ else None
    if not type_ or type_.kind != "map" or not isinstance(value, dict) or not 2 <= len(value) <= _QUESTIONS:
        return [()]
    entries = value
    alone = {key: item for key, item in environment.variables.items() if not isinstance(item, dict | list)}
    whole = environment.variables[path[0]]
    if len(path) > 1 and isinstance(whole, dict):
        whole = {path[1]: whole[path[1]]}

    def is_refused(key: str) -> bool:
        # Without the other maps: most of what a plan takes. What refers to them then has nothing to say.
        variables = _with({**alone, path[0]: whole}, path, {key: entries[key]})
        found = rules.refused(renderer.render(replace(environment, variables=variables))[TFVARS])
        return any((each.rule, each.instance) == (refused.rule, refused.instance) for each in found)

    return [(key,) for key in entries if is_refused(key)] or [()]


def _with(variables: Mapping[str, Value], path: tuple[str, ...], value: Value) -> dict[str, Value]:
    """Return the variables with another value at this path."""
    key, *rest = path
    below = variables[key]
    inner = _with(below, tuple(rest), value) if rest and isinstance(below, dict) else value
    return {**variables, key: inner}


def _marked(block: re.Match[str], text: str, file: str) -> str:
    """Return a variable whose rules say, before their sentence, whose they are, where they are and for which key."""
    first = text.count("\n", 0, block.start()) + 1

    def mark(message: re.Match[str]) -> str:
        rule = block[0].rfind("  validation {", 0, message.start())
        line = first + block[0].count("\n", 0, rule)
        start = f"{block['name']}{_MARK}{file}:{line}{_MARK}${{var.{_INSTANCE}}}{_MARK}"
        return f'    error_message = join("", ["{start}", {message[1]}])\n'

    return _MESSAGE.sub(mark, block[0]) + "\n"


def _needed(text: str, local_values: Mapping[str, str]) -> set[str]:
    """Return the locals that a text reads, and those that they read."""
    needed: set[str] = set()
    waiting = set(re.findall(r"\blocal\.([A-Za-z0-9_]+)", text))
    while waiting:
        name = waiting.pop()
        needed.add(name)
        waiting |= set(re.findall(r"\blocal\.([A-Za-z0-9_]+)", local_values.get(name, ""))) - needed
    return needed & local_values.keys()


def _literal(text: str) -> str:
    for source, literal in _LITERALS.items():
        text = text.replace(source, literal)
    return text
