"""The settings of an account in a region: the role that API Gateway logs with."""

from __future__ import annotations

from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import bad_request
from embedded_aws.services.apigateway.base import service

_ACCOUNT = "account"
_NEW = {
    "throttleSettings": {"burstLimit": 5000, "rateLimit": 10000.0},
    "features": ["UsagePlans"],
    "apiKeyVersion": "4",
}


@service.operation("GetAccount")
def get(call: Call) -> Answer:
    return _NEW | call.store[_ACCOUNT]


@service.operation("UpdateAccount")
def update(call: Call) -> Answer:
    for patch in call.parameters.get("patchOperations", []):
        if patch["path"] != "/cloudwatchRoleArn":
            raise bad_request(f"Invalid patch path {patch['path']}")
        call.store[_ACCOUNT].pop("cloudwatchRoleArn", None)
        if patch.get("value"):
            _check_role(call, patch["value"])
            call.store[_ACCOUNT]["cloudwatchRoleArn"] = patch["value"]
    return get(call)


def _check_role(call: Call, arn: str) -> None:
    """Refuse a role that does not exist, or that API Gateway may not assume."""
    try:
        role: dict[str, Any] = call.ask("iam:GetRole", RoleName=arn.rpartition("/")[2])["Role"]
    except AwsError:
        role = {}
    if "apigateway.amazonaws.com" not in str(role.get("AssumeRolePolicyDocument")):
        raise bad_request(
            "The role ARN does not have required permissions configured. Please grant trust permission for API Gateway "
            "and add the required role policy."
        )
