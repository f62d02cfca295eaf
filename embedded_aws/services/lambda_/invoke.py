"""Invoke: Python functions really run, each invocation in a process of its own on this machine's Python.

Nothing is kept warm, memory is not limited and the role does not count. The first version or alias of a weighted alias
gets everything.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moto.awslambda.utils import get_backend

from embedded_aws import environment
from embedded_aws.additions import Answer, Ask, AwsError, Call, Later
from embedded_aws.services.lambda_.base import LATEST, arn, named, service

_BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
# Lambda gives the code this long to load, before the function's own time begins.
_LOAD_SECONDS = 10
_TAIL_BYTES = 4096

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Function:
    """All that it takes to run a function, so that it may run while other things change."""

    arn: str
    configuration: Mapping[str, Any]
    code: bytes
    layers: tuple[bytes, ...]
    region: str
    url: str
    ask: Ask


@dataclass(frozen=True)
class Outcome:
    """What an invocation gave; `failed` where the payload says what went wrong."""

    payload: bytes
    failed: bool
    log: bytes
    seconds: float


@service.operation("Invoke")
def invoke(call: Call) -> Answer | Later:
    meant = named(call.parameters)
    kind = call.parameters.get("InvocationType", "RequestResponse")
    invoked = arn(call, meant, qualified=meant.qualifier != LATEST)
    function = find(call.ask_all, invoked, call.url)
    if kind == "DryRun":
        return {"StatusCode": 204, "Payload": b""}
    event = _parse(call.parameters.get("Payload") or b"null")
    if kind == "Event":
        name = f"event for {function.arn}"
        threading.Thread(target=_run_unattended, args=(function, event), name=name, daemon=True).start()
        return {"StatusCode": 202, "Payload": b""}

    def work() -> Answer:
        outcome = run(function, event)
        answer: Answer = {
            "StatusCode": 200,
            "Payload": outcome.payload,
            "ExecutedVersion": function.configuration["Version"],
        }
        if outcome.failed:
            answer["FunctionError"] = "Unhandled"
        if call.parameters.get("LogType") == "Tail":
            answer["LogResult"] = base64.b64encode(outcome.log[-_TAIL_BYTES:]).decode()
        return answer

    return Later(work)


def find(ask: Ask, invoked: str, url: str) -> Function:
    """Return the function of an ARN, ready to run; raise the error of AWS, or say that it cannot be run here."""
    _, _, _, region, account, _, name, *qualifier = invoked.split(":")
    qualified = {"Qualifier": qualifier[0]} if qualifier else {}
    configuration = ask("lambda:GetFunctionConfiguration", FunctionName=name, **qualified)
    if configuration.get("PackageType") == "Image" or not configuration["Runtime"].startswith("python"):
        runtime = configuration.get("Runtime") or "a container image"
        raise AwsError(
            "NotImplemented",
            f"The embedded AWS runs Python packages only, and {name} is {runtime}: deploy it to an account to try it.",
        )
    backend = get_backend(account, region)
    layers = [backend.layers_versions_by_arn(layer["Arn"]) for layer in configuration.get("Layers", [])]
    return Function(
        arn=invoked,
        configuration=configuration,
        code=backend.get_function(name, *qualifier).code_bytes,
        layers=tuple(layer.code_bytes for layer in layers if layer),
        region=region,
        url=url,
        ask=ask,
    )


def run(function: Function, event: Any) -> Outcome:
    """Run the function and log what it says. Takes as long as the function does."""
    request, started = str(uuid.uuid4()), time.monotonic()
    stream = f"{time.strftime('%Y/%m/%d')}/[{function.configuration['Version']}]{secrets.token_hex(16)}"
    with tempfile.TemporaryDirectory(prefix="embedded-aws-function-") as folder:
        payload, failed, printed = _run_in(Path(folder), function, event, request, stream)
    seconds = time.monotonic() - started
    said = _report(function, request, printed, seconds)
    _write_log(function, stream, said)
    return Outcome(payload, failed, said.encode(), seconds)


def _run_unattended(function: Function, event: Any) -> None:
    """Run an event once: nobody waits for it, there are no retries and no destinations."""
    try:
        run(function, event)
    except Exception:
        log.exception("event for %s", function.arn)


def _run_in(folder: Path, function: Function, event: Any, request: str, stream: str) -> tuple[bytes, bool, str]:
    task, layers = folder / "task", folder / "opt"
    for target, archive in [(task, function.code), *((layers, layer) for layer in function.layers)]:
        with zipfile.ZipFile(io.BytesIO(archive)) as package:
            package.extractall(target)
    configuration = function.configuration
    told = {
        "event": event,
        "handler": configuration["Handler"],
        "timeout": configuration["Timeout"],
        "path": [str(task), str(layers / "python")],
        "request_id": request,
        "name": configuration["FunctionName"],
        "version": configuration["Version"],
        "arn": function.arn,
        "memory": configuration["MemorySize"],
        "log_group": configuration["LoggingConfig"]["LogGroup"],
        "log_stream": stream,
    }
    given, result = folder / "input.json", folder / "output.json"
    given.write_text(json.dumps(told))
    try:
        process = subprocess.run(
            [sys.executable, "-P", str(_BOOTSTRAP), str(given), str(result)],
            cwd=task,
            env=_environment(function, task, stream),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=configuration["Timeout"] + _LOAD_SECONDS,
            check=False,
        )
        status, printed = f"exit status {process.returncode}", process.stdout
    except subprocess.TimeoutExpired as expired:
        status, printed = "signal: killed", expired.stdout or b""
    if result.exists():
        given_back = json.loads(result.read_text())
        return given_back["payload"].encode(), given_back["error"], printed.decode(errors="replace")
    said = f"RequestId: {request} Error: Runtime exited with error: {status}"
    payload = json.dumps({"errorType": "Runtime.ExitError", "errorMessage": said})
    return payload.encode(), True, printed.decode(errors="replace")


def _environment(function: Function, task: Path, stream: str) -> dict[str, str]:
    """Return the environment of the function: its own variables and those of Lambda, and nothing of this machine's."""
    configuration = function.configuration
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TZ": ":UTC",
        **configuration.get("Environment", {}).get("Variables", {}),
        **environment.settings(function.url, function.region),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{configuration['Runtime']}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(configuration["MemorySize"]),
        "AWS_LAMBDA_FUNCTION_NAME": configuration["FunctionName"],
        "AWS_LAMBDA_FUNCTION_VERSION": configuration["Version"],
        "AWS_LAMBDA_LOG_GROUP_NAME": configuration["LoggingConfig"]["LogGroup"],
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "LAMBDA_TASK_ROOT": str(task),
        "NO_PROXY": "127.0.0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "_HANDLER": configuration["Handler"],
    }


def _report(function: Function, request: str, printed: str, seconds: float) -> str:
    version, memory = function.configuration["Version"], function.configuration["MemorySize"]
    return (
        f"START RequestId: {request} Version: {version}\n"
        f"{printed}{'' if printed.endswith(chr(10)) or not printed else chr(10)}"
        f"END RequestId: {request}\n"
        f"REPORT RequestId: {request}\tDuration: {seconds * 1000:.2f} ms\tMemory Size: {memory} MB\n"
    )


def _write_log(function: Function, stream: str, said: str) -> None:
    """Write to the function's log group, which Lambda makes itself where it is missing."""
    group = function.configuration["LoggingConfig"]["LogGroup"]
    try:
        function.ask("logs:CreateLogStream", logGroupName=group, logStreamName=stream)
    except AwsError:
        function.ask("logs:CreateLogGroup", logGroupName=group)
        function.ask("logs:CreateLogStream", logGroupName=group, logStreamName=stream)
    stamp = int(time.time() * 1000)
    events = [{"timestamp": stamp, "message": line} for line in said.splitlines() if line]
    function.ask("logs:PutLogEvents", logGroupName=group, logStreamName=stream, logEvents=events)


def _parse(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except ValueError as error:
        raise AwsError("InvalidRequestContentException", f"Could not parse request body into json: {error}") from None
