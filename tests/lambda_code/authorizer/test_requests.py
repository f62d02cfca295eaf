"""Where the token is looked for, in every kind of event that API Gateway sends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lambda_code.authorizer.conftest import ARN, Authorizer
from tests.lambda_code.authorizer.mint import Mint

GET = f"{ARN}/GET/api/v1/sessions"


def rest(**headers: Any) -> dict[str, Any]:
    """Return a REQUEST event of a REST API; a header given as a list was sent several times."""
    many = {name: value if isinstance(value, list) else [value] for name, value in headers.items()}
    return {
        "type": "REQUEST",
        "methodArn": GET,
        "httpMethod": "GET",
        "path": "/api/v1/sessions",
        "headers": {name: values[-1] for name, values in many.items()},
        "multiValueHeaders": many,
        "queryStringParameters": None,
        "requestContext": {"stage": "v1", "path": "/v1/api/v1/sessions", "httpMethod": "GET"},
    }


def connect(**headers: Any) -> dict[str, Any]:
    """Return a REQUEST event of a WebSocket API: there is one for $connect only."""
    context = {"routeKey": "$connect", "eventType": "CONNECT", "connectionId": "Jz3m2ck0IAMCJbg=", "stage": "v1"}
    return rest(**headers) | {"methodArn": f"{ARN}/$connect", "requestContext": context}


def http_api(value: str) -> dict[str, Any]:
    """Return an event of format 2.0, which API Gateway sends in lower case."""
    return {"version": "2.0", "type": "REQUEST", "routeArn": GET, "headers": {"authorization": value}}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("header", ["Authorization", "authorization", "AUTHORIZATION"])
def test_rest_takes_the_authorization_header_in_any_case(
    header: str, scheme: str, mint: Mint, authorizer: Authorizer
) -> None:
    assert authorizer.answer(rest(**{header: f"{scheme} {mint.token()}"}))


def test_format_2_is_understood(mint: Mint, authorizer: Authorizer) -> None:
    assert authorizer.answer(http_api(f"Bearer {mint.token()}"))
    assert authorizer.denies_event(http_api(f"Bearer {mint.token()},Bearer {mint.token()}"), mint.token())


def test_a_websocket_takes_the_header_or_a_subprotocol(mint: Mint, authorizer: Authorizer) -> None:
    for event in (
        connect(Authorization=f"Bearer {mint.token()}"),
        connect(**{"Sec-WebSocket-Protocol": f"bearer, {mint.token()}"}),
        connect(**{"sec-websocket-protocol": f"bearer,{mint.token()}"}),
        connect(**{"Authorization": f"Bearer {mint.token()}", "Sec-WebSocket-Protocol": "chat"}),
    ):
        [statement] = authorizer.answer(event)["policyDocument"]["Statement"]
        assert statement["Resource"] == f"{ARN}/*"


@pytest.mark.parametrize(
    "value",
    ["bearer", "bearer, ", "bearer {}", "{}", "{}, bearer", "bearer, {}, chat", "chat, bearer, {}", "bearer, {}, {}"],
)
def test_a_subprotocol_of_another_form_is_denied(value: str, mint: Mint, authorizer: Authorizer) -> None:
    event = connect(**{"Sec-WebSocket-Protocol": value.replace("{}", mint.token())})
    assert authorizer.denies_event(event, mint.token())


def test_rest_does_not_take_a_subprotocol(mint: Mint, authorizer: Authorizer) -> None:
    event = rest(**{"Sec-WebSocket-Protocol": f"bearer, {mint.token()}"})
    assert authorizer.denies_event(event, mint.token())


@pytest.mark.parametrize("event", [rest(), connect()], ids=["rest", "websocket"])
@pytest.mark.parametrize("name", ["token", "access_token", "Authorization"])
def test_the_query_string_is_not_read(name: str, event: dict[str, Any], mint: Mint, authorizer: Authorizer) -> None:
    token = mint.token()
    query = {"queryStringParameters": {name: token}, "multiValueQueryStringParameters": {name: [token]}}
    assert authorizer.denies_event(event | query, token)


@pytest.mark.parametrize(
    "value",
    ["", "Bearer", "Bearer ", "Bearer  {}", "Bearer\t{}", " Bearer {}", "{}", "Basic {}", "Token {}", "Bearer {} {}",
     "Bearer {},{}", "Bearer {}, Bearer {}", "Bearer Bearer {}", "Bearer: {}", "Bearer\n{}", "Bearer {}\r\nX: y"],
)  # fmt: skip
def test_credentials_of_another_form_are_denied(value: str, mint: Mint, authorizer: Authorizer) -> None:
    value = value.replace("{}", mint.token())
    token_event = {"type": "TOKEN", "authorizationToken": value, "methodArn": GET}
    for event in (token_event, rest(Authorization=value), http_api(value), connect(Authorization=value)):
        assert authorizer.denies_event(event, value)


def test_two_different_tokens_are_denied_however_they_come(mint: Mint, authorizer: Authorizer) -> None:
    mine, yours = mint.token(), mint.claiming(sub="somebody-else")
    twice = rest(Authorization=[f"Bearer {mine}", f"Bearer {yours}"])
    hidden = rest(Authorization=f"Bearer {mine}")
    hidden["multiValueHeaders"]["authorization"] = [f"Bearer {yours}"]
    both_ways = connect(**{"Authorization": f"Bearer {mine}", "Sec-WebSocket-Protocol": f"bearer, {yours}"})
    for event in (twice, hidden, both_ways):
        assert authorizer.denies_event(event, mine, yours)


@pytest.mark.parametrize(
    "event",
    [{}, None, [], "", 1, {"type": "TOKEN"}, {"type": "REQUEST"},
     {"type": "REQUEST", "headers": None, "methodArn": GET},
     {"type": "TOKEN", "authorizationToken": None, "methodArn": GET}, {"type": "TOKEN", "authorizationToken": 5},
     {"headers": "Authorization"}, {"headers": {"Authorization": None}, "methodArn": GET},
     {"headers": {"Authorization": ["Bearer a"]}}, {"headers": {}, "multiValueHeaders": {"Authorization": None}},
     {"requestContext": "CONNECT"},
     {"requestContext": {"eventType": "CONNECT"}, "headers": {"sec-websocket-protocol": 1}}],
)  # fmt: skip
def test_what_is_no_event_is_denied_like_everything_else(event: Any, authorizer: Authorizer) -> None:
    assert authorizer.denies_event(event)


@pytest.mark.parametrize(
    "arn",
    ["", None, "arn", ARN, "*", "arn:aws:execute-api:*:*:*/v1/GET/", "arn:aws:s3:::bucket/v1/GET/a",
     "arn:aws:execute-api:us-east-1:123456789012:*/v1/GET/a", "arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/a",
     "arn:aws:execute-api:us-east-1:12345678901:abc/v1/GET/a", "arn:aws:execute-api:us-east-1:123456789012:abc"],
)  # fmt: skip
def test_a_good_token_for_no_stage_is_denied(arn: Any, mint: Mint, authorizer: Authorizer) -> None:
    event = {"type": "TOKEN", "authorizationToken": f"Bearer {mint.token()}", "methodArn": arn}
    assert authorizer.denies_event(event, mint.token())


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_every_partition_has_stages(partition: str, mint: Mint, authorizer: Authorizer) -> None:
    stage = f"arn:{partition}:execute-api:us-east-1:123456789012:abcdef1234/$default"
    policy = authorizer.answer(
        {"type": "TOKEN", "authorizationToken": f"Bearer {mint.token()}", "methodArn": f"{stage}/GET/a:b/c"}
    )
    assert policy["policyDocument"]["Statement"][0]["Resource"] == f"{stage}/*"
