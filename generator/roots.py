"""Compare the root folders on disk with what their YAML renders to."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.environment import Environment
from generator.errors import Refusal
from generator.project import Project
from generator.render import TFVARS, Renderer, is_as_rendered, is_fresh


@dataclass(frozen=True)
class Difference:
    """A file that is not what its environment renders to; `found` is None where it is missing."""

    environment: str
    path: Path
    found: str | None
    rendered: str

    @property
    def edited(self) -> bool:
        """Whether somebody changed the file after gen-env wrote it."""
        return self.found is not None and not is_as_rendered(self.found)

    def sentence(self, project: Project) -> str:
        """Say what is the matter and which command mends it."""
        shown, name = project.relative(self.path), self.environment
        if self.found is None:
            return f"{shown}: is missing; run gen-env {name}."
        if not self.edited:
            return f"{shown}: is older than its sources; run gen-env {name}."
        if self.path.name != TFVARS:
            return f"{shown}: was edited by hand; edit its source instead, then gen-env render {name} --force."
        return (
            f"{shown}: was edited by hand ({_differing(self.found, self.rendered)}); gen-env adopt {name} takes the "
            f"edits into environments/{name}.yaml, gen-env render {name} --force drops them."
        )

    def diff(self, project: Project) -> str:
        """Return a unified diff from what is on disk to what would be written."""
        shown = project.relative(self.path)
        lines = difflib.unified_diff(
            (self.found or "").splitlines(keepends=True),
            self.rendered.splitlines(keepends=True),
            f"{shown} (on disk)",
            f"{shown} (rendered)",
        )
        return "".join(lines)


def differences(project: Project, renderer: Renderer, environments: Iterable[Environment]) -> Iterator[Difference]:
    """Yield every file of these environments' roots that is not as rendered."""
    for environment in environments:
        folder = project.root_of(environment.name)
        for name, rendered in renderer.render(environment).items():
            path = folder / name
            found = _read(project, path)
            if found is None or not is_fresh(name, found, rendered):
                yield Difference(environment.name, path, found, rendered)


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


def _read(project: Project, path: Path) -> str | None:
    try:
        # Universal newlines: a checkout with CRLF is still as rendered. What is not UTF-8 was edited by hand.
        return path.read_text("utf-8-sig", errors="replace")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise Refusal(f"{project.relative(path)}: cannot be read ({error.strerror}).") from None


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
