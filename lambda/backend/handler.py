"""The function's door: API Gateway's event in, its answer out."""

from __future__ import annotations

import logging
import os

from backend.app import create_app
from backend.gateway import Gateway
from backend.services import Services
from shared.settings import Settings

SETTINGS = Settings.read(os.environ)

# Lambda's runtime writes each record as a line of JSON, with its extra fields and the id of the request.
for name in ("backend", "shared"):
    logging.getLogger(name).setLevel(SETTINGS.log_level)
logging.getLogger("mangum").setLevel(logging.ERROR)  # its line per request holds the path

handler = Gateway(create_app(Services(SETTINGS)), SETTINGS.root_path)
