"""Stands in for lambda/backend until that is deployed."""

import json
import os

MESSAGE = "The code of this function is not deployed yet."


def handler(event: dict[str, str], _context: object) -> dict[str, object]:
    """Answer the health with 200, for API and function work, and say what is missing; everything else with 501."""
    if event.get("resource") == "/api/v1/health":
        return _answer(200, {"status": "placeholder", "message": MESSAGE})
    return _answer(501, {"error": {"code": "NOT_DEPLOYED", "message": f"{MESSAGE} {_command()}"}})


def _command() -> str:
    return f"Deploy it: make deploy-code ENV={os.environ['ENVIRONMENT']} FUNCTION=main"


def _answer(status: int, body: dict[str, object]) -> dict[str, object]:
    headers = {
        "access-control-allow-origin": os.environ["CORS_ALLOWED_ORIGINS"],
        "content-type": "application/json",
        "cache-control": "no-store",
    }
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}
