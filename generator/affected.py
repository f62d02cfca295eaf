"""Which environments a change concerns: those whose plan may differ from that of the base, and why."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress

from generator.environment import Environment, Loader
from generator.errors import Problems, Refusal
from generator.project import Project

# Sources of the AI Assistant's functions, which no function of the YAML names.
_ASSISTANT = {"authorizer", "backend", "shared", "websocket_handler"}


def affected(project: Project, base: str) -> dict[str, list[str]]:
    """Return by environment the files changed since the base that concern it; raise Refusal outside of git."""
    changed = _changed(project, base)
    loader = Loader(project)
    found = {}
    for name in sorted({*project.names(), *_removed(project, changed)}):
        reasons = [file for file in changed if _concerns(project, loader, name, file)]
        if reasons:
            found[name] = reasons
    return found


def _changed(project: Project, base: str) -> list[str]:
    start = _git(project, "merge-base", base, "HEAD").strip()
    tracked = _git(project, "diff", "--name-only", "-z", start, "--").split("\0")
    new = _git(project, "ls-files", "--others", "--exclude-standard", "-z").split("\0")
    return sorted({file for file in [*tracked, *new] if file})


def _git(project: Project, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=project.root, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        raise Refusal("git is not on PATH; affected compares with a commit.") from None
    if done.returncode:
        said = done.stderr.strip().split("\n")[0] or "no common ancestor"
        raise Refusal(f"git {arguments[0]} {arguments[1]}: {said}")
    return done.stdout


def _removed(project: Project, changed: list[str]) -> Iterator[str]:
    """Yield the environments whose YAML is gone: what they deployed stands."""
    for file in changed:
        match = re.fullmatch(r"environments/([a-z][a-z0-9-]*)\.yaml", file)
        if match and match[1] not in project.names():
            yield match[1]


def _concerns(project: Project, loader: Loader, name: str, file: str) -> bool:
    layer = project.relative(project.layer)
    roots = project.relative(project.roots)
    if file.startswith(f"{roots}/"):
        return file.startswith((f"{roots}/{name}/", f"{roots}/{project.shared.name}/"))
    if file.startswith("environments/"):
        return file in _files(loader, name)
    if file.startswith(f"{layer}/"):
        return file.endswith(".tf")
    if file.startswith("modules/"):
        return not file.endswith(".md")
    if file.startswith("lambda/"):
        return _runs(loader, name, file.split("/")[1])
    packaged = re.fullmatch(r"requirements/lambda-(.+)\.txt", file)
    return bool(packaged) and _runs(loader, name, packaged[1].replace("-", "_") if packaged else "")


def _files(loader: Loader, name: str) -> set[str]:
    """Return the YAML files that an environment is made of."""
    own = f"environments/{name}.yaml"
    with suppress(Problems, Refusal):
        return {own, *(f"environments/{file}.yaml" for file, _ in loader.chain(name))}
    return {own}


def _runs(loader: Loader, name: str, folder: str) -> bool:
    """Tell whether an environment deploys the code in a folder of lambda/."""
    try:
        environment: Environment = loader.load(name)
    except (Problems, Refusal):
        return True  # who knows
    functions = environment.variables.get("lambda_functions")
    packages = {
        str(each.get("filename"))
        for each in (functions.values() if isinstance(functions, dict) else ())
        if isinstance(each, dict)
    }
    if folder in _ASSISTANT and environment.variables.get("ai_assistant") is not None:
        return True
    return any(package.rpartition("/")[2] == f"{folder.replace('_', '-')}.zip" for package in packages)
