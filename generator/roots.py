"""Compare the root folders on disk with what their YAML renders to."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import command
from generator.environment import Environment
from generator.errors import Refusal
from generator.project import Project
from generator.render import TFVARS, Renderer, is_as_rendered, is_fresh
from generator.write import Content, Link

UNLINKED = (
    "holds text files with paths in them, which git writes where symbolic links are off; allow links (on Windows: "
    "Developer Mode), then git config core.symlinks true and git checkout -- :/layers/compute/environments."
)


@dataclass(frozen=True)
class Difference:
    """A file that is not what its environment asks for; `found` is None where it is missing."""

    environment: str
    path: Path
    found: Content
    rendered: Content  # None for a link that leads to what is no longer there

    @property
    def edited(self) -> bool:
        """Whether somebody wrote into the file after gen-env or git made it. A link holds nothing to be lost."""
        if not isinstance(self.found, str) or is_as_rendered(self.found) or self.unlinked:
            return False
        return not (isinstance(self.rendered, Link) and self.found == _read(self._original))

    @property
    def unlinked(self) -> bool:
        """Whether git wrote a link as a text, because this checkout has none."""
        return isinstance(self.rendered, Link) and self.found == self.rendered.target

    @property
    def _original(self) -> Path:
        return self.path.parent / self.rendered.target if isinstance(self.rendered, Link) else self.path

    def sentence(self, project: Project) -> str:
        """Say what is the matter and which command mends it."""
        shown, gen_env = project.relative(self.path), command.gen_env(project)
        again, forced = f"run {gen_env} {self.environment}.", f"{gen_env} render {self.environment} --force"
        if self.found is None:
            return f"{shown}: is missing; {again}"
        if self.unlinked:
            return f"{shown}: {UNLINKED}"
        if self.rendered is None:
            return f"{shown}: is a link to what roots share no longer; {again}"
        if isinstance(self.found, Link):
            return f"{shown}: is a link to {self.found.target}, not to {_target(self.rendered)}; {again}"
        if isinstance(self.rendered, Link) and self.edited:
            target = project.relative(Path(os.path.normpath(self._original)))
            return (
                f"{shown}: is no link to {target}, and was edited by hand; edit that one instead, for every "
                f"environment, then {forced}."
            )
        if isinstance(self.rendered, Link):
            return f"{shown}: is a copy, not a link to {self.rendered.target}; {again}"
        if not self.edited:
            return f"{shown}: is older than its sources; {again}"
        if self.path.name != TFVARS:
            return f"{shown}: was edited by hand; edit its source instead, then {forced}."
        return (
            f"{shown}: was edited by hand ({_differing(self.found, self.rendered)}); {gen_env} adopt "
            f"{self.environment} takes the edits into environments/{self.environment}.yaml, {forced} drops them."
        )

    def diff(self, project: Project) -> str:
        """Return a unified diff from what is on disk to what would be written."""
        shown = project.relative(self.path)
        lines = difflib.unified_diff(
            _lines(self.found),
            _lines(_read(self._original) if isinstance(self.rendered, Link) and self.edited else self.rendered),
            f"{shown} (on disk)",
            f"{shown} (rendered)",
        )
        return "".join(lines)


def _target(content: Content) -> str:
    return content.target if isinstance(content, Link) else "nothing"


def _lines(content: Content) -> list[str]:
    text = f"-> {content.target}\n" if isinstance(content, Link) else content or ""
    return text.splitlines(keepends=True)


def differences(project: Project, renderer: Renderer, environments: Sequence[Environment]) -> Iterator[Difference]:
    """Yield every file of these environments' roots, and of what they share, that is not as rendered."""
    for name, rendered in renderer.shared.items() if environments else ():
        path = project.shared / name
        found = _text(project, path)
        if found is None or not is_fresh(name, found, rendered):
            yield Difference(environments[0].name, path, found, rendered)
    for environment in environments:
        folder = project.root_of(environment.name)
        for name, rendered in renderer.render(environment).items():
            path = folder / name
            found = _text(project, path)
            if found is None or not is_fresh(name, found, rendered):
                yield Difference(environment.name, path, found, rendered)
        yield from _link_differences(project, renderer.links, environment.name, folder)


def _link_differences(
    project: Project, links: Mapping[str, Link], environment: str, folder: Path
) -> Iterator[Difference]:
    """Yield every link of a root that is missing, leads elsewhere, is a file of its own, or leads to nothing."""
    there = _links(folder)
    for name, link in links.items():
        path = folder / name
        if there.get(name) != link:
            yield Difference(environment, path, there.get(name) or _text(project, path), link)
    for name, link in there.items():
        if name not in links and _is_ours(project, link):
            yield Difference(environment, folder / name, link, None)


def _links(folder: Path) -> dict[str, Link]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name: Link(Path(entry.path).readlink().as_posix()) for entry in entries if entry.is_symlink()}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def _is_ours(project: Project, link: Link) -> bool:
    return link.target.startswith((f"../{project.shared.name}/", "../../variables"))


def strays(project: Project, renderer: Renderer, names: Iterable[str]) -> Iterator[Path]:
    """Yield Terraform files in these roots that gen-env did not write: left alone, but Terraform reads them."""
    for name in names:
        folder = project.root_of(name)
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if (
                    path.name.endswith((".tf", ".tf.json", ".tfvars", ".tfvars.json"))
                    and path.name not in renderer.files
                ):
                    yield path


def _text(project: Project, path: Path) -> str | None:
    try:
        return _read(path)
    except OSError as error:
        raise Refusal(f"{project.relative(path)}: cannot be read ({error.strerror}).") from None


def _read(path: Path) -> str | None:
    try:
        if path.exists() and not path.is_file():
            return None  # a folder, or a pipe that would never end: whoever writes here says so
        # Universal newlines: a checkout with CRLF is still as rendered. What is not UTF-8 was edited by hand.
        return path.read_text("utf-8-sig", errors="replace")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _differing(found: str, rendered: str) -> str:
    before, after = assignments(rendered), assignments(found)
    if before is None or after is None:
        return "it is no longer valid HCL"
    missing = object()
    keys = [key for key in {**before, **after} if before.get(key, missing) != after.get(key, missing)]
    return f"{', '.join(keys)} differ" if len(keys) > 1 else f"{keys[0]} differs" if keys else "comments or layout only"


def assignments(text: str) -> dict[str, Any] | None:
    """Return the assignments by name, each as Python values; None when it is no HCL."""
    # Imported here: only a refusal needs python-hcl2, which is slow to import.
    try:
        import hcl2

        options = hcl2.SerializationOptions(strip_string_quotes=True, explicit_blocks=False, with_comments=False)
        return dict(hcl2.loads(text, serialization_options=options))
    except Exception:  # lark raises many kinds; all of them mean "no HCL"
        return None
