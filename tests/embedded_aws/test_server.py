"""The server's life: found, started, stopped, and never mistaken for another process."""

from __future__ import annotations

import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from embedded_aws import process, server
from embedded_aws.errors import EmbeddedAwsError
from tests.embedded_aws.conftest import client_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "embedded-aws"
    server.down(tmp_path / "embedded-aws")


def cli(work: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "embedded_aws", "--work", str(work), *arguments]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def change_state(work: Path, **changes: Any) -> None:
    file = work / "server.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changes))


def kill(running: server.Server) -> None:
    os.kill(running.pid, signal.SIGKILL)
    wait_until(lambda: process.start_mark(running.pid) is None)


def wait_until(condition: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_up_finds_the_running_server_and_down_stops_it(work: Path) -> None:
    first = server.up(work)
    assert server.up(work) == server.status(work) == first
    assert client_of(first.url)("sts").get_caller_identity()["Account"] == "123456789012"
    # It leads a session of its own: closing the terminal does not end it.
    assert os.getsid(first.pid) == first.pid
    assert server.down(work)
    assert process.start_mark(first.pid) is None
    assert server.status(work) is None
    assert not server.down(work)


def test_the_server_process_has_the_additions_and_the_managed_policies(work: Path) -> None:
    client = client_of(server.up(work).url)
    key = client("kms").create_key()["KeyMetadata"]["KeyId"]
    client("kms").enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
    assert client("kms").get_key_rotation_status(KeyId=key)["RotationPeriodInDays"] == 90
    policy = "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
    assert client("iam").get_policy(PolicyArn=policy)["Policy"]["Arn"] == policy


def test_crashed_server_is_replaced_on_the_same_port(work: Path) -> None:
    crashed = server.up(work)
    kill(crashed)
    assert server.status(work) is None
    messages = list[str]()
    again = server.up(work, say=messages.append)
    assert again.url == crashed.url
    assert again.instance != crashed.instance
    assert messages == [f"the embedded AWS (pid {crashed.pid}) is gone, and what was in it; starting a new one."]


def test_recycled_pid_is_left_alone(work: Path) -> None:
    crashed = server.up(work)
    kill(crashed)
    with subprocess.Popen(["sleep", "60"]) as bystander:
        change_state(work, pid=bystander.pid)
        assert not server.down(work)
        assert bystander.poll() is None
        bystander.kill()


def test_foreign_server_on_the_recorded_port_is_left_alone(work: Path) -> None:
    crashed = server.up(work)
    kill(crashed)
    port = int(crashed.url.rpartition(":")[2])
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), http.server.BaseHTTPRequestHandler) as foreign:
        threading.Thread(target=foreign.serve_forever, daemon=True).start()
        ours = server.up(work)
        assert ours.url != crashed.url
        socket.create_connection(("127.0.0.1", port)).close()
        foreign.shutdown()


def test_server_that_does_not_answer_is_not_replaced(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hung = server.up(work)
    monkeypatch.setattr(server, "_HEALTH_SECONDS", 0)
    os.kill(hung.pid, signal.SIGSTOP)
    try:
        with pytest.raises(
            EmbeddedAwsError, match=rf"pid {hung.pid}\) does not answer .*make aws-down` \(which empties"
        ):
            server.up(work)
    finally:
        os.kill(hung.pid, signal.SIGCONT)
    assert server.up(work) == hung


def test_taken_port_is_refused_with_the_reason(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("EMBEDDED_AWS_PORT", str(port))
        with pytest.raises(EmbeddedAwsError, match=rf"did not start;(.|\n)*port {port} cannot be used .*in use"):
            server.up(work)
    assert server.up(work).url == f"http://127.0.0.1:{port}"
    monkeypatch.setenv("EMBEDDED_AWS_PORT", "1")
    with pytest.raises(EmbeddedAwsError, match=f"already runs on port {port}, not on 1; stop it first"):
        server.up(work)


@pytest.mark.parametrize("text", ["x", "0", "65536", "-1", "８０"])
def test_nonsense_port_is_refused(work: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("EMBEDDED_AWS_PORT", text)
    with pytest.raises(EmbeddedAwsError, match=r"EMBEDDED_AWS_PORT: .* is no port"):
        server.up(work)
    assert not work.exists()


def test_two_runs_at_once_share_one_server(work: Path) -> None:
    runs = [cli(work, "up") for _ in range(3)]
    said = {run.communicate(timeout=60)[0] for run in runs}
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert len(said) == 1
    assert "http://127.0.0.1:" in said.pop()


def test_damaged_state_file_means_no_server(work: Path) -> None:
    work.mkdir()
    (work / "server.json").write_text('{"pid": ')
    assert server.status(work) is None
    assert server.up(work) == server.status(work)


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = cli(tmp_path / "file" / "work", "up")
    out, error = run.communicate(timeout=60)
    assert (run.returncode, out) == (1, "")
    assert error == (
        f"{tmp_path}/file/work: cannot write there (Not a directory); "
        "make it a folder that you may write to, or remove it.\n"
    )


def test_server_leaves_when_its_folder_is_deleted(work: Path) -> None:
    running = server.up(work)
    (work / "server.json").unlink()
    wait_until(lambda: process.start_mark(running.pid) is None)


def test_status_of_no_server_is_exit_code_1(work: Path) -> None:
    run = cli(work, "status")
    out, error = run.communicate(timeout=60)
    assert (run.returncode, out) == (1, "")
    assert "not running; start it with" in error


def test_client_side_imports_neither_moto_nor_boto3() -> None:
    code = (
        "import sys, embedded_aws.__main__, embedded_aws.upstream;"
        "print(*sorted({'boto3', 'botocore', 'moto', 'werkzeug'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout == "\n"


def test_env_points_a_shell_at_the_server_and_away_from_accounts(work: Path) -> None:
    script = (
        f'eval "$("{sys.executable}" -m embedded_aws --work "{work}" env --region eu-west-1)" && '
        'echo "$AWS_ENDPOINT_URL $AWS_REGION ${AWS_PROFILE-unset} $AWS_SHARED_CREDENTIALS_FILE"'
    )
    base = {**os.environ, "AWS_PROFILE": "production", "AWS_ENDPOINT_URL_S3": "https://s3.example.com"}
    run = subprocess.run(["bash", "-c", script], cwd=ROOT, env=base, capture_output=True, text=True, check=True)
    running = server.status(work)
    assert running is not None
    assert run.stdout == f"{running.url} eu-west-1 unset {os.devnull}\n"
