"""The backend's cold start against a bare FastAPI with Mangum: python benchmarks/backend.py"""

from __future__ import annotations

import os
import platform
import sys
import zipfile
from pathlib import Path

from measure import cpu_seconds, median, scratch, table

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from runner.package import package  # noqa: E402

HELLO = """
from fastapi import FastAPI
from mangum import Mangum

app = FastAPI()


@app.get("/")
def hello():
    return {"hello": "world"}


handler = Mangum(app, lifespan="off")
"""
ENVIRONMENT = {
    "SESSIONS_TABLE_NAME": "sessions",
    "USER_INDEX_NAME": "UserIndex",
    "BEDROCK_MODELS": '["amazon.nova-lite-v1:0"]',
    "BEDROCK_REGION": "us-east-1",
    "WEBSOCKET_API_ENDPOINT": "https://abc.execute-api.us-east-1.amazonaws.com/v1",
}
BARE = "FastAPI and Mangum, one route"
IMPORTS = {
    "python": "pass",
    BARE: HELLO,
    "import backend.handler": "import backend.handler",
    "import websocket_handler.handler": "import websocket_handler.handler",
}
TARGETS = {"import backend.handler": "1.25"}
TURNS = 25


def main() -> None:
    os.environ |= ENVIRONMENT
    with scratch() as folder:
        task = folder / "task"
        for function in ("backend", "websocket_handler"):
            unpack(function, folder / f"{function}.zip", task)
        where = f"import sys; sys.path.insert(0, {str(task)!r})\n"
        taken: dict[str, list[float]] = {name: [] for name in IMPORTS}
        for _ in range(TURNS):
            for name, code in IMPORTS.items():
                taken[name].append(cpu_seconds(["-I", "-S", "-B", "-c", where + code], folder))
    seconds = {name: median(each) for name, each in taken.items()}
    rows = [
        [name, f"{each:.3f}", f"{each / seconds[BARE]:.2f}", TARGETS.get(name, "")] for name, each in seconds.items()
    ]
    print(table(["cold start", "CPU s", "ratio", "target"], rows))


def unpack(function: str, target: Path, task: Path) -> None:
    """Put what Lambda would unpack, bytecode and all, into the task folder."""
    architecture = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    built = package(REPOSITORY / "lambda" / function, target, architecture=architecture)
    zipfile.ZipFile(built.path).extractall(task)


main()
