"""What an execution role may do, as far as Lambda tries it; conditions are taken as met."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from embedded_aws.additions import AwsError, Call


def refusal(said: str) -> AwsError:
    return AwsError("InvalidParameterValueException", said)


def check_trust(call: Call, role: str) -> None:
    """Refuse a role that Lambda may not take."""
    try:
        found = call.ask("iam:GetRole", RoleName=_name(role))["Role"]
    except AwsError:
        raise refusal("The role defined for the function cannot be assumed by Lambda.") from None
    for statement in _listed(_document(found["AssumeRolePolicyDocument"]).get("Statement")):
        services = _listed((statement.get("Principal") or {}).get("Service"))
        if statement["Effect"] == "Allow" and "lambda.amazonaws.com" in services:
            return
    # https://github.com/nficano/python-lambda/issues/28
    raise refusal("The role defined for the function cannot be assumed by Lambda.")


def check_permission(call: Call, role: str, action: str, resource: str, said: str) -> None:
    """Refuse, in these words, a role that may not do this."""
    effects = {
        statement["Effect"]
        for statement in _statements(call, _name(role))
        if _matches(statement.get("Action"), action, ignore_case=True)
        and _matches(statement.get("Resource"), resource)
        and not (statement["Effect"] == "Deny" and "Condition" in statement)
    }
    if effects != {"Allow"}:
        raise refusal(said)


def _statements(call: Call, role: str) -> Iterator[dict[str, Any]]:
    for name in call.ask("iam:ListRolePolicies", RoleName=role)["PolicyNames"]:
        inline = call.ask("iam:GetRolePolicy", RoleName=role, PolicyName=name)
        yield from _listed(_document(inline["PolicyDocument"])["Statement"])
    for attached in call.ask("iam:ListAttachedRolePolicies", RoleName=role)["AttachedPolicies"]:
        arn = attached["PolicyArn"]
        version = call.ask("iam:GetPolicy", PolicyArn=arn)["Policy"]["DefaultVersionId"]
        found = call.ask("iam:GetPolicyVersion", PolicyArn=arn, VersionId=version)["PolicyVersion"]
        yield from _listed(_document(found["Document"])["Statement"])


def _matches(patterns: Any, value: str, ignore_case: bool = False) -> bool:
    flags = re.IGNORECASE if ignore_case else 0
    for pattern in _listed(patterns):
        form = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        if re.fullmatch(form, value, flags):
            return True
    return False


def _document(given: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(unquote(given)) if isinstance(given, str) else given
    return read


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _name(role: str) -> str:
    return role.rpartition("/")[2]
