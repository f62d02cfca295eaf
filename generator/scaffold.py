"""The YAML of a new environment."""

from __future__ import annotations

import textwrap

from generator import strict_yaml
from generator.environment import Loader
from generator.project import Project
from generator.templates import jinja
from generator.yaml_edit import quoted


def yaml_text(project: Project, name: str, source: str | None) -> str:
    """Return the text of environments/NAME.yaml; with a source, its region and its variables as written there."""
    parent, region, variables = "_defaults", None, None
    if source:
        loader = Loader(project)
        environment = loader.load(source)
        parent = loader.parent(source) or ""
        region = quoted(environment.region)
        variables = _section(project.text(project.yaml_of(source)), "variables")
    return (
        jinja(project.templates)
        .get_template("environment.yaml.j2")
        .render(name=name, source=source, parent=parent, region=region, variables=variables)
    )


def _section(text: str, key: str) -> str | None:
    """Return a top-level key with all that is written below it, comments and all."""
    document = strict_yaml.parse(text, "")
    if key not in document.items:
        return None
    first = document.keys[key]
    if document.flow:
        return text[first.start : document.items[key].end]
    lines = text.split("\n")
    following = [node.place.line for node in document.keys.values() if node.place.line > first.place.line]
    section = lines[first.place.line - 1 : min(following) - 1 if following else None]
    # Blank lines at the end belong to nobody, and comments in the first column to what follows.
    while not section[-1].strip() or (following and section[-1].startswith("#")):
        section.pop()
    return textwrap.dedent("\n".join(section))
