"""Every addition works, and stock moto still lacks it."""

from __future__ import annotations

import importlib
import urllib.request
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.embedded_aws.scenarios import SCENARIOS, Client, Scenario, make_things

# Each registers its own scenarios.
for file in sorted(Path(__file__).parent.glob("*_scenarios.py")):
    importlib.import_module(f"tests.embedded_aws.{file.stem}")

# Not an error of the services, of which moto warns.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Exception.AwsError. with code NotImplemented"),
    # One that Elastic Beanstalk gives, and its model does not know.
    pytest.mark.filterwarnings("ignore:Exception.AwsError. with code ConfigurationValidationException"),
]

BY_NAME = [pytest.param(scenario, id=scenario.__name__) for scenario in SCENARIOS]


def fresh(aws: Client) -> Client:
    """Empty the server, additions and all, and make what the scenarios start from."""
    url = aws("sts").meta.endpoint_url
    reset = urllib.request.Request(f"{url}/moto-api/reset", method="POST")  # noqa: S310
    urllib.request.urlopen(reset).close()  # noqa: S310
    make_things(aws)
    return aws


@pytest.mark.parametrize("scenario", BY_NAME)
def test_embedded_aws_can(scenario: Scenario, aws: Client) -> None:
    scenario(fresh(aws))


@pytest.mark.parametrize("scenario", BY_NAME)
def test_stock_moto_still_cannot(scenario: Scenario, stock: Client) -> None:
    prepared = fresh(stock)
    try:
        scenario(prepared)
    except (AssertionError, KeyError, ClientError, pytest.fail.Exception):
        return
    pytest.fail("moto does this by itself now: remove the addition, and this scenario")
