"""The environment variables that make Terraform and the SDKs talk to the embedded AWS, and to nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping

# Each of these could lead to a real account, to real credentials or away from loopback.
_REMOVED = {
    "AWS_CA_BUNDLE",
    "AWS_DEFAULT_PROFILE",
    "AWS_PROFILE",
    "AWS_ROLE_ARN",
    "AWS_SECURITY_TOKEN",
    "AWS_SESSION_TOKEN",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
}
_REMOVED_PREFIXES = ("AWS_ENDPOINT_URL", "AWS_CONTAINER_")


def settings(url: str, region: str) -> dict[str, str]:
    """Return only the variables to set."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "3",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def removed(base: Mapping[str, str]) -> list[str]:
    """List the variables of base that must not reach a process that talks to the embedded AWS."""
    return sorted(name for name in base if name in _REMOVED or name.startswith(_REMOVED_PREFIXES))


def environment(url: str, region: str, base: Mapping[str, str]) -> dict[str, str]:
    """Return a whole process environment: base without what must go, plus what must be set."""
    unwanted = set(removed(base))
    kept = {name: value for name, value in base.items() if name not in unwanted}
    return kept | _without_proxy(kept) | settings(url, region)


def _without_proxy(base: Mapping[str, str]) -> dict[str, str]:
    """Return the NO_PROXY setting that keeps loopback off a proxy, where a proxy is set at all."""
    if not any(name.lower() in {"http_proxy", "all_proxy"} for name in base):
        return {}
    exempt = base.get("NO_PROXY") or base.get("no_proxy") or ""
    hosts = exempt if "127.0.0.1" in exempt else f"{exempt},127.0.0.1".lstrip(",")
    return {"NO_PROXY": hosts, "no_proxy": hosts}
