"""`make api`: a user logs in, chats over both APIs, and nobody else gets in."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from dev_api.issuer import Issuer, make_certificate
from tests.dev_api.running import DevApi, token_of
from tests.harness import ROOT


def answer_to(socket: ClientConnection, session_id: str, text: str) -> list[dict[str, Any]]:
    message_id = uuid.uuid4().hex
    socket.send(json.dumps({"action": "ask", "session_id": session_id, "message_id": message_id, "text": text}))
    frames = [json.loads(socket.recv())]
    while frames[-1]["type"] not in ("answered", "error"):
        frames.append(json.loads(socket.recv()))
    return frames


def test_a_user_chats_over_rest(ada: httpx.Client) -> None:
    knowledge_base = ada.get("/knowledge-bases").json()["knowledge_bases"][0]["knowledge_base_id"]
    session = ada.post("/sessions", json={"title": "Holidays", "knowledge_base_id": knowledge_base}).json()
    message = ada.post(f"/sessions/{session['session_id']}/messages", json={"text": "How many?"}, timeout=30).json()
    assert message["answer"].startswith("I am the stand-in of `make api`, not a model. You said: “How many?”.")
    assert len(message["citations"]) == 2
    assert ada.get(f"/sessions/{session['session_id']}").json()["messages"] == [message]


def test_a_user_chats_over_web_socket_word_by_word(dev_api: DevApi, ada: httpx.Client) -> None:
    session_id = ada.post("/sessions", json={}).json()["session_id"]
    with dev_api.socket(token_of(ada)) as socket:
        assert socket.subprotocol == "bearer"
        frames = answer_to(socket, session_id, "Hello")
    assert len([frame for frame in frames if frame["type"] == "answer"]) > 1
    text = "".join(frame.get("text", "") for frame in frames)
    [message] = ada.get(f"/sessions/{session_id}").json()["messages"]
    assert (message["text"], message["answer"], message["state"]) == ("Hello", text, "answered")


def test_nobody_sees_the_sessions_of_another_user(dev_api: DevApi, ada: httpx.Client) -> None:
    session_id = ada.post("/sessions", json={}).json()["session_id"]
    with dev_api.log_in("bob") as bob, dev_api.socket(token_of(bob)) as socket:
        assert bob.get(f"/sessions/{session_id}").status_code == 404
        assert bob.get("/sessions").json()["sessions"] == []
        assert [frame["code"] for frame in answer_to(socket, session_id, "Hi")] == ["not_found"]


def test_health_is_open(dev_api: DevApi) -> None:
    assert httpx.get(f"{dev_api.url}/v1/api/v1/health").json() == {"status": "ok"}


def other_issuer() -> Issuer:
    return Issuer("https://127.0.0.1:1")


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer x.y.z", "Basic eDp5", f"Bearer {other_issuer().token('ada')}"]
)
def test_without_a_good_token_the_real_authorizer_refuses(header: str | None, dev_api: DevApi) -> None:
    headers = {"authorization": header} if header else {}
    answer = httpx.get(f"{dev_api.url}/v1/api/v1/sessions", headers=headers)
    assert (answer.status_code, answer.json()["error"]["message"]) == (401, "Unauthorized")


def test_without_a_good_token_there_is_no_web_socket(dev_api: DevApi) -> None:
    with pytest.raises(InvalidStatus) as refused:
        dev_api.socket("x.y.z")
    assert refused.value.response.status_code == 401
    assert "ERROR" not in dev_api.log.read_text()


def test_a_binary_frame_ends_the_connection(dev_api: DevApi, ada: httpx.Client) -> None:
    with dev_api.socket(token_of(ada)) as socket:
        socket.send(b"\0")
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1003


@pytest.mark.parametrize(("size", "taken"), [(32 * 1024, True), (32 * 1024 + 1, False)])
def test_a_frame_is_as_long_as_api_gateway_takes_it(size: int, taken: bool, dev_api: DevApi, ada: httpx.Client) -> None:
    with dev_api.socket(token_of(ada)) as socket:
        socket.send("x" * size)
        if taken:
            assert json.loads(socket.recv())["code"] == "bad_request"
        else:
            with pytest.raises(ConnectionClosed) as closed:
                socket.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009


def test_a_connection_that_is_gone_cannot_be_sent_to(dev_api: DevApi) -> None:
    answer = httpx.post(f"{dev_api.url}/socket/@connections/nobody", content="{}")
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (410, "GoneException")


@pytest.mark.parametrize("path", ["/", "/chat.js", "/style.css", "/docs", "/openapi.json", "/swagger/swagger-ui.css"])
def test_pages_are_there(path: str, dev_api: DevApi) -> None:
    assert httpx.get(dev_api.url + path).status_code == 200


def test_the_documentation_needs_nothing_from_elsewhere(dev_api: DevApi) -> None:
    page = httpx.get(f"{dev_api.url}/docs").text
    assert "swagger-ui-bundle.js" in page
    assert not re.findall(r"(?:src|href)=\"https?://", page)


def test_what_it_prints_lets_a_person_in(dev_api: DevApi) -> None:
    token = dev_api.printed.split()[-1]
    answer = httpx.get(f"{dev_api.url}/v1/api/v1/sessions", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert "stand-in" in dev_api.printed


def test_a_page_from_elsewhere_cannot_come_under_its_own_name(dev_api: DevApi) -> None:
    assert httpx.get(f"{dev_api.url}/openapi.json", headers={"host": "attacker.example.com"}).status_code == 400


def test_the_log_holds_no_token(dev_api: DevApi, ada: httpx.Client) -> None:
    assert ada.get("/sessions").status_code == 200
    log = dev_api.log.read_text()
    assert '"route": "/sessions"' in log
    assert not [part for part in token_of(ada).split(".") if part in log]


def test_a_taken_port_is_refused_in_a_sentence(dev_api: DevApi, tmp_path: Path) -> None:
    port = dev_api.url.rpartition(":")[2]
    command = [sys.executable, "-m", "dev_api", f"--port={port}", f"--work={tmp_path}"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr == f"Error: port {port}: is taken, or not ours to take; choose one with --port.\n"


def test_the_certificate_is_good_for_loopback_and_its_authority_signs_no_other(tmp_path: Path) -> None:
    made = make_certificate(tmp_path)
    context = ssl.create_default_context(cafile=str(made.authority))
    assert [each["subject"] for each in context.get_ca_certs()] == [((("commonName", "make api"),),)]
    assert made.key.stat().st_mode & 0o077 == 0
