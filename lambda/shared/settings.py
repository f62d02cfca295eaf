"""What the functions are told by their environment, read once, at import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

_DAY = 24 * 60 * 60


class SettingsError(Exception):
    """A variable is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """Where sessions are kept, who answers, and for whom; None and () switch a feature off."""

    sessions_table: str
    user_index: str
    models: tuple[str, ...]
    bedrock_region: str
    knowledge_base_id: str | None = None
    guardrail: tuple[str, str] | None = None
    root_path: str = ""
    cors_origins: tuple[str, ...] = ()
    session_seconds: int = 30 * _DAY
    log_level: str = "INFO"

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables, or raise SettingsError."""
        guardrail = environment.get("BEDROCK_GUARDRAIL_ID")
        return cls(
            sessions_table=required(environment, "SESSIONS_TABLE_NAME"),
            user_index=required(environment, "USER_INDEX_NAME"),
            models=_models(required(environment, "BEDROCK_MODELS")),
            bedrock_region=required(environment, "BEDROCK_REGION"),
            knowledge_base_id=environment.get("KNOWLEDGE_BASE_ID") or None,
            guardrail=(guardrail, required(environment, "BEDROCK_GUARDRAIL_VERSION")) if guardrail else None,
            root_path=environment.get("API_ROOT_PATH", ""),
            cors_origins=tuple(environment.get("CORS_ALLOWED_ORIGINS", "").replace(",", " ").split()),
            session_seconds=_days(environment.get("SESSION_TTL_DAYS") or "30") * _DAY,
            log_level=_level(environment.get("LOG_LEVEL") or "INFO"),
        )


def required(environment: Mapping[str, str], name: str) -> str:
    """Return a variable that is there and not empty, or raise SettingsError."""
    if not environment.get(name):
        raise SettingsError(f"{name}: is missing or empty; set it on the function.")
    return environment[name]


def _models(text: str) -> tuple[str, ...]:
    try:
        models = json.loads(text)
    except ValueError:
        models = None
    if not (isinstance(models, list) and models and all(isinstance(model, str) and model for model in models)):
        raise SettingsError('BEDROCK_MODELS: is not a list of model ids; give JSON such as ["amazon.nova-lite-v1:0"].')
    return tuple(models)


def _level(text: str) -> str:
    """Return Python's name of a level: Lambda has one more."""
    level = "DEBUG" if text == "TRACE" else text
    if level not in ("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL"):
        raise SettingsError("LOG_LEVEL: is no level; give one such as INFO or WARN.")
    return level


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 365):
        raise SettingsError("SESSION_TTL_DAYS: is no number of days from 1 to 365; correct it or leave it out.")
    return int(text)
