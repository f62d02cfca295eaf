"""What the logs hold, and what they do not."""

from __future__ import annotations

import logging

import pytest

from tests.lambda_code.backend.api import Api
from tests.lambda_code.backend.cloud import Cloud, said


def test_each_request_is_one_record_of_what_happened(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "backend")
    session_id = api.create()
    caplog.clear()
    api.read(session_id)
    [record] = [vars(record) for record in caplog.records if record.name == "backend.access"]
    assert (record["method"], record["route"], record["status"]) == ("GET", "/sessions/{session_id}", 200)
    assert (record["request_id"], len(record["user"])) == ("request-1", 12)


def test_no_log_holds_content_user_session_or_token(api: Api, cloud: Cloud, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, "mangum")  # as the handler does
    caplog.set_level(logging.INFO, "backend")
    cloud.answers["ConverseStream"] = said("CONTENT-answer")
    user = api.of("USER-ada")
    headers = {"authorization": "Bearer TOKEN-x"}
    session_id = user.create(title="CONTENT-title")
    user.say(session_id, "CONTENT-text")
    user.call("GET", f"/api/v1/sessions/{session_id}", headers=headers, query={"page_token": ["TOKEN-y"]})
    user.call("POST", "/api/v1/sessions", {"title": 1, "CONTENT-field": "CONTENT-value"}, headers=headers)
    cloud.fail("ConverseStream", "ValidationException")
    user.say(session_id, "CONTENT-text")
    ours = [record for record in caplog.records if record.name != "werkzeug"]
    logged = " ".join(str(vars(record)) for record in ours)
    assert "request-1" in logged
    assert not [word for word in ("CONTENT", "USER", "TOKEN", "SECRET", session_id) if word in logged]
