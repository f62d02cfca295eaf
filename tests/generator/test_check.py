"""check tells stale, hand-edited, missing and orphaned roots apart, and writes nothing."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import fresh
from generator.project import Project
from tests.generator.conftest import GenEnv, tree

TFVARS = "terraform.auto.tfvars"


def test_fresh_roots_are_fresh(gen_env: GenEnv) -> None:
    assert gen_env("check").text == "Fresh: dev, qa.\n"
    assert gen_env("check", "qa").text == "Fresh: qa.\n"


def test_a_changed_yaml_makes_its_root_stale(project: Project, gen_env: GenEnv) -> None:
    path = project.yaml_of("dev")
    path.write_text(path.read_text().replace("cpu: 128", "cpu: 129"))
    before = tree(project.root)
    answer = gen_env("check")
    assert answer.code == 1
    assert answer.text.startswith(
        "layers/compute/environments/dev/terraform.auto.tfvars: is older than its sources; run gen-env dev.\n"
    )
    assert "-    cpu   = 128\n+    cpu   = 129\n" in answer.text
    assert tree(project.root) == before
    assert gen_env("check", "qa").code == 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            TFVARS,
            "was edited by hand (size differs); gen-env adopt dev takes the edits into environments/dev.yaml, "
            "gen-env render dev --force drops them.",
        ),
        ("backend.conf", "was edited by hand; edit its source instead, then gen-env render dev --force."),
        ("upstream.tf", "was edited by hand; edit its source instead, then gen-env render dev --force."),
    ],
)
def test_a_hand_edited_file_is_never_written_over_silently(
    name: str, sentence: str, project: Project, gen_env: GenEnv
) -> None:
    path = project.root_of("dev") / name
    edited = path.read_text().replace("size         = 10", "size = 11") + "# mine\n"
    path.write_text(edited)
    shown = f"layers/compute/environments/dev/{name}: {sentence}\n"
    assert gen_env("check").text.startswith(shown)
    for command in (["render", "dev"], ["render", "--all"], ["dev"]):
        answer = gen_env(*command)
        assert (answer.code, answer.text) == (1, shown)
    assert path.read_text() == edited
    assert gen_env("render", "dev", "--force").code == 0
    assert gen_env("check").code == 0


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda text: text + "# more\n", "comments or layout only"),
        (lambda text: text + "}{", "it is no longer valid HCL"),
        (lambda text: text.replace("enabled", "enabeld"), "enabled, enabeld differ"),
        (lambda text: "", "size"),
    ],
)
def test_a_hand_edit_is_told_by_what_differs(
    edit: Callable[[str], str], words: str, project: Project, gen_env: GenEnv
) -> None:
    path = project.root_of("dev") / TFVARS
    path.write_text(edit(path.read_text()))
    assert words in gen_env("check").text.splitlines()[0]


def test_a_file_that_is_no_text_was_edited_by_hand(project: Project, gen_env: GenEnv) -> None:
    (project.root_of("dev") / TFVARS).write_bytes(b"\xff\xfe")
    assert "was edited by hand" in gen_env("check").text
    assert (
        gen_env("adopt", "dev").text
        == f"layers/compute/environments/dev/{TFVARS}: is not UTF-8 text; save it as UTF-8.\n"
    )
    assert gen_env("render", "dev", "--force").code == 0


def test_a_missing_file_and_a_missing_root_are_told(project: Project, gen_env: GenEnv) -> None:
    (project.root_of("dev") / "main.tf").unlink()
    shutil.rmtree(project.root_of("qa"))
    answer = gen_env("check")
    assert answer.code == 1
    assert "layers/compute/environments/dev/main.tf: is missing; run gen-env dev." in answer.text
    assert "layers/compute/environments/qa/terraform.auto.tfvars: is missing; run gen-env qa." in answer.text
    assert gen_env("render", "--all").code == 0
    assert gen_env("check").code == 0


def test_a_root_without_its_yaml_is_orphaned(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("qa").unlink()
    answer = gen_env("check")
    assert (answer.code, answer.text) == (
        1,
        "layers/compute/environments/qa: has no environments/qa.yaml, and what was deployed from it still stands "
        "unless it was destroyed. Restore the file (git log -- environments/qa.yaml), run make destroy ENV=qa, then "
        "remove both.\n",
    )


def test_orphans_are_told_along_with_faults(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("qa").unlink()
    project.yaml_of("dev").write_text("extends: nobody\n")
    answer = gen_env("check")
    assert "has no environments/qa.yaml" in answer.text
    assert "no file environments/nobody.yaml" in answer.text


def test_a_terraform_file_of_the_users_own_is_a_note_and_stays(project: Project, gen_env: GenEnv) -> None:
    stray = project.root_of("dev") / "extra.tf"
    stray.write_text("# mine\n")
    note = (
        "note: layers/compute/environments/dev/extra.tf: is not gen-env's; it is left alone, but Terraform reads it.\n"
    )
    for _ in range(2):
        assert gen_env("check").text == note + "Fresh: dev, qa.\n"
    assert gen_env("check", "qa").text == "Fresh: qa.\n"
    gen_env("render", "--all")
    assert stray.read_text() == "# mine\n"


def test_line_ends_and_terraforms_own_hashes_make_nothing_stale(project: Project, gen_env: GenEnv) -> None:
    for path in project.root_of("dev").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    lock = project.root_of("qa") / ".terraform.lock.hcl"
    lines = [line for line in lock.read_text().splitlines(keepends=True) if not line.startswith("#")]
    lines.insert(5, '    "h1:0000000000000000000000000000000000000000000=",\n')
    lock.write_text("# This file is maintained automatically by terraform init.\n" + "".join(lines))
    assert gen_env("check").code == 0


def keep_date(path: Path) -> None:
    stat = path.stat()
    path.write_text(path.read_text()[::-1])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_a_remembered_check_notices_every_change(
    project: Project, gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "_SETTLED", -(10**18))  # as if nothing had changed for long
    root = project.root_of("dev")
    changes: dict[str, Callable[[], object]] = {
        "an edit of the same size": lambda: (root / "main.tf").write_text((root / "main.tf").read_text()[::-1]),
        "an edit that keeps its date": lambda: keep_date(root / "main.tf"),
        "a removed file": lambda: (root / "main.tf").unlink(),
        "a template": lambda: (project.templates / "shared/main.tf.j2").write_text("# new\n"),
        "a variable": lambda: (project.layer / "variables.tf").write_text('variable "x" {}\n'),
        "a new environment": lambda: project.yaml_of("new").write_text("extends: _defaults\n"),
    }
    for name, change in changes.items():
        backup = project.root.with_name("backup")
        shutil.copytree(project.root, backup, symlinks=True)
        assert gen_env("check").code == 0
        assert fresh.notes(project) == []
        change()
        assert gen_env("check").code == 1, name
        shutil.rmtree(project.root)
        backup.rename(project.root)
        os.chdir(project.root)


def test_a_check_that_could_have_missed_a_change_is_not_remembered(project: Project, gen_env: GenEnv) -> None:
    (project.root_of("dev") / "notes.txt").write_text(str(time.time()))
    assert gen_env("check").code == 0
    assert fresh.notes(project) is None


def test_a_linked_file_is_looked_at_where_it_leads(
    project: Project, gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "_SETTLED", -(10**18))
    path = project.root_of("dev") / "backend.conf"
    elsewhere = project.root.with_name("backend.conf")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert gen_env("check").code == 0
    elsewhere.write_text("# other\n")
    assert gen_env("check").code == 1
