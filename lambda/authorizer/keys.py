"""The store: the issuer's keys, fetched from nowhere else, and kept through the issuer's outages."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from jwt import PyJWK

from authorizer import jwks
from authorizer.encoding import json_object
from authorizer.fetch import FetchError, fetch
from authorizer.settings import Settings, is_https

FRESH = 300  # seconds until a refetch: so long may a withdrawn key still be good
STALE = 24 * 3600  # seconds that keys serve while the issuer does not answer
COOLDOWN = 30  # seconds between fetches, however many unknown key ids come in
RETRY = 5  # the same while there is no key at all, so that an outage at the start is soon over

logger = logging.getLogger(__name__)


class KeyStore:
    """Keys by id. Lambda hands one request at a time to an instance, so there is no lock; a race would fetch twice."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._clock = clock
        self._keys: jwks.KeySet = {}
        self._fetched: float | None = None
        self._tried: float | None = None

    def find(self, kid: str) -> Mapping[str, PyJWK]:
        """Return the key of this id for each algorithm that it may serve; nothing for an unknown id."""
        if kid not in self._keys or not self._within(FRESH, self._fetched):
            self._refresh()
        if not self._within(STALE, self._fetched):
            return {}
        return self._keys.get(kid, {})

    def _refresh(self) -> None:
        if self._within(COOLDOWN if self._keys else RETRY, self._tried):
            return
        self._tried = self._clock()
        try:
            self._keys = jwks.parse(fetch(self._settings.jwks_uri or _discover(self._settings.issuer)))
        except (FetchError, ValueError) as error:
            # As long as there are older keys, that is nothing that a user would see.
            level = logging.WARNING if self._keys and self._within(STALE, self._fetched) else logging.ERROR
            logger.log(level, "the issuer's keys could not be fetched", extra={"reason": str(error)})
        else:
            self._fetched = self._clock()
            if not any(self._keys.values()):
                logger.error("the issuer has no key that may verify a token", extra={"count": len(self._keys)})

    def _within(self, seconds: float, moment: float | None) -> bool:
        """Tell whether the moment was less than so long ago; a clock that was set back makes it too long ago."""
        return moment is not None and 0 <= self._clock() - moment < seconds


def _discover(issuer: str) -> str:
    """Ask the issuer where its keys are (OpenID Connect Discovery); it may only name a place on its own host."""
    document = json_object(fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
    if document.get("issuer") != issuer:
        raise ValueError("the discovery document is of another issuer")
    uri = document.get("jwks_uri")
    if not isinstance(uri, str) or not is_https(uri) or urlsplit(uri).netloc != urlsplit(issuer).netloc:
        raise ValueError("the discovery document names no https address on the issuer's host; set JWKS_URI if it moved")
    return uri
