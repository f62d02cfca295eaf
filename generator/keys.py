"""Every key that an environment's YAML may have: type, default, the module that it goes to, and a sentence.

What a key is comes from the layer's types; its default and its sentence from the module that it is handed to, where the
layer has none of its own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator import strict_yaml
from generator.contract_lists import Entries
from generator.environment import DERIVED, document
from generator.errors import Refusal, hint
from generator.layer import Variable
from generator.module_calls import leaves
from generator.module_contract import Contract, alike
from generator.project import Project
from generator.types import Type

# What is in an environment's file besides its variables.
_SECTIONS = {
    "extends": "File that this one lies over, such as _defaults: maps merge by key, everything else replaces.",
    "aws": "Where the environment is.",
    "aws.account_id": "Account that the environment is bound to, 12 digits in quotes. Null means the embedded AWS.",
    "aws.region": "Region of the environment. Required, here or in a file that this one extends.",
    "aws.shared_account": "Whether another environment may have the same account; both must say so.",
    "backend": "The S3 bucket and key of the environment's own state.",
    "backend.bucket": "Left out: <project>-<environment>-tfstate.",
    "backend.key": "Left out: compute/<environment>/terraform.tfstate.",
    "backend.region": "Left out: the environment's region.",
    "backend.kms_key_id": "Key that encrypts the state. Null means the bucket's default.",
    "upstream": "Where the outputs of the layers below come from: a state, or values written here.",
    "upstream.networking": "Outputs of the networking layer.",
    "upstream.security": "Outputs of the security layer.",
    "upstream.data": "Outputs of the data layer.",
    "state": "Key of the layer's state. Left out: <layer>/<environment>/terraform.tfstate.",
    "bucket": "Bucket of the layer's state. Left out: that of the environment's own.",
    "region": "Region of that bucket. Left out: that of the environment's own.",
    "values": "The outputs themselves, in place of a state.",
}


@dataclass(frozen=True)
class Key:
    """One key; `steps` are its names, with * for any key of a map and [] for any element of a list."""

    steps: tuple[str, ...]
    type: Type
    required: bool
    default: str
    module: str
    sentence: str
    declared: str
    children: tuple[Key, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names alone."""
        return tuple(step for step in self.steps if step not in ("*", "[]"))

    @property
    def shown(self) -> str:
        """The key as people write it."""
        return self.from_step(0)

    def from_step(self, first: int) -> str:
        """Return the key as people write it below its first steps."""
        return ".".join("<key>" if step == "*" else step for step in self.steps[first:]).replace(".[]", "[]")

    @property
    def depth(self) -> int:
        """How many steps of the keys below go without saying: this one's own, and the keys of its map."""
        return len(self.steps) + (self.type.element is not None)

    def below(self) -> Iterator[Key]:
        """Yield all keys below, depth first."""
        for child in self.children:
            yield child
            yield from child.below()


def short(type_: Type) -> str:
    """Return a type without the attributes of its objects."""
    return f"{type_.kind}({short(type_.element)})" if type_.element else type_.kind


@dataclass(frozen=True)
class _Facts:
    """What a module says of an input, or of an attribute of one."""

    module: str = ""
    default: str = ""
    sentence: str = ""


@dataclass
class Reference:
    """All keys of a project's environments."""

    contract: Contract
    sections: tuple[Key, ...] = ()
    variables: dict[str, Key] = field(default_factory=dict)
    unused_words: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, project: Project) -> Reference:
        """Read the keys of a project."""
        contract = Contract(project)
        made = cls(contract)
        facing = _Facing(contract)
        made.variables = {
            name: _variable(variable, facing)
            for name, variable in contract.layer.decisions.items()
            if name not in DERIVED and not variable.secret
        }
        made.unused_words = facing.unused_words
        parts = document(contract.layer).attributes
        made.sections = tuple(_section((name,), parts[name].type) for name in parts if name != "variables")
        return made

    def overview(self) -> Iterator[str]:
        """Return a line for each section and each variable."""
        every = [*self.sections, *self.variables.values()]
        width = max(len(key.shown) for key in every)
        for key in every:
            yield f"{key.shown:{width}}  {textwrap.shorten(key.sentence, 80, placeholder=' ...')}"
        yield "\ngen-env keys KEY shows what is below one of them."

    def find(self, path: str) -> Key:
        """Return the key that people mean by a path; raise Refusal for an unknown one.

        The keys of maps may be left out, or be those of an environment.
        """
        names = [name for name in path.replace("[]", "").split(".") if name and name not in ("<key>", "*")]
        if names[:1] == ["variables"] and len(names) > 1:
            names = names[1:]
        known = {**self.variables, **{key.names[-1]: key for key in self.sections}}
        found: Key | None = None
        for at, name in enumerate(names):
            if name in known:
                found = known[name]
                known = {child.names[-1]: child for child in found.children}
            elif not (found and found.type.kind == "map" and names[at - 1] == found.names[-1]):
                raise Refusal(f"{'.'.join(names[: at + 1])}: no such key{hint(name, known)}")
        if found is None:
            raise Refusal(f"{path!r}: no such key{hint(path, known)}")
        return found


class Words:
    """Sentences for keys that have none in HCL, by the end of their path: docs/reference/words.yaml."""

    def __init__(self, project: Project) -> None:
        path = project.root / "docs" / "reference" / "words.yaml"
        nodes = strict_yaml.parse(project.text(path), project.relative(path)).items if path.is_file() else {}
        self._sentences = {key: node.text for key, node in nodes.items() if isinstance(node, strict_yaml.Scalar)}
        self.unused = set(self._sentences)

    def of(self, names: tuple[str, ...]) -> str:
        """Return the sentence for the longest end of the path that there is one for."""
        # batch_alarms is what alarms are elsewhere.
        first = names[0].split("_")
        whole = [("_".join(first[start:]), *names[1:]) for start in range(len(first))]
        for end in map(".".join, [*whole, *(names[start:] for start in range(1, len(names)))]):
            if end in self._sentences:
                self.unused.discard(end)
                return self._sentences[end]
        return ""


class _Facing:
    """Finds what the modules say about the layer's attributes, by the names in their paths."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._joins = Entries(contract.project, "joins")
        self._words = Words(contract.project)
        self._found: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
        self._modules: dict[tuple[str, ...], str] = {}
        for name, variable in contract.layer.decisions.items():
            for path, _, _ in leaves(variable.type, (name,), ""):
                for call, target in contract.targets(path):
                    names, inputs = _names(path), _names(target)
                    self._modules.setdefault(names, call.module)
                    if alike(path, target):
                        self._align(names, call.module, inputs)

    def _align(self, names: tuple[str, ...], module: str, inputs: tuple[str, ...]) -> None:
        """Note that these two paths are one, and the paths above them as far as they are."""
        while inputs and names and (names[-1] == inputs[-1] or len(names) == 1):
            self._found.setdefault(names, (module, inputs))
            names, inputs = names[:-1], inputs[:-1]

    @property
    def unused_words(self) -> set[str]:
        """The entries of the list of words that no key has needed."""
        return self._words.unused

    def word(self, names: tuple[str, ...]) -> str:
        """Return what the list of words says of an attribute that nothing else is said of."""
        return self._words.of(names)

    def facts(self, names: tuple[str, ...]) -> _Facts:
        """Return what is known of a layer's attribute."""
        if names not in self._found:
            return _Facts(self._modules.get(names, ""), "", self._joins.reason("*", names[-1:]))
        module, (name, *below) = self._found[names]
        variable = self._contract.modules[module].variables.get(name)
        if variable is None:
            return _Facts(module)
        default, sentence, type_ = variable.default, variable.description, variable.type
        for step in below:
            while type_.element:
                type_ = type_.element
            attribute = type_.attributes[step]
            default, sentence, type_ = attribute.default, attribute.note, attribute.type
        return _Facts(module, default, sentence)


def _names(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(step for step in path if step != "*")


def _variable(variable: Variable, facing: _Facing) -> Key:
    facts = facing.facts((variable.name,))
    return Key(
        steps=(variable.name,),
        type=variable.type,
        required=variable.required,
        default=variable.default,
        module=facts.module,
        sentence=variable.description,
        declared=variable.declared,
        children=_children(variable.type, (variable.name,), facing),
    )


def _children(type_: Type, steps: tuple[str, ...], facing: _Facing) -> tuple[Key, ...]:
    while type_.element:
        steps = (*steps, "*" if type_.kind == "map" else "[]")
        type_ = type_.element
    found = []
    for name, attribute in type_.attributes.items():
        below = (*steps, name)
        names = tuple(step for step in below if step not in ("*", "[]"))
        facts = facing.facts(names)
        found.append(
            Key(
                steps=below,
                type=attribute.type,
                required=not attribute.optional,
                default=attribute.default or facts.default or ("" if not attribute.optional else "null"),
                module=facts.module,
                sentence=_sentences(facts.sentence, attribute.note) or facing.word(names),
                declared=attribute.declared,
                children=_children(attribute.type, below, facing),
            )
        )
    return tuple(found)


def _sentences(*texts: str) -> str:
    """Return the texts as sentences."""
    whole = [f"{text[0].upper()}{text[1:]}".rstrip(".") + "." for text in dict.fromkeys(texts) if text]
    return " ".join(whole)


def _section(steps: tuple[str, ...], type_: Type) -> Key:
    children: Mapping[str, Type] = {name: item.type for name, item in type_.attributes.items()}
    if steps[-1] == "values":
        children = {}  # the layers below say what their outputs are
    dotted = ".".join(steps)
    sentence = _SECTIONS[dotted if dotted in _SECTIONS else steps[-1]]
    below = tuple(_section((*steps, name), inner) for name, inner in children.items())
    return Key(steps, type_, False, "", "", sentence, "", below)


def told(key: Key) -> Iterator[str]:
    """Return a key and all below it, for a terminal."""
    yield from _told(key, key.shown, "")
    depth = key.depth
    for child in key.below():
        yield from _told(child, child.from_step(depth), "  ")


def _told(key: Key, name: str, margin: str) -> Iterator[str]:
    default = "required" if key.required else f"default {one_line(key.default)}" if key.default else "optional"
    yield f"{margin}{name}  {short(key.type)}, {default}"
    if key.sentence:
        yield from textwrap.wrap(key.sentence, 110, initial_indent=f"{margin}    ", subsequent_indent=f"{margin}    ")


def one_line(text: str) -> str:
    """Return HCL on one line."""
    return " ".join(text.split())
