"""Nothing in the environment leads from the embedded AWS to a real one."""

from __future__ import annotations

import os

import pytest

from embedded_aws.environment import environment

URL = "http://127.0.0.1:4566"


def test_settings_replace_whatever_was_there() -> None:
    base = {"AWS_ACCESS_KEY_ID": "AKIAREAL", "AWS_REGION": "eu-west-1", "AWS_CONFIG_FILE": "real", "PATH": "/bin"}
    assert environment(URL, "us-west-2", base) == {
        "PATH": "/bin",
        "AWS_ENDPOINT_URL": URL,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-west-2",
        "AWS_DEFAULT_REGION": "us-west-2",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "3",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


@pytest.mark.parametrize(
    "name",
    [
        "AWS_CA_BUNDLE",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_ENDPOINT_URL_S3",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_PROFILE",
        "AWS_ROLE_ARN",
        "AWS_SESSION_TOKEN",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
    ],
)
def test_what_leads_to_an_account_is_removed(name: str) -> None:
    assert name not in environment(URL, "us-east-1", {name: "value"})


def test_proxy_does_not_catch_loopback() -> None:
    assert (
        environment(URL, "us-east-1", {"HTTP_PROXY": "http://proxy", "NO_PROXY": "corp"})["NO_PROXY"]
        == "corp,127.0.0.1"
    )
    assert "NO_PROXY" not in environment(URL, "us-east-1", {})
