"""Wheels come from where pip is told to look, are what the lock file pins, and are fetched once."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

import pytest

from generator.errors import Refusal
from runner.bytecode import RUNNING
from runner.package import package

_ABI = f"cp{RUNNING.replace('.', '')}"
ARM, INTEL, ANY = f"{_ABI}-{_ABI}-manylinux2014_aarch64", f"{_ABI}-{_ABI}-manylinux2014_x86_64", "py3-none-any"
COMPILED = f"{sys.implementation.cache_tag}.pyc"


class Shelf:
    """A folder of wheels that stands for a package index, and a project with one function that needs some of them."""

    def __init__(self, folder: Path) -> None:
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        self.source = folder / "project/lambda/chat_bot"
        self.source.mkdir(parents=True)
        (self.source / "__init__.py").write_text("")
        (self.source / "handler.py").write_text("import thing\n")
        self.lock = folder / "project/requirements/lambda-chat-bot.txt"
        self.lock.parent.mkdir()
        self.cache = folder / "project/.work/wheels"
        self.target = folder / "chat-bot.zip"

    def add(self, name: str, tag: str = ANY, files: dict[str, str] | None = None) -> str:
        """Make a wheel; return its hash."""
        path = self.wheels / f"{name}-1.0-{tag}.whl"
        info = f"{name}-1.0.dist-info"
        records = {
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
            f"{info}/RECORD": "",
        }
        with zipfile.ZipFile(path, "w") as archive:
            for file, text in {**(files or {f"{name}.py": f"WHEEL = {tag!r}\n"}), **records}.items():
                archive.writestr(file, text)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def pin(self, **hashes: list[str]) -> None:
        lines = [
            " \\\n".join([f"{name}==1.0", *(f"    --hash=sha256:{each}" for each in values)])
            for name, values in hashes.items()
        ]
        self.lock.write_text("\n".join(lines) + "\n    # via -r requirements/lambda-chat-bot.in\n")

    def build(self, architecture: str = "arm64") -> zipfile.ZipFile:
        return zipfile.ZipFile(package(self.source, self.target, python=RUNNING, architecture=architecture).path)

    def empty(self) -> None:
        for wheel in self.wheels.iterdir():
            wheel.unlink()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """No index but a folder: pip's ordinary settings say where to look."""
    shelf = Shelf(tmp_path)
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    settings = {"PIP_CONFIG_FILE": "/dev/null", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(shelf.wheels)}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return shelf


def test_each_processor_gets_its_own_wheels(shelf: Shelf) -> None:
    shelf.pin(thing=[shelf.add("thing", ARM), shelf.add("thing", INTEL)], pure=[shelf.add("pure")])
    for architecture, tag in (("arm64", ARM), ("x86_64", INTEL)):
        archive = shelf.build(architecture)
        assert archive.read("thing.py").decode() == f"WHEEL = {tag!r}\n"
        assert {"pure.py", "chat_bot/handler.py", f"__pycache__/thing.{COMPILED}"} <= set(archive.namelist())


def test_what_a_running_function_does_not_import_stays_behind(shelf: Shelf) -> None:
    files = [
        "thing/__init__.py", "thing/fast.so", "thing/data.json", "thing/py.typed", "thing/stub.pyi", "thing/fast.h",
        "thing/tests/test_thing.py", f"thing/__pycache__/__init__.{COMPILED}", "thing/.agents/notes.md",
        "cffi/api.py", "_cffi_backend.so", "thing-1.0.data/scripts/thing", "thing-1.0.dist-info/entry_points.txt",
    ]  # fmt: skip
    shelf.pin(thing=[shelf.add("thing", files=dict.fromkeys(files, ""))])
    foreign = {name for name in shelf.build().namelist() if not name.startswith("chat_bot/")}
    assert foreign - {f"thing/__pycache__/__init__.{COMPILED}"} == {
        "thing/__init__.py", "thing/fast.so", "thing/data.json", "_cffi_backend.so",
        "thing-1.0.dist-info/entry_points.txt",
    }  # fmt: skip


def test_foreign_code_that_does_not_compile_goes_along_as_it_is(shelf: Shelf) -> None:
    shelf.pin(thing=[shelf.add("thing", files={"thing/__init__.py": "", "thing/template.py": "def {{ name }}():\n"})])
    names = shelf.build().namelist()
    assert "thing/template.py" in names
    assert f"thing/__pycache__/template.{COMPILED}" not in names


def test_wheels_are_fetched_once_for_a_lock_file_and_processor(shelf: Shelf) -> None:
    shelf.pin(thing=[shelf.add("thing")])
    first = shelf.build().read("thing.py")
    shelf.empty()
    assert shelf.build().read("thing.py") == first
    with pytest.raises(Refusal):
        shelf.build("x86_64")


def test_a_changed_lock_file_fetches_anew(shelf: Shelf) -> None:
    shelf.pin(thing=[shelf.add("thing")])
    shelf.build()
    shelf.pin(thing=[shelf.add("thing", files={"thing.py": "NEW = True\n"})])
    assert shelf.build().read("thing.py") == b"NEW = True\n"


@pytest.mark.parametrize("spoil", [lambda wheel: wheel.write_bytes(b"PK"), lambda wheel: wheel.unlink()])
def test_a_wheel_that_was_spoiled_in_the_cache_is_fetched_again(shelf: Shelf, spoil: object) -> None:
    shelf.pin(thing=[shelf.add("thing")], other=[shelf.add("other")])
    first = shelf.build().read("thing.py")
    [cached] = shelf.cache.glob("*/thing-*.whl")
    assert callable(spoil)
    spoil(cached)
    assert shelf.build().read("thing.py") == first


def test_a_download_that_was_interrupted_leaves_nothing_that_counts(shelf: Shelf) -> None:
    shelf.pin(thing=[shelf.add("thing")], missing=["0" * 64])
    with pytest.raises(Refusal):
        shelf.build()
    assert not list(shelf.cache.iterdir())


def test_a_requirement_for_another_system_is_not_missed(shelf: Shelf) -> None:
    shelf.pin(thing=[shelf.add("thing")])
    shelf.lock.write_text(
        shelf.lock.read_text() + f'elsewhere==1.0 ; sys_platform == "win32" --hash=sha256:{"0" * 64}\n'
    )
    shelf.build()
    shelf.empty()
    assert "thing.py" in shelf.build().namelist()


@pytest.mark.parametrize(
    ("pinned", "sentence"),
    [
        (
            {"thing": ["0" * 64]},
            r"lambda-chat-bot\.txt: pip cannot get these wheels for arm64 .*DO NOT MATCH THE HASHES",
        ),
        (
            {"absent": ["0" * 64]},
            r"No matching distribution found for absent==1\.0\); see that it reaches a package index",
        ),
    ],
    ids=["another hash", "not there"],
)
def test_wheels_that_cannot_be_had_are_refused_in_a_sentence_and_the_old_package_stays(
    pinned: dict[str, list[str]], sentence: str, shelf: Shelf
) -> None:
    shelf.target.write_bytes(b"old")
    shelf.add("thing")
    shelf.pin(**pinned)
    with pytest.raises(Refusal, match=sentence):
        shelf.build()
    assert shelf.target.read_bytes() == b"old"
    assert not list(shelf.cache.glob("*"))


def test_a_source_distribution_is_not_built(shelf: Shelf) -> None:
    """Its setup.py would run here, and what it compiles would be for this machine."""
    archive = shelf.wheels / "thing-1.0.zip"
    with zipfile.ZipFile(archive, "w") as sources:
        sources.writestr("thing-1.0/setup.py", "raise SystemExit('it ran')\n")
    shelf.pin(thing=[hashlib.sha256(archive.read_bytes()).hexdigest()])
    with pytest.raises(Refusal, match="No matching distribution found"):
        shelf.build()
