"""Run one invocation in a process of its own: `python -P bootstrap.py INPUT OUTPUT`. Nothing but the standard library.

INPUT holds the event and what the context tells; OUTPUT becomes {"payload": text, "error": bool}. What the function
prints goes to this process's output.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any


class Context:
    """The second argument of a handler."""

    def __init__(self, told: dict[str, Any], deadline: float) -> None:
        self.aws_request_id: str = told["request_id"]
        self.function_name: str = told["name"]
        self.function_version: str = told["version"]
        self.invoked_function_arn: str = told["arn"]
        self.memory_limit_in_mb: str = str(told["memory"])
        self.log_group_name: str = told["log_group"]
        self.log_stream_name: str = told["log_stream"]
        self.identity = None
        self.client_context = None
        self._deadline = deadline

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def main(given: Path, result: Path) -> None:
    told = json.loads(given.read_text())
    # The folder of the function comes before everything, as in Lambda.
    sys.path[:0] = told["path"]
    try:
        handler = _handler(told["handler"])
    except Exception as error:
        _give(result, _failure(error, told["request_id"], _kind_of_load_failure(error)), error=True)
        return
    threading.Timer(told["timeout"], _expire, (result, told)).start()
    try:
        answer = handler(told["event"], Context(told, time.monotonic() + told["timeout"]))
    except BaseException as error:
        traceback.print_exc()
        _give(result, _failure(error, told["request_id"], type(error).__name__), error=True)
        return
    try:
        _give(result, answer, error=False)
    except TypeError as error:
        said = f"Unable to marshal response: {error}"
        _give(result, {"errorMessage": said, "errorType": "Runtime.MarshalError"}, error=True)


def _handler(name: str) -> Any:
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), function)


def _kind_of_load_failure(error: Exception) -> str:
    if isinstance(error, ImportError):
        return "Runtime.ImportModuleError"
    if isinstance(error, SyntaxError):
        return "Runtime.UserCodeSyntaxError"
    return "Runtime.HandlerNotFound" if isinstance(error, AttributeError) else type(error).__name__


def _failure(error: BaseException, request: str, kind: str) -> dict[str, Any]:
    frames = traceback.format_tb(error.__traceback__)[1:]
    return {"errorMessage": str(error), "errorType": kind, "requestId": request, "stackTrace": frames}


def _expire(result: Path, told: dict[str, Any]) -> None:
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    said = f"{stamp}.000Z {told['request_id']} Task timed out after {told['timeout']:.2f} seconds"
    print(said, flush=True)
    _give(result, {"errorMessage": said, "errorType": "Sandbox.Timedout"}, error=True)


def _give(result: Path, payload: Any, error: bool) -> None:
    """Write the result whole, and end: threads that the function has left behind do not hold it up."""
    text = json.dumps({"payload": json.dumps(payload), "error": error})
    new = result.with_suffix(".new")
    new.write_text(text)
    new.replace(result)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
