"""The AI Assistant's packages: each runs on its own, on the processor it is for, with nothing that Lambda brings."""

from __future__ import annotations

import platform
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import boto3
import pytest

from runner.bytecode import RUNNING
from runner.package import PYTHON, package, packages, zip_name
from tests.harness import ROOT

FUNCTIONS = {"authorizer": "jwt-authorizer.zip", "backend": "main.zip", "websocket_handler": "websocket.zip"}
RUNTIME = {"boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six"}
ELF_MACHINES = {62: "x86_64", 183: "arm64"}
MOST = 20_000_000  # bytes: Lambda takes 50 MB at once, and every one of them is read at a cold start

SETTINGS = {
    "IDENTITY_CENTER_ISSUER_URL": "https://issuer.example.com",
    "JWT_AUDIENCE": "app",
    "SESSIONS_TABLE_NAME": "sessions",
    "USER_INDEX_NAME": "UserIndex",
    "BEDROCK_MODELS": '["amazon.nova-lite-v1:0"]',
    "BEDROCK_REGION": "us-east-1",
    "WEBSOCKET_API_ENDPOINT": "https://abcdef1234.execute-api.us-east-1.amazonaws.com/v1",
    "AWS_DEFAULT_REGION": "us-east-1",
}

serves_python = pytest.mark.skipif(RUNNING != PYTHON, reason=f"packages are for Python {PYTHON}")
Build = Callable[[str, str], zipfile.ZipFile]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("packages")

    @cache
    def build(name: str, architecture: str) -> zipfile.ZipFile:
        target = folder / f"{name}-{architecture}.zip"
        return zipfile.ZipFile(package(ROOT / "lambda" / name, target, architecture=architecture).path)

    return build


def test_every_function_has_its_name_from_the_specification() -> None:
    assert {folder.name: zip_name(folder) for folder in packages(ROOT)} == FUNCTIONS | {
        "api_handler": "api-handler.zip"
    }


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("architecture", ["arm64", "x86_64"])
def test_compiled_libraries_are_for_the_processor(architecture: str, name: str, build: Build) -> None:
    archive = build(name, architecture)
    libraries = [file for file in archive.namelist() if file.endswith(".so")]
    assert {ELF_MACHINES[struct.unpack_from("<H", archive.read(file), 18)[0]] for file in libraries} <= {architecture}
    assert bool(libraries) == (name != "websocket_handler")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_the_runtime_brings_is_not_packed(name: str, build: Build) -> None:
    archive = build(name, "arm64")
    assert not {file.partition("/")[0] for file in archive.namelist()} & RUNTIME
    assert sum(entry.file_size for entry in archive.infolist()) < MOST


@serves_python
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_source_has_its_bytecode(name: str, build: Build) -> None:
    names = set(build(name, "arm64").namelist())
    sources = [file for file in names if file.endswith(".py")]
    assert sources
    assert not [
        file for file in sources if re.sub(r"([^/]+)\.py$", r"__pycache__/\1.cpython-311.pyc", file) not in names
    ]


def test_the_authorizer_does_not_carry_what_it_does_not_import(build: Build) -> None:
    assert not [file for file in build("authorizer", "arm64").namelist() if file.startswith(("shared/", "backend/"))]
    assert "shared/__init__.py" in build("backend", "arm64").namelist()


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Lambda's runtime brings, and nothing else of what is installed here."""
    folder = tmp_path_factory.mktemp("runtime")
    installed = Path(boto3.__file__).parents[1]
    for name in RUNTIME:
        [found] = [path for path in (installed / name, installed / f"{name}.py") if path.exists()]
        (folder / found.name).symlink_to(found)
    return folder


@serves_python
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_package_starts_with_nothing_but_itself_and_the_runtime(
    name: str, build: Build, runtime: Path, tmp_path: Path
) -> None:
    build(name, "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64").extractall(tmp_path)
    path = [str(tmp_path), str(runtime)]
    code = f"import sys; sys.path += {path}; import {name}.handler as started; print(started.__file__)"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-W", "error", "-c", code], env=SETTINGS, capture_output=True, text=True
    )
    assert ran.stdout.strip() == str(tmp_path / name / "handler.py"), ran.stderr
