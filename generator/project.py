"""Where things are in the repository."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Refusal

ENVIRONMENT_NAME = re.compile(r"[a-z][a-z0-9-]{0,15}")
VERBS = (
    *("adopt", "affected", "check", "diff", "explain", "help", "import", "keys", "list", "new", "promote", "remove"),
    *("rename", "render", "validate"),
)
# What people try, or may become a command: no environment is called so.
_RESERVED = {"add", "apply", "delete", "destroy", "doctor", "init", "move", "mv", "plan", "rm", "show", "status"}
# Windows opens a device for these names, whatever the extension.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@dataclass(frozen=True)
class Project:
    """A checkout of this repository."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """Walk up from start (default: the working directory); raise Refusal outside of a checkout."""
        try:
            here = (start or Path.cwd()).resolve()
        except FileNotFoundError:
            raise Refusal("the working directory was removed; cd into a checkout.") from None
        for folder in (here, *here.parents):
            if (folder / "environments").is_dir() and (folder / "layers/compute/variables.tf").is_file():
                return cls(folder)
        raise Refusal(f"{here}: not inside a checkout with environments/ and layers/compute/; cd into one.")

    @property
    def environments(self) -> Path:
        return self.root / "environments"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def layer(self) -> Path:
        return self.root / "layers" / "compute"

    @property
    def work(self) -> Path:
        """Scratch space that git ignores and anybody may delete."""
        return self.root / ".work"

    @property
    def roots(self) -> Path:
        """The folder of the folders that Terraform runs in."""
        return self.layer / "environments"

    @property
    def shared(self) -> Path:
        """The folder of what is the same in every root, which roots link."""
        return self.roots / "_shared"

    def yaml_of(self, name: str) -> Path:
        return self.environments / f"{name}.yaml"

    def root_of(self, name: str) -> Path:
        """The folder Terraform runs in for this environment."""
        return self.roots / name

    def names(self) -> list[str]:
        """List the environments that have a YAML file; with _ in front it is only to extend, with . hidden."""
        return sorted(path.stem for path in self.environments.glob("*.yaml") if not path.name.startswith(("_", ".")))

    def root_names(self) -> list[str]:
        """List the environments that have a root folder."""
        if not self.roots.is_dir():
            return []
        return sorted(path.name for path in self.roots.iterdir() if path.is_dir() and not path.name.startswith("_"))

    def orphan(self, name: str) -> str | None:
        """Say what to do about a root whose YAML is gone; None where there is no such root."""
        if not ENVIRONMENT_NAME.fullmatch(name) or name in self.names() or name not in self.root_names():
            return None
        yaml, root = self.relative(self.yaml_of(name)), self.relative(self.root_of(name))
        return (
            f"{root}: has no {yaml}, and what was deployed from it still stands unless it was destroyed. Restore the "
            f"file (git log -- {yaml}), run make destroy ENV={name}, then remove both."
        )

    def text(self, path: Path) -> str:
        """Read a file of the repository, with \\n between lines; raise Refusal when it cannot be read as text."""
        try:
            if path.exists() and not path.is_file():
                raise Refusal(f"{self.relative(path)}: is no file; only files are read.")
            return path.read_text("utf-8-sig")
        except OSError as error:
            raise Refusal(f"{self.relative(path)}: cannot be read ({error.strerror}).") from None
        except UnicodeDecodeError:
            raise Refusal(f"{self.relative(path)}: is not UTF-8 text; save it as UTF-8.") from None

    def relative(self, path: Path) -> str:
        """Return the path as people write it: from the repository's root, with slashes."""
        return path.relative_to(self.root).as_posix()


def name_fault(name: str) -> str | None:
    """Say what is wrong with an environment name, or None."""
    if not ENVIRONMENT_NAME.fullmatch(name):
        shown = name if len(name) <= 40 else name[:37] + "..."
        return f"{shown!r} is no environment name: use 1 to 16 lower-case letters, digits or hyphens, a letter first."
    if name in VERBS:
        return f"{name!r} is a command of gen-env; choose another environment name."
    if name in _RESERVED:
        return f"{name!r} is no command of gen-env and no name for an environment; its commands are {', '.join(VERBS)}."
    if name in _DEVICES:
        return f"{name!r} is a device on Windows and cannot be a folder there; choose another environment name."
    return None
