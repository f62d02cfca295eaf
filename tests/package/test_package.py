"""Packages are the same bytes from the same sources, and refuse what cannot be packed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.errors import Refusal
from runner import package as packaging
from runner.package import package, package_all, packages
from tests.harness import ROOT

RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A function with a package, a data file, and everything that stays behind."""
    files = {
        "main.py": "from inner import text\n\n\ndef handler(event, context):\n    return text.HELLO\n",
        "inner/__init__.py": "",
        "inner/text.py": 'HELLO = "grüß"\nWORDS = {"b", "a", "c"}\n',
        "data.json": "{}",
        ".env": "SECRET=1",
        "tests/test_main.py": "",
        "__pycache__/main.cpython-311.pyc": "old",
        "inner/.DS_Store": "",
    }
    for name, text in files.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "source"


def in_another_process(source: Path, target: Path, *flags: str, umask: int = 0o022, **environment: str) -> bytes:
    """Build with a fresh interpreter under these flags and settings; return the zip's bytes."""
    code = "import sys, pathlib; from runner.package import package; package(*map(pathlib.Path, sys.argv[1:]), python='"
    subprocess.run(
        [sys.executable, *flags, "-c", f"{code}{RUNNING}')", str(source), str(target)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        umask=umask,
        check=True,
    )
    return target.read_bytes()


def test_the_same_sources_give_the_same_bytes_everywhere(source: Path, tmp_path: Path) -> None:
    first = in_another_process(source, tmp_path / "first.zip", PYTHONHASHSEED="1", LC_ALL="C.UTF-8")
    moved = source.rename(tmp_path / "another checkout")
    for path in moved.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o755)
    second = in_another_process(
        moved, tmp_path / "second.zip", "-OO", umask=0o077, PYTHONHASHSEED="2", LC_ALL="C", TZ="Asia/Tokyo"
    )
    assert first == second


def test_a_changed_source_changes_the_bytes(source: Path, tmp_path: Path) -> None:
    before = package(source, tmp_path / "a.zip").sha256
    (source / "data.json").write_text("[]")
    assert package(source, tmp_path / "a.zip").sha256 != before


def test_entries_are_sorted_plain_files_of_1980_without_compression(source: Path, tmp_path: Path) -> None:
    built = package(source, tmp_path / "a.zip", python="2.7")
    entries = zipfile.ZipFile(built.path).infolist()
    assert [entry.filename for entry in entries] == ["data.json", "inner/__init__.py", "inner/text.py", "main.py"]
    assert list(built.files) == [entry.filename for entry in entries]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert built.size == built.path.stat().st_size


def test_bytecode_runs_without_a_look_at_the_source(source: Path, tmp_path: Path) -> None:
    built = package(source, tmp_path / "a.zip", python=RUNNING)
    assert built.compiled
    unpacked = tmp_path / "task"
    zipfile.ZipFile(built.path).extractall(unpacked)
    (unpacked / "inner/text.py").write_text("HELLO = 'the source was read'")
    call = "import main; print(main.handler(None, None))"
    ran = subprocess.run([sys.executable, "-X", "utf8", "-c", call], cwd=unpacked, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "grüß"


def test_another_python_leaves_the_bytecode_out_and_says_so(source: Path, tmp_path: Path) -> None:
    built = package(source, tmp_path / "a.zip", python="3.99")
    assert not built.compiled
    assert not [name for name in built.files if name.endswith(".pyc")]


def test_an_unchanged_package_is_not_written_again(source: Path, tmp_path: Path) -> None:
    target = package(source, tmp_path / "a.zip").path
    os.utime(target, (1, 1))
    package(source, target)
    assert target.stat().st_mtime == 1


def test_a_link_within_the_package_is_packed_as_its_file(source: Path, tmp_path: Path) -> None:
    (source / "copy.json").symlink_to("data.json")
    built = package(source, tmp_path / "a.zip")
    assert zipfile.ZipFile(built.path).read("copy.json") == b"{}"


def link_outside(source: Path) -> None:
    (source.parent / "outside.txt").write_text("secret")
    (source / "link.txt").symlink_to("../outside.txt")


def link_to_folder(source: Path) -> None:
    (source / "again").symlink_to("inner")


def link_to_nothing(source: Path) -> None:
    (source / "link.txt").symlink_to("nothing.txt")


def link_to_itself(source: Path) -> None:
    (source / "link.txt").symlink_to("link.txt")


def pipe(source: Path) -> None:
    os.mkfifo(source / "pipe")


def broken_python(source: Path) -> None:
    (source / "main.py").write_text("def broken(:\n")


def name_that_is_not_utf8(source: Path) -> None:
    Path(os.fsdecode(os.fsencode(source) + b"/\xff.txt")).touch()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (link_outside, r"link\.txt: links to .*outside\.txt, outside of the package"),
        (link_to_folder, r"again: links to .*inner, outside of the package or no file"),
        (link_to_nothing, r"link\.txt: cannot be read \(No such file or directory\)"),
        (link_to_itself, r"link\.txt: (links to itself|cannot be read)"),
        (pipe, r"pipe: is not a plain file"),
        (broken_python, r"main\.py: is not Python \S+ \(.*line 1\)"),
        (name_that_is_not_utf8, r"the file name '\\udcff\.txt' is not UTF-8"),
    ],
)
def test_what_cannot_be_packed_is_refused_and_the_old_package_stays(
    spoil: object, sentence: str, source: Path, tmp_path: Path
) -> None:
    target = package(source, tmp_path / "a.zip", python=RUNNING).path
    before = target.read_bytes()
    assert callable(spoil)
    spoil(source)
    with pytest.raises(Refusal, match=sentence):
        package(source, target, python=RUNNING)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["a.zip"]


def test_an_unreadable_file_is_named(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", denied)  # root may read everything, so chmod would prove nothing
    with pytest.raises(Refusal, match=r"data\.json: cannot be read \(Permission denied\)"):
        package(source, tmp_path / "a.zip")


@pytest.mark.parametrize("content", [[], [".env"], ["tests/test_a.py"]])
def test_a_folder_with_nothing_to_pack_is_refused(content: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in content:
        path = tmp_path / "empty" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    with pytest.raises(Refusal, match="holds no files to pack"):
        package(tmp_path / "empty", tmp_path / "a.zip")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="is not a folder"):
        package(tmp_path / "missing", tmp_path / "a.zip")


def test_a_target_that_cannot_be_written_is_refused(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match=r"file/a\.zip: cannot be written"):
        package(source, tmp_path / "file" / "a.zip")


def project(tmp_path: Path) -> Path:
    for name in ("api_handler/lambda_function.py", "shared/log.py", "notes/README.md"):
        path = tmp_path / "lambda" / name
        path.parent.mkdir(parents=True)
        path.write_text("")
    for environment in ("dev", "qa"):
        (tmp_path / "layers/compute/environments" / environment).mkdir(parents=True)
    return tmp_path


def test_every_folder_with_code_is_a_function_but_not_the_shared_one(tmp_path: Path) -> None:
    assert [folder.name for folder in packages(project(tmp_path))] == ["api_handler"]


@pytest.mark.parametrize("named", [[], ["dev", "qa"]])
def test_every_environment_gets_every_package(
    named: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaging, "PYTHON", RUNNING)
    said: list[str] = []
    built = package_all(project(tmp_path), named, said.append)
    roots = tmp_path / "layers/compute/environments"
    assert [each.path for each in built] == [roots / "dev/api-handler.zip", roots / "qa/api-handler.zip"]
    assert said[0].startswith("layers/compute/environments/dev/api-handler.zip  ")


def test_a_package_is_for_the_processor_of_the_function_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, str] = {}

    def built(source: Path, target: Path, *, python: str, architecture: str) -> packaging.Package:
        asked[f"{target.parent.name}/{target.name}"] = architecture
        return packaging.Package(target, "", 0, (), True)

    monkeypatch.setattr(packaging, "package", built)
    monkeypatch.setattr(packaging, "packages", lambda root: packages(ROOT))
    package_all(ROOT, ["qa"], lambda said: None)
    assert asked == {
        "qa/api-handler.zip": "arm64",
        "qa/jwt-authorizer.zip": "x86_64",
        "qa/main.zip": "arm64",
        "qa/websocket.zip": "arm64",
    }


def test_an_environment_that_does_not_exist_gets_no_package(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"layers/compute/environments/demo: there is no such environment"):
        package_all(project(tmp_path), ["demo"], print)
    assert not (tmp_path / "layers/compute/environments/demo").exists()


def test_a_build_without_bytecode_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaging, "PYTHON", "3.99")
    said: list[str] = []
    package_all(project(tmp_path), ["dev"], said.append)
    assert said[-1].startswith("No bytecode inside: the functions run Python 3.99")


def test_the_placeholder_is_what_its_sources_build(tmp_path: Path) -> None:
    module = ROOT / "modules/lambda"
    built = package(module / "placeholder", tmp_path / "placeholder.zip", python="none")
    assert built.path.read_bytes() == (module / "placeholder.zip").read_bytes()
