"""Files are whole or untouched: links, read-only folders, full disks, two runs at once, a run killed at any moment."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from generator import write
from generator.errors import Refusal
from generator.project import Project
from tests.generator.conftest import GenEnv, tree

REPOSITORY = Path(write.__file__).parents[1]
# Root may write into any folder; without these two capabilities it is a user like any other.
HUMBLE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


def run(project: Project, *arguments: str, before: str = "pass") -> subprocess.Popen[str]:
    """Start gen-env as a process of its own, after this Python statement, with no more rights than its owner has."""
    code = f"{before}; import runpy; runpy.run_module('generator', run_name='__main__')"
    return subprocess.Popen(
        [*HUMBLE, sys.executable, "-B", "-c", code, *arguments],
        cwd=project.root,
        env={"PYTHONPATH": str(REPOSITORY), "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def answer(project: Project, *arguments: str, before: str = "pass") -> tuple[int, str]:
    with run(project, *arguments, before=before) as process:
        text = process.communicate()[0]
    return process.returncode, text


def change(project: Project, size: int) -> None:
    path = project.yaml_of("_defaults")
    path.write_text(re.sub(r"size: \d+", f"size: {size}", path.read_text()))


def assert_unwritable(folder: Path) -> None:
    """Make sure that the folder's mode means something to who runs gen-env here."""
    command = [*HUMBLE, sys.executable, "-c", f"open({str(folder / 'probe')!r}, 'w')"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert b"PermissionError" in done.stderr


@pytest.mark.parametrize("folder", ["layers/compute/environments/dev", "layers/compute/environments", ".work"])
def test_a_read_only_folder_is_one_sentence_and_changes_nothing(folder: str, project: Project) -> None:
    change(project, 11)
    shutil.rmtree(project.work)
    project.work.mkdir()
    if folder.endswith("environments"):
        shutil.rmtree(project.root_of("dev"))
    (project.root / folder).chmod(0o555)
    assert_unwritable(project.root / folder)
    before = tree(project.root)
    code, text = answer(project, "render", "--all")
    assert code == 1
    assert text.count("\n") == 1
    assert text.endswith("cannot be written (Permission denied); nothing was changed.\n")
    assert tree(project.root) == before
    (project.root / folder).chmod(0o755)
    assert answer(project, "render", "--all")[0] == 0


def test_a_read_only_checkout_can_be_checked(project: Project) -> None:
    shutil.rmtree(project.work)
    for path in [project.root, *project.root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    assert_unwritable(project.root)
    assert answer(project, "check") == (0, "Fresh: dev, qa.\n")
    for path in [project.root, *project.root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_file_nobody_may_read_is_one_sentence(project: Project) -> None:
    (project.root_of("dev") / "backend.conf").chmod(0)
    sentence = "layers/compute/environments/dev/backend.conf: cannot be read (Permission denied).\n"
    assert answer(project, "check") == (1, sentence)


def test_a_full_disk_is_one_sentence_and_changes_nothing(project: Project) -> None:
    """A limit on the size of files fails a write just as a full disk does, in the middle of it."""
    change(project, 11)
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    limit += "; resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))"
    probe = subprocess.run(
        [sys.executable, "-c", f"{limit}; open('probe', 'wb', 0).write(b'x' * 201)"], check=False, cwd=project.root
    )
    assert (project.root / "probe").stat().st_size == 200, probe  # the limit is one
    (project.root / "probe").unlink()
    before = tree(project.root)
    sentence = "terraform.auto.tfvars: cannot be written (File too large); nothing was changed.\n"
    assert answer(project, "render", "--all", before=limit) == (1, f"layers/compute/environments/dev/{sentence}")
    assert tree(project.root) == before


def test_a_file_that_cannot_be_replaced_leaves_the_others_whole(
    project: Project, gen_env: GenEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(project, 11)
    before = tree(project.root)
    replace = Path.replace

    def refuse_qa(self: Path, target: Path) -> Path:
        if "qa" in target.parts:
            raise PermissionError(1, "Operation not permitted")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse_qa)
    said = gen_env("render", "--all")
    monkeypatch.undo()
    os.chdir(project.root)
    assert said.text == (
        "layers/compute/environments/qa/terraform.auto.tfvars: cannot be replaced (Operation not permitted); "
        "1 of 2 files are new, each of them whole; run again when it can.\n"
    )
    changed = {name for name, content in tree(project.root).items() if before.get(name) != content}
    assert changed == {"layers/compute/environments/dev/terraform.auto.tfvars"}
    assert gen_env("render", "--all").code == 0


@pytest.mark.parametrize(
    "part",
    [
        "layers/compute/environments/dev/terraform.auto.tfvars",
        "layers/compute/environments/dev",
        "layers/compute/environments",
    ],
)
def test_a_link_out_of_the_tree_is_not_written_through(part: str, project: Project, gen_env: GenEnv) -> None:
    path, outside = project.root / part, project.root.with_name("outside")
    path.rename(outside)
    path.symlink_to(outside)
    change(project, 11)
    before = tree(outside) if outside.is_dir() else outside.read_bytes()
    said = gen_env("render", "--all")
    assert said.code == 1
    assert said.text == f"{part}: is a symbolic link, and gen-env writes only real files; move it away and run again.\n"
    assert (tree(outside) if outside.is_dir() else outside.read_bytes()) == before
    assert not list(project.root.rglob("*.gen-env-new"))


def test_a_link_to_nowhere_and_a_folder_in_a_files_place_are_refused(project: Project, gen_env: GenEnv) -> None:
    path = project.root_of("dev") / "backend.conf"
    path.unlink()
    path.symlink_to("/nowhere/at/all")
    assert "is a symbolic link" in gen_env("render", "dev").text
    path.unlink()
    path.mkdir()
    assert "backend.conf: is no file, and gen-env writes only real files" in gen_env("render", "dev").text


def test_many_runs_at_once_leave_whole_files(project: Project) -> None:
    (project.work / "gen-env" / "lock").unlink(missing_ok=True)
    change(project, 11)
    seen = set()
    path = project.root_of("dev") / "terraform.auto.tfvars"
    with ExitStack() as stack:
        runs = [stack.enter_context(run(project, "render", "--all", "--force")) for _ in range(6)]
        while any(process.poll() is None for process in runs):
            seen.add(path.read_text())
        assert [process.returncode for process in runs] == [0] * 6
    assert len(seen) <= 2  # the old text and the new one
    assert all(text.endswith("}\n") for text in seen)
    assert answer(project, "check") == (0, "Fresh: dev, qa.\n")


def test_a_run_killed_at_any_moment_leaves_old_or_new_files_and_the_next_one_heals(project: Project) -> None:
    generations = []
    for size in (10, 11):
        change(project, size)
        assert answer(project, "render", "--all")[0] == 0
        generations.append(tree(project.layer / "environments"))
    # Slow enough for a kill to hit between any two steps of writing.
    slow = "import os, time; sync, replace = os.fsync, os.replace; os.fsync = lambda f: (time.sleep(0.02), sync(f))"
    slow += "; os.replace = lambda a, b: (time.sleep(0.02), replace(a, b))"
    moments = random.Random(1)
    for turn in range(12):
        change(project, 10 + turn % 2)
        with run(project, "render", "--all", before=slow) as process:
            time.sleep(moments.uniform(0.1, 0.5))
            process.kill()
        found = tree(project.layer / "environments")
        for name, content in found.items():
            if not name.endswith(".gen-env-new"):
                assert content in {generation[name] for generation in generations}
        assert answer(project, "render", "--all")[0] == 0
        assert tree(project.layer / "environments") == generations[turn % 2]


@pytest.mark.parametrize("step", range(6))
def test_a_run_stopped_at_each_step_of_writing_loses_nothing(step: int, project: Project) -> None:
    """The same for certain: the process ends at its n-th file operation."""
    path = project.root_of("dev") / "terraform.auto.tfvars"
    path.write_text(path.read_text().replace("size         = 10", "size         = 12"))
    before, yaml = path.read_text(), project.yaml_of("dev").read_text()
    stop = (
        f"import os; from pathlib import Path; from generator import write; steps = iter(range({step}));"
        "go = lambda real: lambda *a: real(*a) if next(steps, None) is not None else os._exit(9);"
        "Path.replace, write._stage, write._sync = go(Path.replace), go(write._stage), go(write._sync)"
    )
    code, text = answer(project, "adopt", "dev", before=stop)
    assert code == (0 if step == 5 else 9), text
    if project.yaml_of("dev").read_text() == yaml:
        assert path.read_text() == before  # the edit is still where it was made
    code, text = answer(project, "adopt", "dev")
    assert code == 0, text
    assert "size: 12" in project.yaml_of("dev").read_text()
    assert not list(project.root.rglob("*.gen-env-new"))
    assert answer(project, "check")[0] == 0


def test_what_was_staged_is_never_taken_for_the_users_file(project: Project, gen_env: GenEnv) -> None:
    (project.root_of("dev") / ".main.tf.gen-env-new").write_text("torn")
    assert gen_env("check").text == "Fresh: dev, qa.\n"
    change(project, 11)
    assert gen_env("render", "--all").code == 0
    assert not list(project.root.rglob("*.gen-env-new"))


def test_many_files_are_written_as_few_are(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "_MANY", 0)
    write.write(project, {project.root / "new" / "folder" / name: name for name in ("a", "b")})
    assert (project.root / "new/folder/b").read_text() == "b"


def test_a_new_folder_goes_again_when_its_files_cannot_be_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "_stage", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(Refusal, match="No space left on device"):
        write.write(project, {project.root_of("new") / "main.tf": "x"})
    assert not project.root_of("new").exists()
