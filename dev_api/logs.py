"""Logs as Lambda's runtime writes them: each record a line of JSON, with its extra fields."""

from __future__ import annotations

import json
import logging

_USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "color_message"}


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = {name: value for name, value in vars(record).items() if name not in _USUAL}
        line = {"level": record.levelname, "logger": record.name, "message": record.getMessage()} | extra
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def install() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    # uvicorn takes a connection that is refused with a status for one that was forgotten.
    logging.getLogger("uvicorn.error").addFilter(lambda record: "completing handshake" not in record.getMessage())
