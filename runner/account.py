"""The guard that a bound environment is only ever run with credentials of its own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

from generator.errors import Refusal


class Sts(Protocol):
    """What is needed of boto3's STS client."""

    def get_caller_identity(self) -> Mapping[str, Any]: ...


def refuse_other_endpoints(name: str, env: Mapping[str, str]) -> None:
    """Raise Refusal where the shell sends AWS calls elsewhere, as after `make aws-env`."""
    redirected = sorted(key for key in env if key.startswith("AWS_ENDPOINT_URL") and env[key])
    if redirected:
        raise Refusal(
            f"{redirected[0]} is set, so calls would not reach AWS, but {name} is bound to a real account; "
            f"unset {' '.join(redirected)} and run again."
        )


def verify(name: str, account_id: str, sts: Sts | None = None, *, region: str) -> None:
    """Raise Refusal unless the credentials at hand are of this account."""
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ProfileNotFound

    bound = f"environments/{name}.yaml binds {name} to account {account_id}"
    login = "log in (for example `aws sso login`, with AWS_PROFILE set) and run again."
    try:
        identity = (sts or _client(region)).get_caller_identity()
    except NoCredentialsError:
        raise Refusal(f"No AWS credentials: {bound}; {login}") from None
    except ProfileNotFound as error:
        raise Refusal(f"{error}. {bound}; set AWS_PROFILE to a profile of that account.") from None
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        said = "have expired" if "Expired" in code else f"are refused by AWS ({code or error})"
        raise Refusal(f"The AWS credentials {said}: {bound}; {login}") from None
    except BotoCoreError as error:
        raise Refusal(f"AWS does not tell whose the credentials are ({error}): {bound}; {login}") from None
    if identity["Account"] != account_id:
        raise Refusal(
            f"The credentials are of account {identity['Account']} ({identity['Arn']}), but {bound}. "
            "Nothing was done; use credentials of that account."
        )


def _client(region: str) -> Sts:
    import boto3  # takes a quarter of a second, and environments on the embedded AWS never need it

    return cast(Sts, boto3.client("sts", region_name=region))
