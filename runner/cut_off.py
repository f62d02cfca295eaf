"""What an apply that was cut off made and its state does not hold: the next plan imports it.

Terraform writes its state every 20 seconds (persistInterval in internal/backend/local/hook_state.go), so what a killed
one made last is missing there, and made again it "already exists". Its own words name it: `apply` keeps them in a log.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from generator import files
from generator.project import Project
from runner import state, terraform
from runner.aws import client
from runner.import_ids import AGAIN, BY_ID, BY_NAME, LOOKED_UP, OF_THE_API
from runner.progress import step
from runner.saved_plan import SavedPlan
from runner.service_names import resource_type
from runner.session import Session, note

FILE = "cut_off.tf"

# Terraform's words, internal/command/views/hook_ui.go
_MADE = re.compile(r"^(?P<address>\S.*): Creation complete after \S+(?: \[(?:id|name)=(?P<id>.*)\])?$")
_BEGUN = re.compile(r"^(?P<address>\S.*): Creating\.\.\.$")
_IMPORTING = re.compile(r"^(?P<address>\S.*): Importing\.\.\. \[id=(?P<id>.*)\]$")
# internal/terraform/node_resource_import.go and node_resource_plan_instance.go
_NOT_THERE = re.compile(r'import an existing object to "(.+?)", the provider detected')
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Import:
    """One object for the next plan to import; a guess is of a call that nobody heard the answer of."""

    address: str
    id: str
    guess: bool

    def __str__(self) -> str:
        # Its own JSON is HCL but for the template marks.
        quoted = json.dumps(self.id).replace("${", "$${").replace("%{", "%%{")
        return f"import {{\n  to = {self.address}\n  id = {quoted}\n}}\n"


def find(session: Session, saved: SavedPlan) -> list[Import]:
    """Return what the apply that was cut off made, or may have made, and the state does not hold."""
    if not saved.log.exists():
        return []
    if saved.applied_to != session.aws:
        saved.forget()  # an embedded AWS that is gone, or another account
        return []
    words = saved.log.read_text(encoding="utf-8", errors="replace")
    held = _ids(state.read(session, session.environment.backend))
    planned = _planned(session, saved)
    found = list(_imports(session, words, held, planned))
    with step("what the last apply made"):
        found = _confirmed(session, found)
    if found:
        count = f"{len(found)} resource{'s' if len(found) > 1 else ''}"
        note(f"The last apply of {session.name} was cut off; the plan imports {count} that its state does not hold.")
    if guesses := [f"  {each.address}: {each.id}" for each in found if each.guess]:
        note("Terraform had begun these, and they exist. Whose they are, their names say:")
        note("\n".join(guesses))
    return found


def clean(project: Project, name: str) -> None:
    """Take away what a plan that was killed itself had the root import."""
    (project.root_of(name) / FILE).unlink(missing_ok=True)


def first_apply(session: Session, imports: list[Import]) -> str:
    """Say why nothing is destroyed yet: a plan to destroy imports nothing, so these would stay."""
    return (
        f"{session.name}: the last apply was cut off, and {len(imports)} resources that it made are not in the state, "
        f"such as {imports[0].address}. Finish it first: make apply ENV={session.name}"
    )


@contextmanager
def importing(session: Session, imports: list[Import]) -> Iterator[None]:
    """Have the root import these for as long as it is planned."""
    path = session.folder / FILE
    try:
        if imports:
            files.write(path, "".join(map(str, imports)))
        yield
    finally:
        path.unlink(missing_ok=True)


def _imports(
    session: Session, words: str, held: Mapping[str, str], planned: Mapping[str, Mapping[str, Any]]
) -> Iterator[Import]:
    made, imported, begun = _heard(words)
    known = {**made, **held}
    for address in sorted({*made, *imported, *begun} - held.keys()):
        kind = resource_type(address)
        if address in imported:
            yield Import(address, imported[address], guess=False)
        elif kind not in AGAIN:
            values = _with_names({**_of_the_api(address, known), **planned.get(address, {})})
            if identity := made.get(address):
                template: str | None = BY_ID.get(kind, "{id}")
                values = {**values, "id": identity}
            else:
                template = BY_NAME.get(kind)
            one = _filled(template, values) or _looked_up(session, kind, values)
            if one:
                yield Import(address, one, guess=address not in made)


def _heard(words: str) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Return what was made (address: id), imported (address: import id) and begun."""
    made: dict[str, str] = {}
    imported: dict[str, str] = {}
    begun: set[str] = set()
    for line in _COLOUR.sub("", words).splitlines():
        if found := _MADE.match(line):
            made[found["address"]] = found["id"] or ""
        elif found := _IMPORTING.match(line):
            imported[found["address"]] = found["id"]
        elif found := _BEGUN.match(line):
            begun.add(found["address"])
    return made, imported, begun


def _of_the_api(address: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return the ids of the API and usage plan that a part belongs to and stands beside: the plan did not know them."""
    module, _, name = address.rpartition(f"{resource_type(address)}.")
    key = name.partition('["')[2].partition("/")[0]
    found = {name: known.get(f"{module}{resource.format(key=key)}", "") for name, resource in OF_THE_API.items()}
    return {name: identity for name, identity in found.items() if identity}


def _with_names(values: dict[str, Any]) -> dict[str, Any]:
    """Add the bare names that an import wants where the resource may have an ARN or a version beside it."""
    cluster, function = (str(values.get(name) or "") for name in ("cluster", "function_name"))
    qualifier = f":{values['qualifier']}" if values.get("qualifier") else ""
    name = function.rpartition(":function:")[2]
    return {**values, "_cluster": cluster.rpartition("/")[2], "_function": f"{name}{qualifier}" if name else ""}


def _filled(template: str | None, values: Mapping[str, Any]) -> str | None:
    """Return a template with a resource's values in it; None where one of them is not known."""
    if template is None:
        return None
    try:
        return template.format_map({name: value for name, value in values.items() if value not in (None, "")})
    except (KeyError, IndexError):
        return None


def _looked_up(session: Session, kind: str, values: Mapping[str, Any]) -> str | None:
    """Ask AWS for the import id of what has a name of its own and an id that AWS gave it."""
    if kind not in LOOKED_UP:
        return None
    import jmespath  # type: ignore[import-untyped]
    from botocore.exceptions import BotoCoreError, ClientError

    service, operation, arguments, path = LOOKED_UP[kind]
    said = {name: _filled(template, values) for name, template in arguments.items()}
    expression = _filled(path, values)
    if expression is None or None in said.values():
        return None
    try:
        answer = getattr(client(session, service), operation)(
            **{name: [text] if name.endswith("Names") else text for name, text in said.items()}
        )
    except (ClientError, BotoCoreError):
        return None  # not there, or not ours to see: the apply says it better
    found = jmespath.search(expression, answer)
    return found[0] if isinstance(found, list) and found else None


def _confirmed(session: Session, imports: list[Import]) -> list[Import]:
    """Return the imports of what exists: a plan names all that does not."""
    while imports:
        said: list[str] = []
        arguments = ["plan", "-input=false", "-no-color", "-refresh=false"]
        with importing(session, imports):
            code = terraform.run(
                arguments, cwd=session.folder, env=session.variables, on_line=said.append, with_errors=True
            )
        if not code:
            break
        # Terraform breaks its sentences into lines, in a frame.
        sentence = " ".join(line.lstrip("│ ") for line in said)
        not_there = set(_NOT_THERE.findall(sentence))
        left = [each for each in imports if each.address not in not_there]
        if len(left) == len(imports):
            # Something else is wrong with one of them: what was heard of for certain stays.
            left = [each for each in imports if not each.guess]
        if len(left) == len(imports):
            first = next((line for line in said if "Error: " in line), "it does not say why")
            note(f"What the last apply made cannot be imported: {first.strip()}")
            left = []
        imports = left
    return imports


def _planned(session: Session, saved: SavedPlan) -> dict[str, Mapping[str, Any]]:
    """Return what the plan that was cut off said of each resource; nothing where it cannot be read any more."""
    printed: list[str] = []
    arguments = ["show", "-json", str(saved.taken)]
    try:
        if terraform.run(arguments, cwd=session.folder, env=session.variables, on_line=printed.append):
            return {}
        changes = json.loads("".join(printed)).get("resource_changes", [])
    except ValueError:
        return {}
    return {change["address"]: change["change"]["after"] or {} for change in changes}


def _ids(found: Mapping[str, Any] | None) -> dict[str, str]:
    """Return the id of everything that a state manages, by address."""
    held = {}
    for each in (found or {}).get("resources", []):
        if each.get("mode") == "managed":
            for instance in each.get("instances", []):
                key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
                address = ".".join(filter(None, [each.get("module", ""), each["type"], each["name"]])) + key
                held[address] = str((instance.get("attributes") or {}).get("id") or "")
    return held
