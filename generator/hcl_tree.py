"""Read HCL through python-hcl2's tree: rules are lark Trees with .data and .children, words are Tokens (str)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from generator.errors import Place, Problem, Problems, Refusal


@functools.lru_cache(maxsize=256)  # what one reader parses, the next one needs too
def blocks(text: str, file: str) -> tuple[Any, ...]:
    """Return the blocks of a file; raise Problems when it is no HCL."""
    parse = _parser()
    try:
        tree = parse(text)
    except Exception as error:  # lark raises many kinds; all of them mean "no HCL"
        place = Place(file, getattr(error, "line", 0) or 0, getattr(error, "column", 0) or 0)
        raise Problems([Problem(place, "", "not valid HCL; terraform validate says more.")]) from None
    return tuple(children(only(tree, "body"), "block"))


def _parser() -> Callable[[str], Any]:
    # Imported here: python-hcl2 costs more to import than the rest of a run, and is needed once per change.
    try:
        from hcl2.api import parses_to_tree
    except ImportError as error:
        message = f"python-hcl2 cannot be imported ({error}): not installed, or bc-python-hcl2 lies over it."
        raise Refusal(f"{message} Install it in an environment of its own, without checkov.") from None
    return cast(Callable[[str], Any], parses_to_tree)


def parts(tree: Any) -> list[Any]:
    """Return the rules directly below, without line ends and comments."""
    return [child for child in tree.children if hasattr(child, "data") and child.data != "new_line_or_comment"]


def children(tree: Any, rule: str) -> Iterator[Any]:
    """Return the rules of this name directly below."""
    return (child for child in parts(tree) if child.data == rule)


def only(tree: Any, rule: str) -> Any:
    """Return the first rule of this name directly below."""
    return next(children(tree, rule))


def unwrap(expression: Any) -> Any:
    """Return what an expression is, without the rule that only says that it is a term."""
    while expression.data == "expr_term":
        expression = parts(expression)[0]
    return expression


def word(tree: Any) -> str:
    """Return the text of a name or a plain string, without its quotes."""
    return "".join(str(token) for token in tree.scan_values(lambda _: True)).strip().strip('"')


def source(tree: Any, text: str) -> str:
    """Return the rule as written."""
    return text[tree.meta.start_pos : tree.meta.end_pos].rstrip()


def labels(block: Any) -> tuple[str, str]:
    """Return the type of a block and its last label; empty where it has none."""
    words = [word(part) for part in parts(block) if part.data in ("identifier", "string")]
    return words[0], words[-1] if len(words) > 1 else ""


def attributes(block: Any) -> dict[str, Any]:
    """Return the arguments of a block as expressions."""
    found = {}
    for attribute in children(only(block, "body"), "attribute"):
        name, value = parts(attribute)
        found[word(name)] = value
    return found


def call(expression: Any) -> tuple[str, list[Any]]:
    """Return a function call's name and arguments; nothing for any other expression."""
    if expression.data != "function_call":
        return "", []
    arguments = [item for part in children(expression, "arguments") for item in parts(part)]
    return word(only(expression, "identifier")), arguments


def note(element: Any, of: Any) -> str:
    """Return the comment beside a part of an expression, or else the sentence above it; empty without either."""
    beside = of.children.index(element)
    below, above = _comments(of.children[beside + 1 :]), _comments(reversed(of.children[:beside]))
    if below and not below[0].startswith("\n"):
        return below[0].lstrip("#/ ").strip()
    sentence = " ".join(line.lstrip("#/ ").strip() for line in above if not line.startswith("\n"))
    # What is no sentence is a heading of all that follows.
    return sentence if sentence.endswith(".") else ""


def _comments(siblings: Iterable[Any]) -> list[str]:
    """Return the line ends and comments up to the next rule."""
    for sibling in siblings:
        if getattr(sibling, "data", "") == "new_line_or_comment":
            return [str(token) for token in sibling.children]
        if hasattr(sibling, "data"):
            break
    return []
