"""How one file lies over another, as laws that hold for all values."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from generator import strict_yaml
from generator.convert import Converter, Value
from generator.merge import merge
from generator.types import ANY, STRING, Attribute, Type

LIST = Type("list", STRING)
MAP = Type("map", STRING)
OBJECT = Type(
    "object", attributes={"a": Attribute(STRING, True), "b": Attribute(LIST, True), "c": Attribute(MAP, True)}
)
DOCUMENT = Type(
    "object",
    attributes={
        "text": Attribute(STRING, True),
        "list": Attribute(LIST, True),
        "set": Attribute(Type("set", STRING), True),
        "map": Attribute(MAP, True),
        "object": Attribute(OBJECT, True),
        "objects": Attribute(Type("map", OBJECT), True),
        "any": Attribute(ANY, True),
    },
)
_words = st.sampled_from(["x", "y", "z"])
_maps = st.dictionaries(_words, _words, max_size=3)
_lists = st.lists(_words, max_size=3, unique=True)
_objects = st.fixed_dictionaries({}, optional={"a": _words, "b": _lists, "c": _maps})
_documents = st.fixed_dictionaries(
    {},
    optional={
        "text": _words,
        "list": _lists,
        "set": _lists,
        "map": _maps,
        "object": _objects,
        "objects": st.dictionaries(_words, _objects, max_size=2),
        "any": st.one_of(_maps, _lists, _words),
    },
)


def node(document: object) -> strict_yaml.Mapping:
    return strict_yaml.parse(document if isinstance(document, str) else json.dumps(document), "qa.yaml")


def over(below: strict_yaml.Mapping | None, above: strict_yaml.Mapping) -> strict_yaml.Mapping:
    problems: list[object] = []
    merged = merge(below, above, DOCUMENT, "", problems)  # type: ignore[arg-type]
    assert not problems
    return merged


def value(merged: strict_yaml.Mapping) -> Value:
    problems: list[object] = []
    found = Converter(problems).convert(merged, DOCUMENT, "")  # type: ignore[arg-type]
    assert not problems
    return found


@given(_documents)
def test_extending_and_changing_nothing_changes_nothing(document: dict[str, Value]) -> None:
    assert value(over(node(document), node("{}"))) == document
    assert value(over(None, node(document))) == document
    assert value(over(node(document), node(document))) == document


@given(_documents, _documents, _documents)
def test_merging_is_associative(one: object, two: object, three: object) -> None:
    left = over(over(node(one), node(two)), node(three))
    right = over(node(one), over(node(two), node(three)))
    assert value(left) == value(right)


@given(_documents, _documents)
def test_the_file_above_wins_and_the_rest_stays(below: dict[str, Value], above: dict[str, Value]) -> None:
    found = value(over(node(below), node(above)))
    assert found == expected(below, above, DOCUMENT)


def expected(below: Value, above: Value, type_: Type) -> Value:
    """The design's rule, written once more for plain values."""
    if type_.kind in ("map", "object") and isinstance(below, dict) and isinstance(above, dict):
        kept = {key: item for key, item in below.items() if key not in above}
        return kept | {key: expected(below.get(key), item, type_.child(key) or ANY) for key, item in above.items()}
    return above


@given(_documents, _lists)
def test_append_adds_to_the_list_below(document: dict[str, Value], more: list[str]) -> None:
    document = {**document, "list": ["first"]}
    found = value(over(node(document), node(f"list: !append {json.dumps(more)}")))
    assert found == {**document, "list": ["first", *more]}


@given(_documents, st.sampled_from(sorted(DOCUMENT.attributes)))
def test_unset_takes_a_key_out(document: dict[str, Value], name: str) -> None:
    found = value(over(node(document), node(f"{name}: !unset")))
    assert found == {key: item for key, item in document.items() if key != name}


def faults(below: str, above: str) -> list[str]:
    problems: list[object] = []
    merge(node(below), node(above), DOCUMENT, "", problems)  # type: ignore[arg-type]
    return [str(problem).removeprefix("qa.yaml:") for problem in problems]


def test_the_two_tags_are_refused_where_they_mean_nothing() -> None:
    assert faults("{}", "list: !append [a]") == ["1:7: list: !append has no list below to add to; leave the tag out."]
    assert faults("set: [a]", "set: !append [b]") == [
        "1:6: set: !append is for lists; here a set(string) is set whole."
    ]
    assert faults("map: {a: b}", "map: !append {c: d}") == [
        "1:6: map: !append is for lists; here a map(string) is set whole."
    ]
    assert faults("text: a", "text: !unset b") == ["1:7: text: !unset takes no value."]
    assert faults("map: {abc: b}", "map: {abd: !unset }") == [
        '1:12: map.abd: !unset, but no file below sets this key, did you mean "abc"?'
    ]
    assert faults("object: {a: x}", "object: {q: !unset }") == ["1:13: object.q: unknown attribute; known: a, b, c."]
    assert faults("{}", "any: {a: [!unset , !append [b]]}") == [
        "1:20: any: !append has no effect here: this value is set whole.",
        "1:11: any: !unset has no effect here: this value is set whole.",
    ]
