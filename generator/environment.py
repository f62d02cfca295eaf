"""One environment: its YAML, the files it extends, the defaults that follow from its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from generator import strict_yaml
from generator.convert import Converter, Value, place_of
from generator.errors import Place, Problem, Problems, did_you_mean
from generator.layer import UPSTREAM, Layer, read
from generator.merge import merge
from generator.project import Project, name_fault
from generator.strict_yaml import Mapping, Scalar
from generator.types import BOOL, STRING, Attribute, Type

# Variables that the environment's name and its aws section fill.
DERIVED = {"environment": "the file's name", "aws_region": "aws.region", "dr_region": "aws.dr_region"}
# The account every environment without one has: moto's, which is also AWS's example account in its documentation.
EMBEDDED_ACCOUNT_ID = "123456789012"


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
    dr_region: str
    backend: State
    upstream: dict[str, State | dict[str, Value]]
    variables: dict[str, Value]
    nodes: Mapping = field(repr=False, compare=False)

    def place(self, path: str) -> Place:
        """Return where a dotted path such as variables.enable_eks is written; the whole file where it is not."""
        return place_of(self.nodes, path) or Place(self.nodes.place.file)


def load(project: Project, name: str) -> Environment:
    """Load one environment; raise Problems (a Refusal) with everything that is wrong with it."""
    return Loader(project).load(name)


class Loader:
    """Loads environments of one project, reading what they share once."""

    def __init__(self, project: Project, layer: Layer | None = None) -> None:
        self.project = project
        self.layer = layer or read(project)
        self._files: dict[str, Mapping] = {}
        self._document = _document(self.layer)

    def load(self, name: str, text: str | None = None) -> Environment:
        """Load one environment, from `text` instead of its file if given; raise Problems."""
        shown = self.project.relative(self.project.yaml_of(name))
        fault = name_fault(name)
        if fault:
            raise Problems([Problem(Place(shown), "", fault)])
        if text is not None:
            self._files[name] = strict_yaml.parse(text, shown)
        problems: list[Problem] = []
        node = self._merged(name, problems)
        found = self._environment(name, node, problems)
        if problems:
            raise Problems(problems)
        return found

    def load_all(self, names: Iterable[str]) -> list[Environment]:
        """Load several and check them against each other; raise Problems with the faults of all of them."""
        environments, problems = [], []
        for name in names:
            try:
                environments.append(self.load(name))
            except Problems as error:
                problems += error.problems
        problems += clashes(environments)
        if problems:
            raise Problems(problems)
        return environments

    def parent(self, name: str) -> str | None:
        """Return the name of the file that this environment's file extends, if any."""
        node = self._file(name).items.get("extends")
        return node.text if isinstance(node, Scalar) and node.text not in ("", "null", "~") else None

    def below(self, name: str) -> Mapping | None:
        """Return what the files below this environment's own say, merged; None where it extends nothing."""
        parent = self.parent(name)
        return self._merged(parent, []) if parent else None

    def _file(self, name: str) -> Mapping:
        if name not in self._files:
            path = self.project.yaml_of(name)
            self._files[name] = strict_yaml.load(path, self.project.relative(path))
        return self._files[name]

    def _merged(self, name: str, problems: list[Problem]) -> Mapping:
        chain = [name]
        while parent := self.parent(chain[-1]):
            place = self._file(chain[-1]).items["extends"].place
            if parent in chain:
                circle = " -> ".join([*chain, parent])
                raise Problems([Problem(place, "extends", f"goes in a circle: {circle}.")])
            if not re.fullmatch(r"_?[a-z][a-z0-9_-]*", parent) or not self.project.yaml_of(parent).is_file():
                known = sorted(path.stem for path in self.project.environments.glob("*.yaml"))
                hint = did_you_mean(parent, known) or f"; there are {', '.join(known)}."
                raise Problems([Problem(place, "extends", f"no file environments/{parent}.yaml{hint}")])
            chain.append(parent)
        merged: Mapping | None = None
        for link in reversed(chain):
            merged = merge(merged, self._file(link), self._document, "", problems)
        return cast(Mapping, merged)

    def _environment(self, name: str, node: Mapping, problems: list[Problem]) -> Environment:
        self._refuse_given(node, problems)
        converter = Converter(problems, self.layer.file)
        document = cast(dict[str, Value], converter.convert(node, self._document, ""))
        aws, variables = _section(document, "aws"), _section(document, "variables")
        self._check_nulls(node, variables, problems)
        region = _text(aws.get("region")) or ""
        if not region:
            problems.append(Problem(node.place, "aws.region", "is missing; every environment has a region."))
        account = _text(aws.get("account_id"))
        if account is not None and not re.fullmatch(r"[0-9]{12}", account):
            place = place_of(node, "aws.account_id") or node.place
            message = f"{account!r} is no AWS account id: 12 digits, or null for the embedded AWS."
            problems.append(Problem(place, "aws.account_id", message))
        project_name = _text(variables.get("project_name")) or ""
        given = _section(document, "backend")
        backend = State(
            _text(given.get("bucket")) or f"{project_name}-{name}-tfstate",
            _text(given.get("key")) or f"compute/{name}/terraform.tfstate",
            _text(given.get("region")) or region,
            _text(given.get("kms_key_id")),
        )
        if project_name or given.get("bucket"):
            _check_state(backend, node, problems)
        dr_region = _text(aws.get("dr_region")) or region
        filled: dict[str, Value] = {"environment": name, "aws_region": region, "dr_region": dr_region}
        variables |= filled
        return Environment(
            name=name,
            account_id=account,
            shared_account=aws.get("shared_account") is True,
            region=region,
            dr_region=dr_region,
            backend=backend,
            upstream={layer: _upstream(layer, name, document, backend, node, problems) for layer in UPSTREAM},
            variables={key: variables[key] for key in self.layer.decisions if key in variables},
            nodes=node,
        )

    def _refuse_given(self, node: Mapping, problems: list[Problem]) -> None:
        """Refuse variables that are not for the YAML to set, with a better sentence than `unknown variable`."""
        given = node.items.get("variables")
        if not isinstance(given, Mapping):
            return
        for name in [*DERIVED, *UPSTREAM]:
            if name in given.items:
                source = DERIVED.get(name) or f"upstream.{name}"
                message = f"is filled from {source}; leave it out here."
                problems.append(Problem(given.keys[name].place, f"variables.{name}", message))
        for name, variable in self.layer.decisions.items():
            if variable.secret and name in given.items:
                message = "is declared sensitive or ephemeral: no secrets in YAML; pass an ARN or a name instead."
                problems.append(Problem(given.keys[name].place, f"variables.{name}", message))

    def _check_nulls(self, node: Mapping, variables: dict[str, Value], problems: list[Problem]) -> None:
        place = place_of(node, "variables") or node.place
        for name, variable in self.layer.decisions.items():
            where = f"variables.{name}"
            if variable.required and name not in DERIVED and not variable.secret and name not in variables:
                declared = f"{self.layer.file}:{variable.line}"
                problems.append(Problem(place, where, f"is required ({variable.type}, {declared}); set it."))
            elif name in variables and variables[name] is None and not variable.nullable and _written_null(node, where):
                message = "cannot be null; leave it out for the layer's default."
                problems.append(Problem(place_of(node, where) or place, where, message))


def clashes(environments: list[Environment]) -> list[Problem]:
    """Say which environments would share a state, or an account without both agreeing to it."""
    problems = []
    states: dict[tuple[str, str], Environment] = {}
    accounts: dict[str, Environment] = {}
    for environment in environments:
        # S3 keys are case-sensitive, people's eyes and some file systems are not.
        state = (environment.backend.bucket, environment.backend.key.lower())
        first = states.setdefault(state, environment)
        if first is not environment:
            message = f"the state s3://{'/'.join(state)} belongs to {first.name} already; give each its own key."
            problems.append(Problem(environment.place("backend"), "backend", message))
        if environment.account_id is None:
            continue
        first = accounts.setdefault(environment.account_id, environment)
        if first is not environment and not (first.shared_account and environment.shared_account):
            message = (
                f"{environment.account_id} is {first.name}'s account; set aws.shared_account: true in both if meant."
            )
            problems.append(Problem(environment.place("aws.account_id"), "aws.account_id", message))
    return problems


def misnamed(project: Project) -> Iterator[Problem]:
    """Say which files in environments/ would be overlooked or cannot be an environment."""
    for path in sorted(project.environments.iterdir()):
        place = Place(project.relative(path))
        if path.suffix == ".yml":
            yield Problem(place, "", f"gen-env reads .yaml; rename it to {path.stem}.yaml.")
        elif path.suffix == ".yaml" and not path.stem.startswith("_") and (fault := name_fault(path.stem)):
            yield Problem(place, "", fault)


def _document(layer: Layer) -> Type:
    """Return the type of a whole file, so that the same code checks and merges its every part."""

    def one(**attributes: Type) -> Type:
        return Type("object", attributes={name: Attribute(of, True) for name, of in attributes.items()}, calls="key")

    decisions = {item.name: Attribute(item.type, True, item.line) for item in layer.variables.values()}
    upstream = {}
    for name in UPSTREAM:
        values = layer.variables[name].type if name in layer.variables else Type("any")
        upstream[name] = one(state=STRING, bucket=STRING, region=STRING, values=values)
    return one(
        extends=STRING,
        aws=one(account_id=STRING, region=STRING, dr_region=STRING, shared_account=BOOL),
        backend=one(bucket=STRING, key=STRING, region=STRING, kms_key_id=STRING),
        upstream=one(**upstream),
        variables=Type("object", attributes=decisions, calls="variable"),
    )


def _section(document: dict[str, Value], name: str) -> dict[str, Value]:
    return cast(dict[str, Value], document.get(name) or {})


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _written_null(node: Mapping, path: str) -> bool:
    for name in path.split("."):
        inner = node.items[name]
        if isinstance(inner, Mapping):
            node = inner
    return isinstance(inner, Scalar) and inner.plain and inner.text in ("", "~", "null", "Null", "NULL")


def _check_state(state: State, node: Mapping, problems: list[Problem]) -> None:
    # AWS, "General purpose bucket naming rules"; dots are left out because they break TLS names.
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", state.bucket):
        place = place_of(node, "backend.bucket") or place_of(node, "variables.project_name") or node.place
        message = f"{state.bucket!r} is no bucket name: 3 to 63 lower-case letters, digits or hyphens."
        problems.append(Problem(place, "backend.bucket", message))
    if not re.fullmatch(r"[A-Za-z0-9!_.*'()-]+(/[A-Za-z0-9!_.*'()-]+)*", state.key) or ".." in state.key.split("/"):
        place = place_of(node, "backend.key") or node.place
        message = f"{state.key!r} is no state key: names of letters, digits, - and _ joined by slashes, without `..`."
        problems.append(Problem(place, "backend.key", message))


def _upstream(
    layer: str, name: str, document: dict[str, Value], backend: State, node: Mapping, problems: list[Problem]
) -> State | dict[str, Value]:
    given = cast(dict[str, Value], _section(document, "upstream").get(layer) or {})
    values = given.get("values")
    if isinstance(values, dict):
        for other in ("state", "bucket", "region"):
            if given.get(other) is not None:
                place = place_of(node, f"upstream.{layer}.{other}") or node.place
                message = "goes not with values: say where the state is, or the values."
                problems.append(Problem(place, f"upstream.{layer}.{other}", message))
        return values
    state = State(
        _text(given.get("bucket")) or backend.bucket,
        _text(given.get("state")) or f"{layer}/{name}/terraform.tfstate",
        _text(given.get("region")) or backend.region,
    )
    if state.bucket == backend.bucket and state.key == backend.key:
        place = place_of(node, f"upstream.{layer}.state") or node.place
        message = "is this environment's own state; name the other layer's."
        problems.append(Problem(place, f"upstream.{layer}.state", message))
    return state
