"""Read what a plan does from terraform's own text, while it streams by.

`terraform show -json` would tell the same and costs seconds, because it starts the provider again for its
schema. So the text is read, and what was read is checked against terraform's closing `Plan:` line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from runner.service_names import service

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# A resource is announced at exactly two spaces; text inside of values, heredocs too, stands deeper.
_ANNOUNCEMENT = re.compile(
    r'  # (?P<address>(?:[^\s"]|"(?:[^"\\]|\\.)*")+(?: \(deposed object \w+\))?) (?:'
    r"(?P<create>will be created)|"
    r"(?P<change>will be updated in-place)|"
    r"(?P<replace>(?:is tainted, so must be|must be|will be) replaced\b.*)|"
    r"(?P<destroy>will be destroyed)|"
    r"(?P<read>will be read during apply)|"
    r"(?P<forget>will (?:no longer be managed by Terraform|be removed from Terraform state)\b.*)|"
    r"(?P<import>will be imported)|"
    r"(?P<move>has moved to \S.*))"
)
_TOTALS = re.compile(r"Plan: .*?(\d+) to add, (\d+) to change, (\d+) to destroy")
_OUTPUTS = "Changes to Outputs:"

COLUMNS = {"create": "created", "change": "changed", "replace": "replaced", "destroy": "destroyed"}
ALSO = {"import": "imported", "move": "moved", "forget": "no longer managed", "read": "read during apply"}


@dataclass
class Summary:
    """What a plan does: addresses by action, and what terraform said in total."""

    addresses: dict[str, list[str]] = field(default_factory=lambda: {action: [] for action in COLUMNS | ALSO})
    totals: tuple[int, int, int] | None = None  # terraform's own: add, change, destroy
    outputs: bool = False

    def read(self, line: str) -> None:
        """Take one line of `terraform plan`, with or without colours."""
        text = _COLOUR.sub("", line)
        if found := _ANNOUNCEMENT.fullmatch(text):
            action = next(name for name in self.addresses if found[name])
            self.addresses[action].append(found["address"])
        elif found := _TOTALS.match(text):
            self.totals = int(found[1]), int(found[2]), int(found[3])
        elif text == _OUTPUTS:
            self.outputs = True

    @property
    def empty(self) -> bool:
        """True when applying would change neither a resource nor an output."""
        return self.totals is None and not self.outputs

    @property
    def counts(self) -> dict[str, int]:
        return {action: len(self.addresses[action]) for action in COLUMNS}

    @property
    def lost(self) -> list[str]:
        """The addresses whose present object ends: replaced and destroyed ones."""
        return self.addresses["replace"] + self.addresses["destroy"]

    @property
    def agrees(self) -> bool:
        """Tell whether what was read adds up to terraform's own totals."""
        count = self.counts
        add, destroy = count["create"] + count["replace"], count["destroy"] + count["replace"]
        return (self.totals or (0, 0, 0)) == (add, count["change"], destroy)


def report(summary: Summary, *, name_lost: bool = True) -> Iterator[str]:
    """Yield the closing summary: a table by service, then by name what is replaced or destroyed."""
    if summary.empty:
        yield "No changes: what runs is what the configuration says."
        return
    if any(summary.counts.values()):
        yield from _table(summary)
    for action in ("replace", "destroy") if name_lost else ():
        for address in summary.addresses[action]:
            yield f"  {COLUMNS[action].upper()}: {address}"
    numbers = {word: len(summary.addresses[action]) for action, word in ALSO.items()}
    also = [f"{number} {word}" for word, number in numbers.items() if number]
    if also:
        yield f"  Also: {', '.join(also)}."
    if summary.outputs:
        yield "  Outputs change."
    if not summary.agrees:
        add, change, destroy = summary.totals or (0, 0, 0)
        yield (
            f"  Terraform counts {add} to add, {change} to change, {destroy} to destroy, and the table does not "
            "add up to that: go by the plan above."
        )


def _table(summary: Summary) -> Iterator[str]:
    by_service: dict[str, Counter[str]] = {}
    for action in COLUMNS:
        for address in summary.addresses[action]:
            by_service.setdefault(service(address), Counter())[action] += 1
    rows = [(name, by_service[name]) for name in sorted(by_service, key=str.casefold)]
    rows.append(("total", Counter(summary.counts)))
    width = max(len(name) for name, _ in rows)
    yield f"  {'':{width}}" + "".join(f"{word:>11}" for word in COLUMNS.values())
    for name, count in rows:
        yield f"  {name:{width}}" + "".join(f"{count[action] or '-':>11}" for action in COLUMNS)
