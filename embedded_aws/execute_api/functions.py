"""The functions that an API calls: found, checked for permission, and run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from embedded_aws.additions import AwsError
from embedded_aws.execute_api.exchange import CannotError, Exchange, RefusedError
from embedded_aws.services.lambda_ import invoke

# The ARN of a function, or the URI that API Gateway makes of it.
_URI = re.compile(r"(?:arn:aws:apigateway:[^:]+:lambda:path/[\d-]+/functions/)?(arn:aws:lambda:.+?)(?:/invocations)?")
_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")


def with_variables(text: str, variables: Mapping[str, str]) -> str:
    """Put the stage's variables in their places."""
    return _VARIABLE.sub(lambda found: variables.get(found[1], ""), text)


def find(exchange: Exchange, uri: str, source: str, credentials: str | None) -> invoke.Function:
    """Return the function of an integration or authorizer; refuse what API Gateway may not invoke.

    `source` is the ARN in whose name it is invoked, which the function's policy must allow unless a role is used.
    """
    found = _URI.fullmatch(uri)
    if found is None:
        raise CannotError(f"{uri} is no Lambda function, and other services of AWS are not called.")
    try:
        function = invoke.find(exchange.ask, found[1], exchange.url)
    except AwsError as error:
        if error.code == "NotImplemented":
            raise CannotError(error.message) from None
        raise _misconfigured(f"{found[1]}: {error.message}") from None
    if not credentials and not _allowed(exchange, found[1], source):
        raise _misconfigured(f"the policy of {found[1]} does not let apigateway.amazonaws.com invoke it as {source}.")
    return function


def _misconfigured(reason: str) -> RefusedError:
    return RefusedError("API_CONFIGURATION_ERROR", "Internal server error", reason)


def _allowed(exchange: Exchange, arn: str, source: str) -> bool:
    name, _, qualifier = arn.partition(":function:")[2].partition(":")
    try:
        asked = {"FunctionName": name} | ({"Qualifier": qualifier} if qualifier else {})
        statements = json.loads(exchange.ask("lambda:GetPolicy", **asked)["Policy"])["Statement"]
    except AwsError:
        return False
    return any(_allows(statement, source) for statement in statements)


def _allows(statement: Mapping[str, Any], source: str) -> bool:
    principal = statement.get("Principal", {})
    service = principal.get("Service") if isinstance(principal, Mapping) else principal
    if service not in {"apigateway.amazonaws.com", "*"}:
        return False
    conditions = {key.lower(): value for test in statement.get("Condition", {}).values() for key, value in test.items()}
    return fnmatchcase(source, conditions.get("aws:sourcearn", "*").replace("[", "[[]"))
