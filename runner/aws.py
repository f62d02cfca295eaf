"""Clients of the AWS that an environment runs on, and what AWS refuses as one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from generator.errors import Refusal
from runner.session import Session


def client(session: Session, service: str) -> Any:
    """Return a boto3 client for the session's account, or for the embedded AWS."""
    import boto3  # takes a quarter of a second

    if session.bound:
        return boto3.client(service, region_name=session.environment.region)  # type: ignore[call-overload]
    return boto3.client(  # type: ignore[call-overload]
        service,
        region_name=session.environment.region,
        endpoint_url=session.variables["AWS_ENDPOINT_URL"],
        aws_access_key_id=session.variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=session.variables["AWS_SECRET_ACCESS_KEY"],
    )


@contextmanager
def refusing(subject: str, consequence: str) -> Iterator[None]:
    """Raise Refusal, with what it means for the caller, where AWS refuses or cannot be reached."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise Refusal(f"{subject}: AWS refuses: {error}; {consequence}.") from None
    except BotoCoreError as error:
        raise Refusal(f"{subject}: AWS cannot be reached ({error}); {consequence}.") from None
