"""YAML as data: positions kept, scalars kept as text, everything clever refused.

libyaml's parser does the reading. What a plain scalar means is decided later by the Terraform type it is read for
(convert.py), so that `1.30`, `no`, `22:22` and `012345670123` arrive as written where a string is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from generator.errors import Place, Problem, Problems

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_ALIASED_NODES = 1_000  # nodes that aliases may repeat in one file
NULLS = ("", "~", "null", "Null", "NULL")  # YAML 1.2 core schema, section 10.3.2
_TAGS = {"!append", "!unset"}
# What is not printable in YAML (1.2, section 5.1), and U+85, U+2028 and U+2029: libyaml still breaks lines there, as
# YAML 1.1 did, and changes the text around them.
_REFUSED = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# An escape of half a UTF-16 pair, behind backslashes that are escaped themselves.
_SURROGATE = re.compile(r"(?<!\\)((?:\\\\)*)(\\u[dD][89a-fA-F][0-9a-fA-F]{2})")
_ESCAPED = re.compile(r"\\(?:u|U0000)([0-9a-fA-F]{4})")

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

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in NULLS


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

    def at(self, *path: str) -> Node | None:
        """Return the node below these keys, or None."""
        node: Node = self
        for name in path:
            if not isinstance(node, Mapping) or name not in node.items:
                return None
            node = node.items[name]
        return node


Node = Scalar | Sequence | Mapping


def read(path: Path, shown_as: str) -> str:
    """Return the text of one file, its line ends as they are; raise Problems when it is too large or not UTF-8."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise Problems([Problem(Place(shown_as), "", "is no file; only files are read.")])  # a pipe never ends
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise Problems([Problem(Place(shown_as), "", f"cannot be read: {error.strerror}.")]) from None
    if len(raw) > MAX_BYTES:
        raise Problems([Problem(Place(shown_as), "", f"larger than {MAX_BYTES:,} bytes; split it with extends.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place(shown_as, raw[: error.start].decode("utf-8", "replace"))
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8."
        raise Problems([Problem(place, "", message)]) from None


@dataclass(slots=True)
class _Surrogates:
    r"""The escapes of UTF-16 that JSON writers leave, such as \ud83d\ude00, which libyaml refuses.

    Each one is read as an escape of the same length, of a character that the text does not hold, and put back later.
    """

    escapes: list[tuple[int, str]]  # offset, as written
    shift: int

    @classmethod
    def hide(cls, text: str) -> tuple[str, _Surrogates | None]:
        """Return the text as libyaml reads it, and what was hidden, if anything."""
        escapes = [(match.start(2), match[2]) for match in _SURROGATE.finditer(text)]
        if not escapes:
            return text, None
        taken = {ord(character) for character in text} | {int(code, 16) for code in _ESCAPED.findall(text)}
        # One of three blocks of the private use area.
        free = [shift for shift in (0x0800, 0x1000, 0x1800) if taken.isdisjoint(range(0xD800 + shift, 0xE000 + shift))]
        if not free:
            return text, None
        hidden = cls(escapes, free[0])
        return _SURROGATE.sub(lambda match: match[1] + hidden._escape(match[2]), text), hidden

    def _escape(self, escape: str) -> str:
        return f"\\u{int(escape[2:], 16) + self.shift:04x}"

    def restore(self, text: str, quoted: bool, start: int, end: int) -> str:
        """Return a scalar's text; raise ValueError where half of a pair is missing."""
        if quoted:
            first, last = 0xD800 + self.shift, 0xDFFF + self.shift
            units = "".join(chr(ord(c) - self.shift) if first <= ord(c) <= last else c for c in text)
            return units.encode("utf-16", "surrogatepass").decode("utf-16")
        for _, escape in [item for item in self.escapes if start <= item[0] < end]:
            text = text.replace(self._escape(escape), escape, 1)
        return text


def parse(text: str, file: str, problems: list[Problem] | None = None) -> Mapping:
    """Turn the text of one document into nodes.

    Faults that leave the rest readable go to `problems`; any other, or every one without `problems`, raises Problems.
    """
    if found := _REFUSED.search(text):
        message = f"character U+{ord(found[0]):04X} is not allowed as it is; write it as an escape in double quotes."
        raise Problems([Problem(_place(file, text[: found.start()]), "", message)])
    try:
        shown, surrogates = _Surrogates.hide(text)
        composer = _Composer(file, surrogates)
        root = composer.document(_Loader(shown))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        raise Problems([*composer.problems, Problem(place, "", _syntax(error, text, place))]) from None
    if composer.problems and problems is None:
        raise Problems(composer.problems)
    if problems is not None:
        problems += composer.problems
    return root


def _place(file: str, before: str) -> Place:
    """Return the place behind this text; its lines may end in any of YAML's three ways."""
    lines = re.split("\r\n|\r|\n", before)
    return Place(file, len(lines), len(lines[-1]) + 1)


def _syntax(error: yaml.MarkedYAMLError, text: str, place: Place) -> str:
    lines = re.split("\r\n|\r|\n", text)
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    if "\t" in line[: max(place.column, 1)]:
        return "a tab cannot indent YAML; use spaces."
    if re.search(r"!(append|unset)[,\]}]", line):
        return "a space is missing after the tag."
    return f"not valid YAML: {error.problem or error.context}."


def _end(node: Sequence | Mapping) -> int:
    """A block collection ends where its last value does: libyaml's mark is behind the comments that follow."""
    last = node.items[-1] if isinstance(node, Sequence) else next(reversed(node.items.values()))
    return last.end


@dataclass(slots=True)
class _Open:
    """A collection being read: the key that waits for its value, and how many nodes and levels it has so far."""

    node: Sequence | Mapping
    anchor: str | None
    key: Scalar | None = None
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class _Composer:
    """Builds nodes from libyaml's events without recursion, so that depth costs nothing but a refusal."""

    file: str
    surrogates: _Surrogates | None = None
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int, int]] = field(default_factory=dict)
    aliased: int = 0

    def document(self, loader: Any) -> Mapping:
        """Read the one document that there should be."""
        try:
            root = self._compose(loader)
        finally:
            loader.dispose()
        if not isinstance(root, Mapping):
            place = root.place if root else Place(self.file, 1, 1)
            self._stop(place, "must be a mapping with keys such as extends and variables.")
        return root

    def _compose(self, loader: Any) -> Node | None:
        root: Node | None = None
        documents = 0
        next_event = loader.get_event
        while True:
            event = next_event()
            kind = type(event)
            size = height = 1
            if kind is yaml.ScalarEvent:
                node: Node = self._scalar(event)
                anchor = event.anchor
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.stack.append(self._opened(event, kind))
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                done = self.stack.pop()
                node, anchor, size, height = done.node, done.anchor, done.size, done.height
                node.end = event.end_mark.index if node.flow else _end(node)
            elif kind is yaml.AliasEvent:
                node, size, height = self._repeated(event)
                anchor = None
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._stop(self._place(event), "a second document starts here; one file is one environment.")
                continue
            elif kind is yaml.StreamEndEvent:
                return root
            else:
                continue
            if anchor:
                self.anchors[anchor] = (node, size, height)
            if self.stack:
                self._add(self.stack[-1], node, size, height)
            else:
                root = node

    def _scalar(self, event: Any) -> Scalar:
        start = event.start_mark
        text = event.value
        if self.surrogates:
            try:
                text = self.surrogates.restore(text, event.style == '"', start.index, event.end_mark.index)
            except ValueError:
                self._fault(self._place(event), "half of a UTF-16 pair (\\ud800 to \\udfff) stands alone; write both.")
        return Scalar(
            text,
            event.implicit[0] and not event.style,
            Place(self.file, start.line + 1, start.column + 1),
            self._tag(event) if event.tag else None,
            start.index,
            event.end_mark.index,
        )

    def _opened(self, event: Any, kind: type) -> _Open:
        place, tag, flow = self._place(event), self._tag(event), bool(event.flow_style)
        self._limit_depth(place, 1)
        start = event.start_mark.index
        if kind is yaml.MappingStartEvent:
            return _Open(Mapping({}, {}, place, tag, start, 0, flow), event.anchor)
        return _Open(Sequence([], place, tag, start, 0, flow), event.anchor)

    def _repeated(self, event: Any) -> tuple[Node, int, int]:
        place = self._place(event)
        if event.anchor not in self.anchors:
            self._stop(place, f"alias *{event.anchor} has no anchor that ends above it; write the value out.")
        node, size, height = self.anchors[event.anchor]
        self.aliased += size
        if self.aliased > MAX_ALIASED_NODES:
            self._stop(place, f"aliases repeat more than {MAX_ALIASED_NODES:,} nodes; write the values out.")
        self._limit_depth(place, height)
        return node, size, height

    def _limit_depth(self, place: Place, height: int) -> None:
        if len(self.stack) + height > MAX_DEPTH:
            self._stop(place, f"nested deeper than {MAX_DEPTH} levels; no variable needs that.")

    def _add(self, parent: _Open, node: Node, size: int, height: int) -> None:
        parent.size += size
        if height >= parent.height:
            parent.height = height + 1
        above = parent.node
        if isinstance(above, Sequence):
            above.items.append(node)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            key, parent.key = parent.key, None
            # Terraform compares strings in NFC, so twins that differ only by normalisation are one key.
            name = key.text if key.text.isascii() else unicodedata.normalize("NFC", key.text)
            if name in above.items:
                message = f"duplicate key, first written in line {above.keys[name].place.line}; keep one."
                self._fault(key.place, message, name)
            above.items[name] = node
            above.keys[name] = key

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self._stop(node.place, "a key must be a single word or a quoted text.")
        if node.plain and node.text == "<<":
            self._stop(node.place, "merge keys (<<) are not supported; use extends.")
        if node.tag:
            self._fault(node.place, f"{node.tag} is for values, not for keys.", node.text)
        return node

    def _tag(self, event: Any) -> str | None:
        tag: str | None = event.tag
        if tag is None or tag in _TAGS:
            return tag
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        self._fault(self._place(event), f"tag {shown} is not supported; only !append and !unset are.")
        return None

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _fault(self, place: Place, message: str, key: str | None = None) -> None:
        keys = [item.key.text for item in self.stack if item.key] + ([key] if key else [])
        self.problems.append(Problem(place, ".".join(keys), message))

    def _stop(self, place: Place, message: str) -> NoReturn:
        self._fault(place, message)
        raise Problems(self.problems)
