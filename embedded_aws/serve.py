"""The server process: moto's application with our layer in front. `server.up` starts it."""

from __future__ import annotations

import datetime
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path
from types import FrameType

import click
from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from embedded_aws import process, services
from embedded_aws.server import HOST
from embedded_aws.wsgi import Layer
from generator import files

_WATCH_SECONDS = 1.0


class Handler(MotoRequestHandler):
    """Keep connections, answer at once, and log only what went wrong."""

    # On HTTP/1.0 connections were dropped under load.
    protocol_version = "HTTP/1.1"
    # Headers and body go out in two writes; Nagle would hold the second back for 40 ms.
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if str(code).startswith("5"):
            super().log_request(code, size)


@click.command()
@click.argument("work", type=click.Path(path_type=Path))
@click.argument("instance")
@click.option("--port", type=int, help="The port to use, or to fail on.")
@click.option("--prefer-port", type=int, default=0, help="The port to use if it is free.")
def main(work: Path, instance: str, port: int | None, prefer_port: int) -> None:
    """Serve until told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    # moto warns of error codes that a service's model does not list, such as our NotImplemented.
    warnings.filterwarnings("ignore", message=r"Exception\(AwsError\) with code")
    # Without Docker, moto can still keep functions and jobs; it answers invocations with a constant.
    default_user_config["lambda"] = {"use_docker": False}
    default_user_config["batch"] = {"use_docker": False}
    listener = _listen(port) if port else _listen_somewhere(prefer_port)
    state = _state(listener.getsockname()[1], instance)
    layer = Layer(DomainDispatcherApplication(create_backend_app), services.load(), state)
    # The port is the listener's own.
    server = make_server(HOST, 0, layer, threaded=True, request_handler=Handler, fd=listener.fileno())
    signal.signal(signal.SIGTERM, _leave)
    files.write(work / "server.json", json.dumps(state))
    threading.Thread(target=_leave_when_forgotten, args=(work / "server.json", instance), daemon=True).start()
    server.serve_forever()


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    # A port that our last server left is free at once; one that another process listens on is still refused.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise click.ClickException(
            f"port {port} cannot be used ({error.strerror}); choose another with EMBEDDED_AWS_PORT, or unset it."
        ) from None
    return listener


def _listen_somewhere(preferred: int) -> socket.socket:
    try:
        return _listen(preferred)
    except click.ClickException:
        return _listen(0)


def _state(port: int, instance: str) -> dict[str, int | str | None]:
    return {
        "pid": os.getpid(),
        "mark": process.start_mark(os.getpid()),
        "port": port,
        "instance": instance,
        "started_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _leave_when_forgotten(file: Path, instance: str) -> None:
    """End the server once its checkout is deleted: nobody could find it any more, nor stop it."""
    with suppress(OSError):
        while instance in file.read_text():
            time.sleep(_WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
