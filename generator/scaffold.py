"""The YAML of a new environment."""

from __future__ import annotations

from generator.environment import Loader
from generator.project import Project
from generator.strict_yaml import load
from generator.templates import jinja


def yaml_text(project: Project, name: str, source: str | None) -> str:
    """Return the text of environments/NAME.yaml; with a source, its decisions as they are written there."""
    parent, region, variables = "_defaults", None, None
    if source:
        environment = Loader(project).load(source)
        parent, region = Loader(project).parent(source) or "", environment.region
        variables = _section(project, source, "variables")
    return (
        jinja(project.templates)
        .get_template("environment.yaml.j2")
        .render(name=name, source=source, parent=parent, region=region, variables=variables)
    )


def _section(project: Project, name: str, key: str) -> str | None:
    """Return a top-level key of an environment's file with all that is below it, comments and all."""
    path = project.yaml_of(name)
    document = load(path, project.relative(path))
    if key not in document.items:
        return None
    starts = sorted(node.place.line for node in document.keys.values())
    first = document.keys[key].place.line
    following = [line for line in starts if line > first]
    lines = path.read_text("utf-8-sig").splitlines()[first - 1 : following[0] - 1 if following else None]
    return "\n".join(lines).rstrip()
