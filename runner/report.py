"""make report: all environments in one HTML file that needs no network, and in short as Markdown for a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment as Templates
from jinja2 import FileSystemLoader, StrictUndefined

from generator import files
from generator.compare import differences, shown
from generator.convert import Value
from generator.environment import Environment
from generator.errors import Refusal
from generator.explain import value_at
from generator.project import Project
from generator.types import Type
from runner import diagram, terraform
from runner.progress import step
from runner.saved_plan import SavedPlan
from runner.service_names import service

# Comments of GitHub have 65,536 characters at most.
LARGEST = 60_000
_ACTIONS = {
    ("create",): "create",
    ("update",): "change",
    ("delete",): "destroy",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
}
# Most serious first.
ORDER = ("replace", "destroy", "change", "create")
_MODULE = re.compile(r'^module\.layer\.module\.(\w+)(?:\["([^"]*)"\])?')
_LONG = 400  # characters of a value
# What every module gets, so that no decision of it is behind a change.
_EVERYWHERE = {"aws_region", "data", "environment", "networking", "project_name", "security", "tags"}


@dataclass(frozen=True)
class Attribute:
    """An attribute that changes: both sides as text, masked where they are sensitive."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What a plan does to one resource; `place` is the line of YAML behind it, empty where none is known."""

    address: str
    action: str
    service: str
    attributes: list[Attribute]
    place: str


@dataclass(frozen=True)
class Planned:
    """An environment and its saved plan; without one `made_at` is empty."""

    name: str
    where: str
    made_at: str
    changes: list[Change] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    picture: str = ""  # SVG

    def count(self, action: str) -> int:
        """Return how many resources the plan does this to."""
        return sum(change.action == action for change in self.changes)

    @property
    def services(self) -> dict[str, list[Change]]:
        """The changes by service, the most serious first."""
        found: dict[str, list[Change]] = {}
        for change in sorted(self.changes, key=lambda each: (each.service.casefold(), ORDER.index(each.action))):
            found.setdefault(change.service, []).append(change)
        return found


@dataclass(frozen=True)
class Row:
    """A path at which environments differ, with the value of each."""

    path: str
    values: list[str]


def report(project: Project, target: Path) -> list[Path]:
    """Write report.html and report.md into a folder and return their paths; raise Refusal for unreadable YAML."""
    from generator import api

    names = sorted(project.names())
    if not names:
        raise Refusal("environments/: there is none yet; make one: make env ENV=dev")
    loader, environments = api.load(project, names)
    types = {name: item.type for name, item in loader.layer.decisions.items()}
    said = {
        "environments": [_planned(project, environment) for environment in environments],
        "rows": matrix(environments, types),
        "order": ORDER,
    }
    html, markdown = target / "report.html", target / "report.md"
    target.mkdir(parents=True, exist_ok=True)
    files.write(html, _template(project, "report.html.j2", escaped=True).render(said))
    files.write(markdown, shortened(_template(project, "report.md.j2", escaped=False).render(said)))
    return [html, markdown]


def shortened(text: str) -> str:
    """Return text that fits a comment of a pull request, cut at the end of a line."""
    if len(text.encode()) <= LARGEST:
        return text
    end = "\nCut off here: `make report` writes all of it.\n"
    kept = text.encode()[: LARGEST - len(end.encode())].decode(errors="ignore")
    return kept.rpartition("\n")[0] + end


def matrix(environments: list[Environment], types: dict[str, Type]) -> list[Row]:
    """Return where environments differ, each path once."""
    first, *others = environments
    paths = {each.path: None for other in others for each in differences(first, other, types)}
    # Where one side has a whole and another its parts, the parts say it all.
    whole = {path for path in paths for other in paths if other != path and other[: len(path)] == path}
    return [Row(".".join(path), [_said(each, path) for each in environments]) for path in paths if path not in whole]


def _said(environment: Environment, path: tuple[str, ...]) -> str:
    found, value = value_at(environment, path)
    return shown(value) if found else "-"


def _planned(project: Project, environment: Environment) -> Planned:
    name = environment.name
    where = f"account {environment.account_id}" if environment.account_id else "the embedded AWS"
    picture = diagram.svg(environment)
    saved = SavedPlan(project, name)
    if not saved.exists:
        return Planned(name, f"{where}, {environment.region}", "", picture=picture)
    with step(f"read the plan of {name}"):
        plan = read_plan(project, name, saved.path)
    lines = Lines.of(project, environment)
    return Planned(
        name,
        f"{where}, {environment.region}",
        saved.made_at,
        list(changes(plan, lines)),
        list(warnings(plan)),
        picture,
    )


def read_plan(project: Project, name: str, plan: Path) -> dict[str, Any]:
    """Return a saved plan as terraform tells it; raise Refusal where terraform cannot read it."""
    said: list[str] = []
    code = terraform.run(
        ["show", "-json", str(plan)],
        cwd=project.root_of(name),
        env=terraform.environment(project),
        on_line=said.append,
    )
    if code:
        raise Refusal(f"{project.relative(plan)}: terraform cannot read it; plan again: make plan ENV={name}")
    read: dict[str, Any] = json.loads("".join(said))
    return read


@dataclass(frozen=True)
class Lines:
    """Finds the line of YAML behind a resource: that of the decision that its module is called for."""

    environment: Environment
    variables: Mapping[str, list[str]]  # of each module call of the layer

    @classmethod
    def of(cls, project: Project, environment: Environment) -> Lines:
        """Read which variables each module call of the layer names."""
        text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(project.layer.glob("*.tf")))
        calls = re.findall(r'^module "(\w+)" \{\n(.*?)^\}', text, re.MULTILINE | re.DOTALL)
        return cls(
            environment,
            {
                name: [word for word in re.findall(r"\bvar\.(\w+)", body) if word not in _EVERYWHERE]
                for name, body in calls
            },
        )

    def behind(self, address: str) -> str:
        """Return file:line of the decision, or an empty string."""
        found = _MODULE.match(address)
        if not found:
            return ""
        names = self.variables.get(found[1], [])
        for path in [("variables", name, found[2]) for name in names if found[2]] + [
            ("variables", name) for name in names
        ]:
            if self.environment.nodes.at(*path) is not None:
                return str(self.environment.place(*path))
        return ""


def changes(plan: Mapping[str, Any], lines: Lines) -> Iterator[Change]:
    """Yield what a plan does, from terraform's JSON of it."""
    for each in plan.get("resource_changes", []):
        action = _ACTIONS.get(tuple(each["change"]["actions"]))
        if action and each.get("mode") != "data":
            attributes = list(_attributes(each["change"])) if action in ("change", "replace") else []
            yield Change(each["address"], action, service(each["address"]), attributes, lines.behind(each["address"]))


def _attributes(change: Mapping[str, Any]) -> Iterator[Attribute]:
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    for name in sorted({*before, *after, *unknown}):
        if before.get(name) == after.get(name) and not unknown.get(name):
            continue
        hidden = _hides(change.get("before_sensitive"), name), _hides(change.get("after_sensitive"), name)
        new = "(known after apply)" if unknown.get(name) and after.get(name) is None else _text(after.get(name))
        # A value that is sensitive on one side tells too much on the other.
        yield Attribute(name, *(("(sensitive)",) * 2 if any(hidden) else (_text(before.get(name)), new)))


def _hides(sensitive: object, name: str) -> bool:
    marked = sensitive.get(name) if isinstance(sensitive, dict) else sensitive
    return _any(marked)


def _any(marked: object) -> bool:
    if isinstance(marked, dict):
        return any(_any(each) for each in marked.values())
    if isinstance(marked, list):
        return any(_any(each) for each in marked)
    return marked is True


def _text(value: Value | Any) -> str:
    if value is None:
        return "-"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."


def warnings(plan: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the plan's checks warn of."""
    for check in plan.get("checks", []):
        for instance in check.get("instances", []):
            for problem in instance.get("problems", []) if instance.get("status") == "fail" else []:
                yield problem["message"]


def _template(project: Project, name: str, *, escaped: bool) -> Any:
    templates = Templates(
        loader=FileSystemLoader(project.root / "templates"),
        undefined=StrictUndefined,
        autoescape=escaped,  # noqa: S701 (Markdown is not HTML)
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template(name)
