"""Sizes of the Lambda packages, and what their bytecode saves: python benchmarks/package.py"""

from __future__ import annotations

import platform
import shutil
import sys
import zipfile
from pathlib import Path

from measure import cpu_seconds, median, scratch, table

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from runner.package import package, packages, zip_name  # noqa: E402

HERE = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
# What each function imports of others; the AI Assistant's own code wants settings and boto3, which is the runtime's.
FOREIGN = {"authorizer": "import jwt, jwt.algorithms", "backend": "import fastapi, mangum"}
TURNS = 11


def main() -> None:
    with scratch() as folder:
        print(sizes(folder), bytecode(folder), sep="\n\n")


def sizes(folder: Path) -> str:
    rows = []
    for source in packages(REPOSITORY):
        for architecture in ("arm64", "x86_64"):
            built = package(source, folder / f"{source.name}-{architecture}.zip", architecture=architecture)
            with zipfile.ZipFile(built.path) as archive:
                entries = {entry.filename: entry.file_size for entry in archive.infolist()}
            ends = [sum(size for name, size in entries.items() if name.endswith(end)) for end in (".so", ".py", ".pyc")]
            largest = max(entries, key=lambda name: entries[name])
            rows.append(
                [
                    zip_name(source),
                    architecture,
                    f"{built.size / 1e6:.2f}",
                    *(f"{size / 1e6:.2f}" for size in ends),
                    f"{largest.partition('/')[0]} {entries[largest] / 1e6:.2f}",
                ]
            )
    return table(["package", "processor", "MB", "libraries MB", "sources MB", "bytecode MB", "largest file MB"], rows)


def bytecode(folder: Path) -> str:
    rows = []
    for name, code in FOREIGN.items():
        compiled, plain = folder / name, folder / f"{name}-plain"
        with zipfile.ZipFile(folder / f"{name}-{HERE}.zip") as archive:
            archive.extractall(compiled)
        shutil.copytree(compiled, plain, ignore=shutil.ignore_patterns("__pycache__"))
        taken: dict[Path, list[float]] = {compiled: [], plain: []}
        for _ in range(TURNS):
            for task, seconds in taken.items():
                where = f"import sys; sys.path.insert(0, {str(task)!r}); "
                seconds.append(cpu_seconds(["-I", "-S", "-B", "-c", where + code], folder))
        without, given = median(taken[plain]), median(taken[compiled])
        rows.append([f"`{code}`", f"{without:.3f}", f"{given:.3f}", f"{given / without:.2f}"])
    return table(["cold start", "sources only CPU s", "with bytecode CPU s", "ratio"], rows)


main()
