"""One environment: its YAML, the files it extends, the defaults that follow from its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from generator import strict_yaml
from generator.convert import Converter, Value
from generator.errors import Place, Problem, Problems, hint
from generator.layer import UPSTREAM, Layer, Variable, read
from generator.merge import merge
from generator.project import Project, name_fault
from generator.strict_yaml import Mapping, Node, Scalar
from generator.types import ANY, BOOL, STRING, Attribute, Type

# Variables that the environment's name and its aws section fill.
DERIVED = {"environment": "the file's name", "aws_region": "aws.region"}
# The account every environment without one has: moto's, which is also AWS's example account in its documentation.
EMBEDDED_ACCOUNT_ID = "123456789012"

_REGIONAL_SETTINGS = {"transaction_search"}  # of account_settings; the others are those of all regions
_STATE_KEY = r"[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*"  # AWS, "Naming Amazon S3 objects", safe characters
_Default = TypeVar("_Default", str, None)


@dataclass(frozen=True)
class State:
    """A Terraform state in S3."""

    bucket: str
    key: str
    region: str
    kms_key_id: str | None = None


@dataclass(frozen=True)
class Environment:
    """The decisions of one environment; `variables` are the layer's, in the order the layer declares them.

    account_id None means bound to no account: it runs on the embedded AWS. Each upstream layer is a State to read or a
    mapping of literal outputs. `nodes` keeps where each decision is written.
    """

    name: str
    account_id: str | None
    shared_account: bool
    region: str
    backend: State
    upstream: dict[str, State | dict[str, Value]]
    variables: dict[str, Value]
    nodes: Mapping = field(repr=False, compare=False)

    def place(self, *path: str) -> Place:
        """Return where the value below these keys is written; the whole file where it is not."""
        node = self.nodes.at(*path)
        return node.place if node else Place(self.nodes.place.file)


def load(project: Project, name: str) -> Environment:
    """Load one environment; raise Problems (a Refusal) with everything that is wrong with it."""
    return Loader(project).load(name)


class Loader:
    """Loads environments of one project, reading what they share once."""

    def __init__(self, project: Project, layer: Layer | None = None) -> None:
        self.project = project
        self.layer = layer or read(project)
        self._files: dict[str, tuple[Mapping, list[Problem]]] = {}
        self._document = document(self.layer)

    def load(self, name: str, text: str | None = None) -> Environment:
        """Load one environment, from `text` instead of its file if given; raise Problems."""
        shown = self.project.relative(self.project.yaml_of(name))
        if fault := name_fault(name):
            raise Problems([Problem(Place(shown), "", fault)])
        problems: list[Problem] = []
        if text is not None:
            self._files[name] = strict_yaml.parse(text, shown), problems
        found = _environment(name, self._merged(name, problems), self._document, self.layer, problems)
        if problems:
            raise Problems(problems)
        return found

    def parent(self, name: str) -> str | None:
        """Return the name of the file that this environment's file extends, if any."""
        node = self._file(name).at("extends")
        return node.text if isinstance(node, Scalar) and not node.is_null else None

    def chain(self, name: str) -> list[tuple[str, Mapping]]:
        """Return the files that an environment is made of, its own first: name and what it says."""
        found = [(name, self._file(name))]
        while parent := self.parent(found[-1][0]):
            if parent in [each for each, _ in found]:
                break
            found.append((parent, self._file(parent)))
        return found

    def below(self, name: str) -> Mapping | None:
        """Return what the files below this environment's own say, merged; None where it extends nothing."""
        parent = self.parent(name)
        return self._merged(parent, []) if parent else None

    def _file(self, name: str) -> Mapping:
        if name not in self._files:
            path = self.project.yaml_of(name)
            shown = self.project.relative(path)
            problems: list[Problem] = []
            self._files[name] = strict_yaml.parse(strict_yaml.read(path, shown), shown, problems), problems
        return self._files[name][0]

    def _merged(self, name: str, problems: list[Problem]) -> Mapping:
        chain = [name]
        while parent := self.parent(chain[-1]):
            place = cast(Node, self._file(chain[-1]).at("extends")).place
            if parent in chain:
                circle = " -> ".join([*chain, parent])
                raise Problems([Problem(place, "extends", f"goes in a circle: {circle}.")])
            if not re.fullmatch(r"_?[a-z][a-z0-9_-]*", parent) or not self.project.yaml_of(parent).is_file():
                known = sorted(path.stem for path in self.project.environments.glob("*.yaml") if path.stem != name)
                raise Problems([Problem(place, "extends", f"no file environments/{parent}.yaml{hint(parent, known)}")])
            chain.append(parent)
        merged: Mapping | None = None
        for link in reversed(chain):
            problems += self._files[link][1]
            merged = merge(merged, _said(self._file(link)), self._document, "", problems)
        return cast(Mapping, merged)


def _said(file: Mapping) -> Mapping:
    """Leave out the sections that nothing is written under; null would take away what the file below says."""
    items = {name: node for name, node in file.items.items() if not (isinstance(node, Scalar) and node.is_null)}
    return file if len(items) == len(file.items) else replace(file, items=items)


def _environment(name: str, node: Mapping, document: Type, layer: Layer, problems: list[Problem]) -> Environment:
    values = cast(dict[str, Value], Converter(problems).convert(node, document, ""))
    aws, variables = _section(values, "aws"), _section(values, "variables")
    problems += [*_null_faults(node, variables, layer), *_aws_faults(node, aws)]
    region = _text(aws.get("region"), "")
    given = _section(values, "backend")
    backend = State(
        _text(given.get("bucket"), f"{variables.get('project_name')}-{name}-tfstate"),
        _text(given.get("key"), f"compute/{name}/terraform.tfstate"),
        _text(given.get("region"), region),
        _text(given.get("kms_key_id"), None),
    )
    upstream = {source: _upstream(source, name, values, backend) for source in UPSTREAM}
    problems += _state_faults(backend, node, "backend", "key")
    for source, state in upstream.items():
        problems += _upstream_faults(source, state, backend, node)
    filled: dict[str, Value] = {"environment": name, "aws_region": region}
    variables |= filled
    return Environment(
        name=name,
        account_id=_text(aws.get("account_id"), None),
        shared_account=aws.get("shared_account") is True,
        region=region,
        backend=backend,
        upstream=upstream,
        variables={key: variables[key] for key in layer.decisions if key in variables},
        nodes=node,
    )


def _null_faults(node: Mapping, variables: dict[str, Value], layer: Layer) -> Iterator[Problem]:
    for name, variable in layer.decisions.items():
        if name in DERIVED or variable.secret:
            continue
        found = node.at("variables", name)
        if not found and variable.required:
            place = (node.at("variables") or node).place
            message = f"is required ({variable.type}, {variable.declared}); set it."
            yield Problem(place, f"variables.{name}", message)
        elif isinstance(found, Scalar) and found.is_null and not variable.nullable:
            yield Problem(found.place, f"variables.{name}", _null_message(variable.type, found))


def _null_message(type_: Type, found: Scalar) -> str:
    empty = {"map": "{}", "object": "{}", "list": "[]", "set": "[]"}.get(type_.kind)
    if not empty:
        return "cannot be null; leave it out for the layer's default."
    what = "cannot be null" if found.text else "is empty"
    return (
        f"{what}; write {empty} to add nothing, or !unset to drop what the files below say."
        if empty == "{}"
        else (f"{what}; write {empty} for none, or !unset for the layer's default.")
    )


def _aws_faults(node: Mapping, aws: dict[str, Value]) -> Iterator[Problem]:
    region = node.at("aws", "region")
    if region is None or (isinstance(region, Scalar) and (region.is_null or not region.text)):
        yield Problem(
            (region or node.at("aws") or node).place, "aws.region", "is missing; every environment has a region."
        )
    account = aws.get("account_id")
    if isinstance(account, str) and not re.fullmatch(r"[0-9]{12}", account):
        message = f"{account!r} is no AWS account id: 12 digits, or null for the embedded AWS."
        yield Problem(cast(Node, node.at("aws", "account_id")).place, "aws.account_id", message)


def _upstream(source: str, name: str, values: dict[str, Value], backend: State) -> State | dict[str, Value]:
    given = cast(dict[str, Value], _section(values, "upstream").get(source) or {})
    literal = given.get("values")
    if isinstance(literal, dict):
        return literal
    return State(
        _text(given.get("bucket"), backend.bucket),
        _text(given.get("state"), f"{source}/{name}/terraform.tfstate"),
        _text(given.get("region"), backend.region),
    )


def _upstream_faults(source: str, found: State | dict[str, Value], backend: State, node: Mapping) -> Iterator[Problem]:
    section = f"upstream.{source}"
    if isinstance(found, State):
        yield from _state_faults(found, node, section, "state")
        if (found.bucket, found.key) == (backend.bucket, backend.key):
            message = "is this environment's own state; name the other layer's."
            yield Problem((node.at("upstream", source, "state") or node).place, f"{section}.state", message)
        return
    for other in ("state", "bucket", "region"):
        if extra := node.at("upstream", source, other):
            message = "does not go with values: say where the state is, or the values."
            yield Problem(extra.place, f"{section}.{other}", message)


def _state_faults(state: State, node: Mapping, section: str, key: str) -> Iterator[Problem]:
    keys = section.split(".")
    bucket = node.at(*keys, "bucket")
    project = node.at("variables", "project_name") if section == "backend" else None
    # AWS, "General purpose bucket naming rules"; dots are left out because they break TLS names.
    if (bucket or project) and not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", state.bucket):
        message = f"{state.bucket!r} is no bucket name: 3 to 63 lower-case letters, digits or hyphens."
        if bucket:
            yield Problem(bucket.place, f"{section}.bucket", message)
        elif project:
            message = f"the bucket of the state is named after it, and {message}"
            yield Problem(project.place, "variables.project_name", message)
    written = node.at(*keys, key)
    if written and (not re.fullmatch(_STATE_KEY, state.key) or ".." in state.key.split("/")):
        message = f"{state.key!r} is no state key: names of letters, digits, - and _ joined by slashes, without `..`."
        yield Problem(written.place, f"{section}.{key}", message)


def clashes(environments: Iterable[Environment]) -> Iterator[Problem]:
    """Say which environments would share a state, an account without both agreeing to it, or a setting of it."""
    environments = list(environments)
    states: dict[tuple[str, str], Environment] = {}
    accounts: dict[str, Environment] = {}
    for environment in environments:
        backend, account = environment.backend, environment.account_id
        # S3 keys are case-sensitive, people's eyes and some file systems are not.
        first = states.setdefault((backend.bucket, backend.key.lower()), environment)
        if first is not environment:
            message = f"the state s3://{backend.bucket}/{backend.key} is {first.name}'s already; give each its own key."
            yield Problem(environment.place("backend"), "backend", message)
        first = accounts.setdefault(account, environment) if account else environment
        if first is not environment and not (first.shared_account and environment.shared_account):
            message = f"{account} is {first.name}'s account; set aws.shared_account: true in both if meant."
            yield Problem(environment.place("aws", "account_id"), "aws.account_id", message)
    yield from _owned_twice(environments)


def _owned_twice(environments: Iterable[Environment]) -> Iterator[Problem]:
    """Say which environments would make the same setting of an account, each undoing what the other says."""
    owners: dict[tuple[str | None, str, str], Environment] = {}
    for environment in environments:
        for path, regional in _account_settings(environment):
            what = ".".join(path[1:])
            # Environments without an account share the embedded AWS.
            where = (environment.account_id, what, environment.region if regional else "")
            first = owners.setdefault(where, environment)
            if first is not environment:
                owned = f"the account in {environment.region}" if regional else "the whole account"
                message = f"is {first.name}'s already, for {owned}; say it in one environment only."
                yield Problem(environment.place(*path), ".".join(path), message)


def _account_settings(environment: Environment) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield where an environment makes a setting that its account has once, and whether each region has its own."""
    if environment.variables.get("api_gateway_account_owner") == "terraform":
        yield ("variables", "api_gateway_account_owner"), True
    settings = environment.variables.get("account_settings")
    for name, value in settings.items() if isinstance(settings, dict) else ():
        if value is not None:
            yield ("variables", "account_settings", name), name in _REGIONAL_SETTINGS


def overlooked(project: Project) -> Iterator[Problem]:
    """Say which files look like environments and are none."""
    for path in sorted(project.environments.glob("*.yml")):
        yield Problem(Place(project.relative(path)), "", f"gen-env reads .yaml; rename it to {path.stem}.yaml.")


def document(layer: Layer) -> Type:
    """Return the type of a whole file, so that the same code checks and merges its every part."""

    def one(**attributes: Type) -> Type:
        return Type("object", attributes={name: Attribute(of, True) for name, of in attributes.items()}, calls="key")

    decisions = {
        item.name: Attribute(item.type, True, item.declared, _not_for_yaml(item)) for item in layer.variables.values()
    }
    upstream = {}
    for name in UPSTREAM:
        values = layer.variables[name].type if name in layer.variables else ANY
        upstream[name] = one(state=STRING, bucket=STRING, region=STRING, values=values)
    return one(
        extends=STRING,
        aws=one(account_id=STRING, region=STRING, shared_account=BOOL),
        backend=one(bucket=STRING, key=STRING, region=STRING, kms_key_id=STRING),
        upstream=one(**upstream),
        variables=Type("object", attributes=decisions, calls="variable"),
    )


def _not_for_yaml(variable: Variable) -> str:
    source = f"upstream.{variable.name}" if variable.name in UPSTREAM else DERIVED.get(variable.name)
    if source:
        return f"is filled from {source}; leave it out here."
    if variable.secret:
        return "is declared sensitive or ephemeral: no secrets in YAML; pass an ARN or a name instead."
    return ""


def _section(document: dict[str, Value], name: str) -> dict[str, Value]:
    return cast(dict[str, Value], document.get(name) or {})


def _text(value: Value, default: _Default) -> str | _Default:
    return value if isinstance(value, str) else default
