"""YAML as data: positions kept, scalars kept as text, everything clever refused.

libyaml's parser does the reading. What a plain scalar means is decided later by the Terraform type it is read for
(convert.py), so that `1.30`, `no`, `22:22` and `012345670123` arrive as written where a string is asked for.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.errors import Place, Problem, Problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_ALIASED_NODES = 1_000  # nodes that aliases may repeat in one file
_TAGS = {"!append", "!unset"}

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A leaf as written; `plain` when it had no quotes; start and end are its character offsets in the file."""

    text: str
    plain: bool
    place: Place
    tag: str | None = None
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    items: list[Node]
    place: Place
    tag: str | None = None
    start: int = 0
    end: int = 0
    flow: bool = False


@dataclass(slots=True)
class Mapping:
    """Nodes by key, in file order; `keys` holds each key's own node."""

    items: dict[str, Node]
    keys: dict[str, Scalar]
    place: Place
    tag: str | None = None
    start: int = 0
    end: int = 0
    flow: bool = False


Node = Scalar | Sequence | Mapping


def load(path: Path, shown_as: str) -> Mapping:
    """Read one file; raise Problems with every fault that can be told before its meaning is known."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Problems([Problem(Place(shown_as), "", f"cannot be read: {error.strerror}")]) from None
    if len(raw) > MAX_BYTES:
        raise Problems([Problem(Place(shown_as), "", f"larger than {MAX_BYTES:,} bytes; split it with extends.")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8."
        raise Problems([Problem(Place(shown_as, line, column), "", message)]) from None
    return parse(text, shown_as)


def parse(text: str, file: str) -> Mapping:
    """Turn the text of one document into nodes; raise Problems."""
    try:
        return _Composer(text, file).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise Problems([Problem(place, "", _syntax(error, text, place))]) from None
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        place = Place(file, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
        code = ord(error.character) if isinstance(error.character, str) else error.character
        message = f"character U+{code:04X} is not allowed in YAML; write it as an escape in double quotes."
        raise Problems([Problem(place, "", message)]) from None


def _syntax(error: yaml.MarkedYAMLError, text: str, place: Place) -> str:
    lines = text.splitlines()
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    if "\t" in line[: max(place.column, 1)]:
        return "a tab cannot indent YAML; use spaces."
    if error.problem and "undefined alias" in error.problem:
        return f"{error.problem}; define the anchor above it."
    return f"not valid YAML: {error.problem or error.context}."


def _end(node: Sequence | Mapping) -> int:
    """A block collection ends where its last value does: libyaml's mark is behind the comments that follow."""
    last = node.items[-1] if isinstance(node, Sequence) else list(node.items.values())[-1]
    return last.end


@dataclass(slots=True)
class _Open:
    """A collection being read, with the key that waits for its value."""

    node: Sequence | Mapping
    anchor: str | None
    size: int = 1
    key: Scalar | None = None


@dataclass(slots=True)
class _Composer:
    """Builds nodes from libyaml's events without recursion, so that depth costs nothing but a refusal."""

    text: str
    file: str
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    aliased: int = 0

    def document(self) -> Mapping:
        loader = _Loader(self.text)
        try:
            root = self._compose(loader)
        finally:
            loader.dispose()
        if not isinstance(root, Mapping):
            place = root.place if root else Place(self.file, 1, 1)
            self.problems.append(Problem(place, "", "must be a mapping with keys such as extends and variables."))
        if self.problems:
            raise Problems(self.problems)
        assert isinstance(root, Mapping)
        return root

    def _compose(self, loader: Any) -> Node | None:
        stack: list[_Open] = []
        root: Node | None = None
        documents = 0
        next_event = loader.get_event
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node: Node = Scalar(
                    event.value,
                    event.implicit[0] and not event.style,
                    self._place(event),
                    self._tag(event),
                    event.start_mark.index,
                    event.end_mark.index,
                )
                size, anchor = 1, event.anchor
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(stack) >= MAX_DEPTH:
                    message = f"nested deeper than {MAX_DEPTH} levels; no variable needs that."
                    raise Problems([*self.problems, Problem(self._place(event), "", message)])
                place, tag = self._place(event), self._tag(event)
                start, flow = event.start_mark.index, bool(event.flow_style)
                opened = (
                    Mapping({}, {}, place, tag, start, 0, flow)
                    if kind is yaml.MappingStartEvent
                    else Sequence([], place, tag, start, 0, flow)
                )
                stack.append(_Open(opened, event.anchor))
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                done = stack.pop()
                node, size, anchor = done.node, done.size, done.anchor
                node.end = event.end_mark.index if node.flow else _end(node)
            elif kind is yaml.AliasEvent:
                found = self.anchors.get(event.anchor)
                if found is None:
                    message = f"alias *{event.anchor} has no anchor that ends above it; write the value out."
                    raise Problems([*self.problems, Problem(self._place(event), "", message)])
                node, size = found
                anchor = None
                self.aliased += size
                if self.aliased > MAX_ALIASED_NODES:
                    message = f"aliases repeat more than {MAX_ALIASED_NODES:,} nodes; write the values out."
                    raise Problems([*self.problems, Problem(self._place(event), "", message)])
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = "a second document starts here; one file is one environment."
                    raise Problems([*self.problems, Problem(self._place(event), "", message)])
                continue
            elif kind is yaml.StreamEndEvent:
                return root
            else:
                continue
            if anchor:
                self.anchors[anchor] = (node, size)
            if not stack:
                root = node
            else:
                self._add(stack[-1], node, size)

    def _add(self, parent: _Open, node: Node, size: int) -> None:
        parent.size += size
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            key, parent.key = parent.key, None
            # Terraform compares strings in NFC, so twins that differ only by normalisation are one key.
            name = key.text if key.text.isascii() else unicodedata.normalize("NFC", key.text)
            if name in parent.node.items:
                first = parent.node.keys[name].place
                self.problems.append(
                    Problem(key.place, key.text, f"duplicate key, first written in line {first.line}; keep one.")
                )
            parent.node.items[name] = node
            parent.node.keys[name] = key

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self.problems.append(Problem(node.place, "", "a key must be a single word or a quoted text."))
            return Scalar("?", False, node.place)
        if node.plain and node.text == "<<":
            self.problems.append(Problem(node.place, "<<", "merge keys are not supported; use extends."))
        elif node.tag:
            self.problems.append(Problem(node.place, node.text, f"{node.tag} is for values, not for keys."))
        return node

    def _tag(self, event: Any) -> str | None:
        tag: str | None = event.tag
        if tag is None:
            return None
        if tag not in _TAGS:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.problems.append(
                Problem(self._place(event), "", f"tag {shown} is not supported; only !append and !unset are.")
            )
            return None
        return tag

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)
