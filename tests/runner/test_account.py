"""A bound environment runs with credentials of its own account, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError, NoCredentialsError, ProfileNotFound
from botocore.stub import Stubber

from generator.errors import Refusal
from runner import account


@pytest.fixture
def sts() -> Any:
    return boto3.client("sts", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")


@pytest.fixture
def answers(sts: Any) -> Iterator[Stubber]:
    with Stubber(sts) as stubber:
        yield stubber


def test_the_right_account_passes(sts: Any, answers: Stubber) -> None:
    answers.add_response("get_caller_identity", {"Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/me"})

    account.verify("qa", "111122223333", sts, region="us-east-1")

    answers.assert_no_pending_responses()


def test_the_wrong_account_is_refused_with_both_accounts_and_who_it_was(sts: Any, answers: Stubber) -> None:
    answers.add_response("get_caller_identity", {"Account": "999988887777", "Arn": "arn:aws:iam::999988887777:user/me"})

    with pytest.raises(Refusal) as refusal:
        account.verify("qa", "111122223333", sts, region="us-east-1")

    assert refusal.value.message == (
        "The credentials are of account 999988887777 (arn:aws:iam::999988887777:user/me), but environments/qa.yaml "
        "binds qa to account 111122223333. Nothing was done; use credentials of that account."
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ExpiredToken", "have expired"),
        ("ExpiredTokenException", "have expired"),
        ("InvalidClientTokenId", "are refused by AWS (InvalidClientTokenId)"),
        ("SignatureDoesNotMatch", "are refused by AWS (SignatureDoesNotMatch)"),
    ],
)
def test_what_sts_refuses_is_one_sentence(sts: Any, answers: Stubber, code: str, said: str) -> None:
    answers.add_client_error("get_caller_identity", code, "the text of AWS")

    with pytest.raises(Refusal) as refusal:
        account.verify("qa", "111122223333", sts, region="us-east-1")

    assert refusal.value.message.startswith(f"The AWS credentials {said}: environments/qa.yaml binds qa to account")
    assert "log in" in refusal.value.message


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NoCredentialsError(), "No AWS credentials: environments/qa.yaml binds qa"),
        (ProfileNotFound(profile="work"), "The config profile (work) could not be found. environments/qa.yaml"),
        (EndpointConnectionError(endpoint_url="https://sts"), "AWS does not tell whose the credentials are"),
    ],
)
def test_credentials_that_never_reach_sts_are_one_sentence(error: Exception, said: str) -> None:
    class Failing:
        def get_caller_identity(self) -> dict[str, Any]:
            raise error

    with pytest.raises(Refusal) as refusal:
        account.verify("qa", "111122223333", Failing(), region="us-east-1")

    assert refusal.value.message.startswith(said)


@pytest.mark.parametrize("variable", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])
def test_a_shell_that_sends_calls_elsewhere_is_refused(variable: str) -> None:
    with pytest.raises(Refusal, match=f"{variable} is set.*unset {variable}"):
        account.refuse_other_endpoints("qa", {variable: "http://127.0.0.1:5000"})


def test_a_shell_that_sends_calls_nowhere_special_passes() -> None:
    account.refuse_other_endpoints("qa", {"AWS_ENDPOINT_URL": "", "AWS_PROFILE": "work"})
