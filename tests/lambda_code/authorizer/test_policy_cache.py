"""API Gateway keeps an answer for the token and applies it to every route: it must be right for all of them."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest

from tests.lambda_code.authorizer.conftest import ARN, Authorizer
from tests.lambda_code.authorizer.mint import Mint

ROUTES = [
    "/GET/api/v1/health", "/GET/api/v1/sessions", "/POST/api/v1/sessions", "/GET/api/v1/sessions/0b0e",
    "/DELETE/api/v1/sessions/0b0e", "/GET/api/v1/knowledge-bases", "/POST/api/v1/sessions/0b0e/messages",
    # A caller writes the path: none of these may widen what is allowed.
    "/GET/*", "/*/*", "/GET/api/v1/sessions/*", "/GET/?", "/GET/../../../other/prod/GET/admin", "/GET/a:b:c",
    "/GET/%2a", "/GET/", "/$connect",
]  # fmt: skip
ELSEWHERE = [
    f"{ARN}2/GET/api/v1/sessions",
    f"{ARN.replace('/v1', '/prod')}/GET/api/v1/sessions",
    f"{ARN.replace('abcdef1234', 'zzzzzz9999')}/GET/api/v1/sessions",
    f"{ARN.replace('us-east-1', 'eu-west-1')}/GET/api/v1/sessions",
    f"{ARN.replace('123456789012', '210987654321')}/GET/api/v1/sessions",
]


class Gateway:
    """A model of API Gateway: asks the authorizer once per token, then applies what it has kept (TTL: for ever)."""

    def __init__(self, authorizer: Authorizer) -> None:
        self._authorizer = authorizer
        self._kept: dict[str, dict[str, Any]] = {}

    def lets_in(self, token: str, route: str) -> bool:
        if token not in self._kept:
            self._kept[token] = self._authorizer.ask(token, route)
        return allows(self._kept[token], ARN + route)


def allows(policy: dict[str, Any], arn: str) -> bool:
    """Evaluate as IAM does: * is any text, ? is any letter."""
    return any(
        statement["Effect"] == "Allow" and re.fullmatch(wildcard(statement["Resource"]), arn, re.DOTALL)
        for statement in policy["policyDocument"]["Statement"]
    )


def wildcard(resource: str) -> str:
    return re.escape(resource).replace(r"\*", ".*").replace(r"\?", ".")


def test_a_kept_answer_is_a_fresh_one_for_every_pair_of_routes(mint: Mint, authorizer: Authorizer) -> None:
    token = mint.token()
    for first, second in product(ROUTES, ROUTES):
        gateway = Gateway(authorizer)
        gateway.lets_in(token, first)
        assert gateway.lets_in(token, second) is Gateway(authorizer).lets_in(token, second) is True


@pytest.mark.parametrize("route", ROUTES)
def test_whatever_the_path_the_answer_is_the_same_and_of_this_stage_only(
    route: str, mint: Mint, authorizer: Authorizer
) -> None:
    token = mint.token()
    policy = authorizer.ask(token, route)
    assert policy == authorizer.ask(token, ROUTES[0])
    assert not [arn for arn in ELSEWHERE if allows(policy, arn)]


def test_two_callers_do_not_share_an_answer(mint: Mint, authorizer: Authorizer) -> None:
    callers = ["somebody", "somebody-else"]
    assert [authorizer.ask(mint.claiming(sub=caller))["principalId"] for caller in callers] == callers
