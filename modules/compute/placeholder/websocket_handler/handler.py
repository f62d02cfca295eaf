"""Stands in for lambda/websocket_handler until that is deployed."""

import json
import os


def handler(event: dict[str, dict[str, str]], _context: object) -> dict[str, object]:
    """Refuse to connect and let go who disconnects."""
    if event["requestContext"]["eventType"] == "DISCONNECT":
        return {"statusCode": 200}
    command = f"make deploy-code ENV={os.environ['ENVIRONMENT']} FUNCTION=websocket"
    message = f"The code of this function is not deployed yet. Deploy it: {command}"
    return {"statusCode": 501, "body": json.dumps({"error": {"code": "NOT_DEPLOYED", "message": message}})}
