"""Stands in for code that is not deployed yet."""

import json


def lambda_handler(event: object, _context: object) -> dict[str, object]:
    """Answer HTTP requests with 503; fail on every other event, so that queues and streams keep their records."""
    message = "The code of this function is not deployed yet."
    if not isinstance(event, dict) or "requestContext" not in event:
        raise RuntimeError(message)
    return {
        "statusCode": 503,
        "headers": {"content-type": "application/json", "retry-after": "60"},
        "body": json.dumps({"message": message}),
    }
