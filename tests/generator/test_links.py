"""What is the same in every root stands once; a root links it, and a link that is none any more is told and mended."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.project import Project
from generator.write import Link, write
from tests.generator.conftest import GenEnv

ROOT = "layers/compute/environments/dev"
UNLINKED = (
    "layers/compute/environments: holds text files with paths in them, which git writes where symbolic links are off; "
    "allow links (on Windows: Developer Mode), then git config core.symlinks true and "
    "git checkout -- :/layers/compute/environments.\n"
)


def links(folder: Path) -> dict[str, str]:
    return {path.name: path.readlink().as_posix() for path in folder.iterdir() if path.is_symlink()}


def test_a_root_links_the_layers_variables_and_what_is_shared(project: Project, gen_env: GenEnv) -> None:
    (project.shared / "providers.tf").write_text("# by hand\n")
    (project.layer / "variables_queues.tf").write_text('variable "queues" {\n  type    = number\n  default = 1\n}\n')
    assert gen_env("render", "--all").text == (
        "wrote layers/compute/environments/_shared/main.tf\n"
        "linked 2 shared files in layers/compute/environments/dev\n"
        "linked 2 shared files in layers/compute/environments/qa\n"
    )
    for name in ("dev", "qa"):
        assert links(project.root_of(name)) == {
            "main.tf": "../_shared/main.tf",
            "outputs.tf": "../_shared/outputs.tf",
            "providers.tf": "../_shared/providers.tf",
            "variables.tf": "../../variables.tf",
            "variables_queues.tf": "../../variables_queues.tf",
        }
    assert "queues" in (project.root_of("qa") / "main.tf").read_text()
    assert gen_env("check").code == 0


def test_a_new_environment_links_too(project: Project, gen_env: GenEnv) -> None:
    assert "linked 3 shared files in layers/compute/environments/demo\n" in gen_env("demo").text
    assert gen_env("check").text == "Fresh: demo, dev, qa.\n"


def test_the_folder_of_shared_files_is_no_environment(project: Project) -> None:
    assert project.root_names() == ["dev", "qa"]


def test_a_link_to_what_is_gone_is_removed_and_one_of_the_users_own_stays(project: Project, gen_env: GenEnv) -> None:
    gone, own = project.root_of("dev") / "variables_gone.tf", project.root_of("dev") / "own.tf"
    gone.symlink_to("../../variables_gone.tf")
    own.symlink_to("../../../../own.tf")
    sentence = f"{ROOT}/variables_gone.tf: is a link to what roots share no longer; run gen-env dev.\n"
    assert sentence in gen_env("check").text
    assert gen_env("dev").text.startswith(f"removed {ROOT}/variables_gone.tf\n")
    assert not gone.is_symlink()
    assert own.is_symlink()
    assert f"note: {ROOT}/own.tf: is not gen-env's" in gen_env("check").text


@pytest.mark.parametrize("target", ["../_shared/outputs.tf", "/nowhere/at/all", "../../variables.tf"])
def test_a_link_elsewhere_is_told_and_led_back_with_nothing_written_through_it(
    target: str, project: Project, gen_env: GenEnv
) -> None:
    path = project.root_of("dev") / "main.tf"
    path.unlink()
    path.symlink_to(target)
    before = (project.layer / "variables.tf").read_bytes(), (project.shared / "outputs.tf").read_bytes()
    answer = gen_env("check")
    assert answer.text.startswith(f"{ROOT}/main.tf: is a link to {target}, not to ../_shared/main.tf; run gen-env dev.")
    assert f"--> {target}\n+-> ../_shared/main.tf\n" in answer.text
    assert gen_env("dev").code == 0
    assert path.readlink().as_posix() == "../_shared/main.tf"
    assert before == ((project.layer / "variables.tf").read_bytes(), (project.shared / "outputs.tf").read_bytes())


def test_a_copy_is_told_and_made_a_link_where_nothing_is_lost(project: Project, gen_env: GenEnv) -> None:
    path = project.root_of("dev") / "variables.tf"
    path.unlink()
    shutil.copy(project.layer / "variables.tf", path)
    answer = gen_env("check")
    assert answer.text.startswith(f"{ROOT}/variables.tf: is a copy, not a link to ../../variables.tf; run gen-env dev.")
    assert gen_env("render", "--all").code == 0
    assert path.is_symlink()


def test_a_copy_that_was_edited_is_not_written_over(project: Project, gen_env: GenEnv) -> None:
    path = project.root_of("dev") / "main.tf"
    text = path.read_text()
    path.unlink()
    path.write_text(text + "# mine\n")
    sentence = (
        f"{ROOT}/main.tf: is no link to layers/compute/environments/_shared/main.tf, and was edited by hand; "
        "edit that one instead, for every environment, then gen-env render dev --force.\n"
    )
    answer = gen_env("check")
    assert answer.text.startswith(sentence)
    assert "-# mine\n" in answer.text
    assert gen_env("render", "--all").text == sentence
    assert path.read_text() == text + "# mine\n"
    assert gen_env("render", "dev", "--force").code == 0
    assert path.is_symlink()
    assert "# mine" not in (project.shared / "main.tf").read_text()


def test_an_edit_through_a_link_is_an_edit_of_the_shared_file(project: Project, gen_env: GenEnv) -> None:
    (project.root_of("dev") / "main.tf").write_text("# mine\n")
    answer = gen_env("render", "qa")
    assert answer.text.startswith("layers/compute/environments/_shared/main.tf: was edited by hand; edit its source")


def test_a_checkout_without_links_is_one_sentence(project: Project, gen_env: GenEnv) -> None:
    """Git writes where a link leads as the text of a file, where core.symlinks is false."""
    for folder in (project.root_of("dev"), project.root_of("qa")):
        for name, target in links(folder).items():
            (folder / name).unlink()
            (folder / name).write_text(target)
    answer = gen_env("check")
    assert (answer.code, answer.text) == (1, UNLINKED)
    assert gen_env("render", "--all").code == 0  # where links are possible after all
    assert gen_env("check").code == 0


def test_a_system_without_links_is_one_sentence(
    project: Project, gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1314, "A required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    assert gen_env("demo").text == (
        "layers/compute/environments/demo/variables.tf: cannot be made a symbolic link (A required privilege is not "
        "held by the client); nothing was changed. Windows allows links in Developer Mode.\n"
    )
    assert not project.root_of("demo").exists()


def test_a_link_is_replaced_and_a_folder_in_its_place_is_not(project: Project, gen_env: GenEnv) -> None:
    path = project.root_of("dev") / "main.tf"
    path.unlink()
    path.mkdir()
    assert "main.tf: is no file, and gen-env writes only real files" in gen_env("render", "dev").text
    path.rmdir()
    write(project, {path: Link("../_shared/main.tf")})
    write(project, {path: Link("../_shared/main.tf")})
    assert path.readlink().as_posix() == "../_shared/main.tf"


@pytest.mark.parametrize(
    ("file", "name", "sentence"),
    [
        ("variables.tf", "data", "is filled by another layer's outputs, and roots link this file; move it to"),
        ("variables_upstream.tf", "queues", "is an environment's to set, and roots do not link this file; move it to"),
    ],
)
def test_a_variable_in_a_file_of_the_other_kind_is_refused(
    file: str, name: str, sentence: str, project: Project, gen_env: GenEnv
) -> None:
    path = project.layer / file
    path.write_text(f'variable "{name}" {{\n  type = string\n}}\n' + path.read_text())
    assert gen_env("check").text.startswith(f"layers/compute/{file}:1: {name}: {sentence}")
