"""Where a value comes from: the files that say it, nearest first, and the default below them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator import command
from generator.convert import Value
from generator.environment import DERIVED, Environment, Loader
from generator.errors import Refusal, did_you_mean
from generator.keys import Key, Reference
from generator.project import Project
from generator.strict_yaml import Mapping, Node, Scalar
from generator.yaml_edit import flow

_SECTIONS = ("aws", "backend", "extends", "upstream", "variables")


@dataclass(frozen=True)
class Said:
    """What one file says: the place, as file:line:column, and the text as written there, on one line."""

    place: str
    text: str


@dataclass(frozen=True)
class Explanation:
    """A value, and who says so; `default` is what a module or the layer has where no file says anything."""

    path: str
    value: str
    chain: list[Said]
    default: str
    declared: str


def explain(project: Project, name: str, asked: str) -> Explanation:
    """Return where an environment has a value from; raise Refusal for a path that there is not."""
    from generator import api

    loader, [environment] = api.load(project, [name])
    path = find(environment, asked)
    if path == ("variables",):
        raise Refusal(f"variables: name one of them; {command.gen_env(project)} keys lists them.")
    if path[0] == "variables" and path[1] in DERIVED:
        raise Refusal(f"{asked}: follows from {DERIVED[path[1]]}.")
    key = _key(project, path)
    chain = list(_chain(project, loader, name, path))
    found, value = value_at(environment, path)
    if not found and key is None:
        raise Refusal(f"{asked}: no such key in {name}.")
    default = key.default if key else ""
    shown = flow(value) if found else default or "not set"
    where = (key.module and f"modules/{key.module}") or key.declared if key else ""
    return Explanation(".".join(path), shown, chain, default, where)


def find(environment: Environment, asked: str) -> tuple[str, ...]:
    """Return the keys of a path; keys of maps may have dots in them, and `variables.` may be left out."""
    full = asked if asked.split(".")[0] in _SECTIONS else f"variables.{asked}"
    keys, rest = _walk(environment.nodes, full)
    # What the YAML does not say may still have a default.
    return (*keys, *rest.split(".")) if rest else keys


def _walk(node: Node, text: str) -> tuple[tuple[str, ...], str]:
    keys: list[str] = []
    while text and isinstance(node, Mapping):
        fitting = [key for key in node.items if text == key or text.startswith(f"{key}.")]
        if not fitting:
            break
        key = max(fitting, key=len)
        keys.append(key)
        text = text[len(key) + 1 :]
        node = node.items[key]
    return tuple(keys), text


def _chain(project: Project, loader: Loader, name: str, path: tuple[str, ...]) -> Iterator[Said]:
    for file, nodes in loader.chain(name):
        node = nodes.at(*path)
        if node is not None:
            yield Said(str(node.place), _written(project.text(project.yaml_of(file)), node))


def _written(text: str, node: Node) -> str:
    if isinstance(node, Scalar):
        return f"{node.tag} {node.text}".strip() if node.tag else node.text or "null"
    words = " ".join(line.strip() for line in text[node.start : node.end].split("\n"))
    return words if len(words) <= 80 else words[:77] + "..."


def value_at(environment: Environment, path: tuple[str, ...]) -> tuple[bool, Value]:
    """Tell whether an environment has a value at a path, and which."""
    whole: dict[str, Value] = {
        "aws": {"account_id": environment.account_id, "region": environment.region},
        "backend": {
            name: getattr(environment.backend, name)
            for name in ("bucket", "key", "region", "kms_key_id")
            if getattr(environment.backend, name)
        },
        "variables": dict(environment.variables),
    }
    value: Value = whole
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return False, None
        value = value[key]
    return True, value


def _key(project: Project, path: tuple[str, ...]) -> Key | None:
    reference = Reference.of(project)
    names = path[1:] if path[0] == "variables" else path
    known = {**reference.variables, **{key.names[-1]: key for key in reference.sections}}
    if names[0] not in known:
        raise Refusal(_unknown(project, path, names[0], known))
    key: Key = known[names[0]]
    depth = 1
    while depth < len(names):
        if key.type.kind == "map" and names[depth] not in {child.names[-1] for child in key.children}:
            depth += 1
            if depth == len(names):
                return None if not key.children else key
        children = {child.names[-1]: child for child in key.children}
        if names[depth] not in children:
            raise Refusal(_unknown(project, path, names[depth], children))
        key = children[names[depth]]
        depth += 1
    return key


def _unknown(project: Project, path: tuple[str, ...], word: str, known: Iterable[str]) -> str:
    advice = did_you_mean(word, known) or f"; {command.gen_env(project)} keys tells what there is."
    return f"{'.'.join(path)}: no such key{advice}"


def told(explanation: Explanation) -> Iterator[str]:
    """Yield the lines for people."""
    yield f"{explanation.path} = {explanation.value}"
    said = [(each.place, each.text) for each in explanation.chain]
    if explanation.declared and explanation.default:
        said.append((explanation.declared, f"{explanation.default} by default"))
    width = max((len(place) for place, _ in said), default=0)
    for number, (place, text) in enumerate(said):
        nearest = "" if number == 0 else "  (changed above)" if number < len(explanation.chain) else ""
        yield f"  {place:{width}}  {text}{nearest}"
