"""The functions of a deployed environment whose code is brought from outside Terraform."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.errors import Refusal, did_you_mean, one_of
from generator.project import Project
from runner import terraform
from runner.choice import Misuse
from runner.session import Session, initialise

EXTERNAL = "external"


@dataclass(frozen=True)
class Function:
    """A Lambda function as the layer's outputs tell of it.

    `alias` is what callers invoke. `application` and `group` are CodeDeploy's, empty where none moves the alias.
    """

    key: str
    name: str
    alias: str
    code_owner: str
    application: str = ""
    group: str = ""


def find(session: Session, key: str | None) -> Function:
    """Return the function with this key; raise Refusal unless it is deployed and takes code from outside."""
    return choose(functions(outputs(session)), key, session.name)


def outputs(session: Session) -> dict[str, Any]:
    """Return the outputs in the environment's state by name, without the secret ones."""
    initialise(session)
    said: list[str] = []
    if terraform.run(["output", "-json"], cwd=session.folder, env=session.variables, on_line=said.append):
        raise Refusal(f"{session.name}: terraform output failed, see above.")
    return {name: each["value"] for name, each in json.loads("\n".join(said)).items() if not each["sensitive"]}


def functions(outputs: dict[str, Any]) -> list[Function]:
    """Read the functions from the layer's outputs `lambda_functions` and `ai_assistant`."""
    assistant = outputs.get("ai_assistant") or {}
    by_key = {**(outputs.get("lambda_functions") or {}), **assistant.get("functions", {})}
    return [
        Function(
            key=key,
            name=each["name"],
            alias=each["alias_name"],
            code_owner=each["code_owner"],
            application=(each.get("code_deploy") or {}).get("application_name", ""),
            group=(each.get("code_deploy") or {}).get("deployment_group_name", ""),
        )
        for key, each in by_key.items()
    ]


def choose(functions: list[Function], key: str | None, environment: str) -> Function:
    """Return the function with this key or name."""
    ours = {each.key: each for each in functions if each.code_owner == EXTERNAL}
    if not functions:
        raise Refusal(f"{environment}: no function is deployed; run make apply ENV={environment} first.")
    if not key:
        raise Misuse(f"FUNCTION is missing: say which function; code from outside goes to {one_of(ours)}.")
    for each in functions:
        if key in (each.key, each.name):
            if each.code_owner != EXTERNAL:
                raise Refusal(
                    f"FUNCTION={each.key}: Terraform owns its code: make package ENV={environment} and make apply "
                    f"ENV={environment} deploy it. Set code_owner: external to deploy it from outside."
                )
            return each
    known = f"code from outside goes to {one_of(ours)}."
    raise Misuse(f"FUNCTION={key!r}: no such function in {environment}{did_you_mean(key, ours)}; {known}")


def source(project: Project, function: Function, handler: str) -> Path:
    """Return the folder below lambda/ with the code: named as the handler's package, else as the function's key."""
    names = (handler.partition(".")[0], function.key.replace("-", "_"))
    for folder in (project.root / "lambda" / name for name in names):
        if folder.is_dir():
            return folder
    raise Refusal(f"{function.key}: there is neither lambda/{names[0]} nor lambda/{names[1]}; put its code there.")
