"""The lists of exceptions to the contract between layer and modules."""

from __future__ import annotations

from collections.abc import Iterator

from generator import strict_yaml
from generator.flow import Path
from generator.project import Project

FOLDER = "contract"


class Entries:
    """One list of exceptions: {owner: {path: reason}}, or {owner: reason} for all of it; * is any owner.

    A path covers what is below it. For any owner it may be a name alone, wherever that stands.
    """

    def __init__(self, project: Project, name: str) -> None:
        path = project.layer / FOLDER / f"{name}.yaml"
        self.shown = project.relative(path)
        self._entries: dict[tuple[str, str], str] = {}
        self._needed: set[tuple[str, str]] = set()
        self._reasons: dict[tuple[str, str], str] = {}
        document = strict_yaml.parse(project.text(path), self.shown) if path.is_file() else None
        for owner, entries in document.items.items() if document else ():
            if isinstance(entries, strict_yaml.Mapping):
                self._entries |= {(owner, key): str(node.place) for key, node in entries.keys.items()}
                reasons = ((key, node) for key, node in entries.items.items() if isinstance(node, strict_yaml.Scalar))
                self._reasons |= {(owner, key): node.text for key, node in reasons}
            else:
                self._entries[owner, ""] = str(entries.place)

    def has(self, owner: str, path: Path) -> bool:
        """Tell whether an entry covers this path of the owner, which counts as needed then."""
        found = self._covering(owner, path)
        self._needed.update(found)
        return bool(found)

    def reason(self, owner: str, path: Path) -> str:
        """Return the reason of the entry that says most about a path; empty where there is none."""
        return next((self._reasons.get(entry, "") for entry in reversed(self._covering(owner, path))), "")

    def _covering(self, owner: str, path: Path) -> list[tuple[str, str]]:
        names = [step for step in path if step != "*"]
        prefixes = [".".join(names[:end]) for end in range(len(names) + 1)]
        covering = [("*", name) for name in (*prefixes, *names[-1:])] + [(owner, prefix) for prefix in prefixes]
        return [entry for entry in covering if entry in self._entries]

    def stale(self) -> Iterator[tuple[str, str, str]]:
        """Return owner, path and place of the entries that were not needed."""
        for (owner, path), place in self._entries.items():
            if (owner, path) not in self._needed:
                yield owner, path, place
