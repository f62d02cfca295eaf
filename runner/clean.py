"""make clean: remove what make made, never what people or gen-env wrote."""

from __future__ import annotations

import shutil

from generator.project import Project
from runner.session import note

# What git ignores in these places is terraform's, the packager's or make's.
LEFTOVERS = (
    ".work",
    "layers/compute/environments/*/.terraform",
    "layers/compute/environments/*/*.zip",
    "modules/*/.terraform",
)


def clean(project: Project) -> None:
    """Stop the embedded AWS, then remove .work, every .terraform folder and the built Lambda packages."""
    from embedded_aws import server

    if server.down(project.work / "embedded-aws"):
        note("embedded AWS: stopped")
    for path in [path for pattern in LEFTOVERS for path in sorted(project.root.glob(pattern))]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
        note(f"{project.relative(path)}: removed")
