"""IAM: quotas of policies, and trust policies that AWS refuses.

Source of the quotas: IAM User Guide, "IAM and AWS STS quotas". Code and kind of each refusal: botocore's model of iam.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from embedded_aws.additions import AwsError, Call, Service

service = Service("iam", regional=False)

_INLINE, _MANAGED, _ATTACHED = 10240, 6144, 10


@service.refusal("PutRolePolicy")
def inline_policies_too_long(call: Call) -> None:
    role = call.parameters["RoleName"]
    names = call.ask("ListRolePolicies", RoleName=role)["PolicyNames"]
    others = [
        call.ask("GetRolePolicy", RoleName=role, PolicyName=name)["PolicyDocument"]
        for name in names
        if name != call.parameters["PolicyName"]
    ]
    # White space does not count; botocore hands the others out parsed.
    texts = [other if isinstance(other, str) else json.dumps(other) for other in others]
    if sum(map(_length, [*texts, call.parameters["PolicyDocument"]])) > _INLINE:
        raise AwsError("LimitExceeded", f"Maximum policy size of {_INLINE} bytes exceeded for role {role}")


@service.refusal("CreatePolicy", "CreatePolicyVersion")
def managed_policy_too_long(call: Call) -> None:
    if _length(call.parameters["PolicyDocument"]) > _MANAGED:
        raise AwsError("LimitExceeded", f"Cannot exceed quota for PolicySize: {_MANAGED}")


@service.refusal("AttachRolePolicy")
def too_many_policies(call: Call) -> None:
    attached = call.ask("ListAttachedRolePolicies", RoleName=call.parameters["RoleName"])["AttachedPolicies"]
    others = {policy["PolicyArn"] for policy in attached} - {call.parameters["PolicyArn"]}
    if len(others) >= _ATTACHED:
        raise AwsError("LimitExceeded", f"Cannot exceed quota for PoliciesPerRole: {_ATTACHED}")


@service.refusal("CreateRole", "UpdateAssumeRolePolicy")
def trust_of_nobody(call: Call) -> None:
    document = call.parameters.get("AssumeRolePolicyDocument") or call.parameters["PolicyDocument"]
    for statement in _statements(document):
        if "Principal" not in statement:
            raise AwsError("MalformedPolicyDocument", "Missing required field Principal")
        if any(not action.lower().startswith("sts:") for action in _list(statement.get("Action"))):
            said = "AssumeRole policy may only specify STS AssumeRole actions."
            raise AwsError("MalformedPolicyDocument", said)
        for arn in _unknown_principals(call, statement["Principal"]):
            raise AwsError("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{arn}"')


def _unknown_principals(call: Call, principal: Any) -> Iterator[str]:
    """Yield the roles and users of this account that a principal names and that do not exist."""
    for arn in _list(principal.get("AWS") if isinstance(principal, dict) else None):
        kind, _, path = arn.partition(f"::{call.account}:")[2].partition("/")
        name = path.rpartition("/")[2]
        if kind not in ("role", "user") or "*" in name:
            continue
        try:
            call.ask("GetRole" if kind == "role" else "GetUser", **{f"{kind.title()}Name": name})
        except AwsError:
            yield arn


def _statements(document: str) -> list[dict[str, Any]]:
    try:
        found = _list(json.loads(document).get("Statement"))
    except (ValueError, AttributeError):
        return []  # moto says what is wrong with it
    return [statement for statement in found if isinstance(statement, dict)]


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _length(document: str) -> int:
    return len("".join(document.split()))
