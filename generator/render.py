"""An environment to what its root is to hold: rendered files of its own, and links to what all roots share.

Nothing is written here, and nothing read but the templates and the names of what is to be linked.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Mapping
from typing import Any

from generator import hcl
from generator.convert import Value
from generator.environment import EMBEDDED_ACCOUNT_ID, Environment, State
from generator.errors import Place, Problem, Problems, Refusal
from generator.layer import UPSTREAM, Layer, Output
from generator.moves import moves
from generator.project import Project
from generator.templates import jinja
from generator.write import Link

TFVARS = "terraform.auto.tfvars"
LOCK = ".terraform.lock.hcl"
# What shared files are rendered from, and what is rendered into each root without looking at its decisions.
_SHARED = {"main.tf": "{layer}/variables*.tf", "outputs.tf": "{layer}/outputs.tf"}
_CONSTANT = {LOCK: "templates/environment/.terraform.lock.hcl.j2"}
_HEADER = re.compile(r"# .* \(gen-env ([0-9a-f]{16})\)")


class Renderer:
    """Renders environments of one layer; what they share is rendered once."""

    def __init__(self, project: Project, layer: Layer) -> None:
        self._project = project
        self._layer = layer
        self._own = _Templates(project, "environment")
        if TFVARS not in self._own.files:
            raise Refusal(f"templates/environment: has no {TFVARS}.j2; restore the templates.")
        self._constant = {name: self._own.render(name, source, {}) for name, source in _CONSTANT.items()}
        templates = _Templates(project, "shared")
        interface = _interface(layer)
        # {file name: text} in the folder of shared files, but for those that are written by hand there.
        self.shared = {
            name: templates.render(name, _SHARED.get(name, "templates/shared").format(layer=layer.folder), interface)
            for name in templates.files
        }
        self.links = self._links()

    @property
    def files(self) -> set[str]:
        """The names of everything that a root holds."""
        return {*self._own.files, *self.links}

    def render(self, environment: Environment) -> dict[str, str]:
        """Return {file name: text} of the root's own files; raise Problems when a template is wrong."""
        source = self._project.relative(self._project.yaml_of(environment.name))
        context = _decisions(environment, self._layer)
        return {name: self._constant.get(name) or self._own.render(name, source, context) for name in self._own.files}

    def _links(self) -> dict[str, Link]:
        """Return {file name: link} of a root: the layer's variables as they are, and every shared file."""
        shared = {*self.shared, *(path.name for path in self._project.shared.glob("*.tf"))}
        links = {name: Link(f"../../{name}") for name in self._layer.decision_files}
        links |= {name: Link(f"../{self._project.shared.name}/{name}") for name in sorted(shared)}
        return {name: link for name, link in links.items() if name not in self._own.files}


class _Templates:
    """The templates of one folder, compiled once."""

    def __init__(self, project: Project, folder: str) -> None:
        self._shown = f"templates/{folder}"
        self._jinja = jinja(project.templates / folder)
        self.files = sorted(path.name.removesuffix(".j2") for path in (project.templates / folder).glob("*.j2"))

    def render(self, name: str, source: str, context: Mapping[str, Any]) -> str:
        """Return the text of a file, header and all; raise Problems when its template is wrong."""
        try:
            body = self._jinja.get_template(f"{name}.j2").render(context)
        except Exception as error:  # a template's own expressions can raise anything
            place = Place(f"{self._shown}/{name}.j2", _line_of(error, name))
            raise Problems([Problem(place, "", f"{error}; correct the template.")]) from None
        return header(source, body) + body


def _line_of(error: Exception, name: str) -> int:
    """Return the line of the template: of its syntax error, or where Jinja's traceback was in it last."""
    frames = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(f"{name}.j2")
    ]
    return getattr(error, "lineno", None) or (frames or [0])[-1]


def header(source: str, body: str) -> str:
    """Return the first line of a rendered file, with the digest by which a later edit is noticed."""
    return f"# Rendered from {source}: edit there, then .venv/bin/gen-env render --all. (gen-env {_digest(body)})\n"


def is_as_rendered(text: str) -> bool:
    """Tell whether a file is as gen-env wrote it, whichever version of its sources that was."""
    first, _, body = text.partition("\n")
    match = _HEADER.fullmatch(first)
    return match is not None and match[1] == _digest(body)


def is_fresh(name: str, found: str, rendered: str) -> bool:
    """Tell whether a file needs no rendering. terraform init may add hashes of its platform to the lock file."""
    if name == LOCK:
        # The first line is gen-env's, and terraform rewrites every comment.
        wanted = [line for line in rendered.splitlines() if not line.startswith("#")]
        return found == rendered or set(wanted) <= set(found.splitlines())
    return found == rendered


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _interface(layer: Layer) -> dict[str, Any]:
    upstream = [name for name in UPSTREAM if name in layer.variables]
    return {
        "upstream": hcl.align([(name, f"local.{name}") for name in upstream]),
        "arguments": hcl.align([(name, f"var.{name}") for name in layer.decisions]),
        "outputs": [(output.name, _output(output)) for output in layer.outputs],
    }


def _output(output: Output) -> list[str]:
    sensitive = [("sensitive", "true")] if output.sensitive else []
    description = [("description", output.description)] if output.description else []
    return hcl.align([*description, ("value", f"module.layer.{output.name}"), *sensitive])


def _decisions(environment: Environment, layer: Layer) -> dict[str, Any]:
    upstream = {name: source for name, source in environment.upstream.items() if name in layer.variables}
    states = {name: source for name, source in upstream.items() if isinstance(source, State)}
    account_ids: Value = [environment.account_id or EMBEDDED_ACCOUNT_ID]
    return {
        "account_ids": hcl.literal(account_ids),
        "moves": moves(environment.variables),
        "assignments": "\n".join(_apart(hcl.assignments(environment.variables.items()))),
        "states": [(name, hcl.assignments(_state(source).items())) for name, source in states.items()],
        "locals": _apart(
            hcl.align(
                (name, f"data.terraform_remote_state.{name}.outputs")
                if isinstance(source, State)
                else (name, hcl.literal(source, 2))
                for name, source in upstream.items()
            )
        ),
        "backend": hcl.assignments(
            {
                **_state(environment.backend),
                "encrypt": True,
                "use_lockfile": True,
                "allowed_account_ids": account_ids,
            }.items()
        ),
    }


def _state(state: State) -> dict[str, Value]:
    kms_key: dict[str, Value] = {"kms_key_id": state.kms_key_id} if state.kms_key_id is not None else {}
    return {"bucket": state.bucket, "key": state.key, "region": state.region, **kms_key}


def _apart(lines: list[str]) -> list[str]:
    """Put a blank line around every assignment that takes several lines."""
    apart: list[str] = []
    for line in lines:
        if apart and ("\n" in line or "\n" in apart[-1]):
            apart.append("")
        apart.append(line)
    return apart
