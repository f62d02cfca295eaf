"""Answers the public API: which service and environment this is."""

import json
import logging
import os
from typing import Any

SERVICE = "api-handler"
ENVIRONMENT = os.environ["ENVIRONMENT"]
LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
METHODS = {"/": ["GET"], "/health": ["GET"]}

# Lambda's runtime writes each record as a line of JSON, with its extra fields and the id of the request.
logger = logging.getLogger(SERVICE)
logger.setLevel("DEBUG" if LOG_LEVEL == "TRACE" else LOG_LEVEL)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer a request from API Gateway (REST or HTTP API) or from a function URL."""
    method, path = request(event)
    status, body, headers = answer(method, path)
    logger.info("request", extra={"method": method, "path": path, "status": status})
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", "cache-control": "no-store"} | headers,
        "body": json.dumps(body),
    }


def request(event: dict[str, Any]) -> tuple[str, str]:
    """Return method and path of either event format; raise KeyError for an event that is no HTTP request."""
    if event.get("version") == "2.0":
        http = event["requestContext"]["http"]
        return http["method"], http["path"]
    return event["httpMethod"], event["path"]


def answer(method: str, path: str) -> tuple[int, dict[str, str], dict[str, str]]:
    """Return status, body and extra headers."""
    allowed = METHODS.get(path)
    if allowed is None:
        return 404, {"message": f"There is no {path} here."}, {}
    if method not in allowed:
        return 405, {"message": f"{path} does not allow {method}."}, {"allow": ", ".join(allowed)}
    return 200, {"service": SERVICE, "environment": ENVIRONMENT, "status": "ok"}, {}
