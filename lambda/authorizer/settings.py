"""What the function is told by its environment, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

ISSUER, AUDIENCE, JWKS_URI = "IDENTITY_CENTER_ISSUER_URL", "JWT_AUDIENCE", "JWKS_URI"

# Visible ASCII but for the comma: a list of audiences, or a stray space, is a mistake that must not pass for a name.
_AUDIENCE = re.compile(r"[!-+\--~]+")


class SettingsError(Exception):
    """A variable is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """Whose tokens are good, for whom they must be meant, and where the keys are (None: discovery tells)."""

    issuer: str
    audience: str
    jwks_uri: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Settings:
        """Read the variables, or raise SettingsError."""
        issuer, audience = _required(environment, ISSUER), _required(environment, AUDIENCE)
        if not _AUDIENCE.fullmatch(audience):
            raise SettingsError(f"{AUDIENCE}: is not one audience; give the client id that tokens are issued for.")
        jwks_uri = environment.get(JWKS_URI)
        return cls(_https(ISSUER, issuer), audience, _https(JWKS_URI, jwks_uri) if jwks_uri else None)


def is_https(url: str) -> bool:
    """Tell whether this is an https address of visible ASCII without user, password, query or fragment."""
    try:
        parts = urlsplit(url)
        named = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and url.startswith("https://") and not re.search(r"[^!-~]|[@?#\\]", url)


def _required(environment: Mapping[str, str], name: str) -> str:
    if name not in environment:
        raise SettingsError(f"{name}: is missing; set it on the function.")
    if not environment[name]:
        raise SettingsError(f"{name}: is empty, so no token can be good; set it to let anybody in.")
    return environment[name]


def _https(name: str, url: str) -> str:
    if not is_https(url):
        raise SettingsError(f"{name}: is no plain https address; give one such as https://issuer.example.com/tenant.")
    return url
