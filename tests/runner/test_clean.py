"""make clean removes what make made."""

from __future__ import annotations

from pathlib import Path

from generator.project import Project
from runner.clean import clean

MADE = (
    ".work/plans/dev.tfplan",
    "layers/compute/environments/dev/.terraform/environment",
    "layers/compute/environments/dev/api-handler.zip",
    "modules/queue/.terraform/environment",
)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_only_what_make_made_goes(project: Project) -> None:
    before = files(project.root)
    for name in MADE:
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")

    clean(project)

    assert files(project.root) == before
    assert not project.work.exists()


def test_a_clean_checkout_stays_as_it_is(project: Project) -> None:
    before = files(project.root)

    clean(project)

    assert files(project.root) == before
