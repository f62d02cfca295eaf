"""KMS: the rotation period, which moto drops; keys that are to be deleted, and policies that lock everybody out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("kms")


def key_arn(call: Call, named: Mapping[str, Any]) -> str | None:
    """Resolve a key's id, ARN or alias to its ARN."""
    if "KeyId" not in named:
        return None
    arn: str = call.ask("DescribeKey", KeyId=named["KeyId"])["KeyMetadata"]["Arn"]
    return arn


service.keeps(
    "RotationPeriodInDays",
    identity=key_arn,
    set_by=("EnableKeyRotation",),
    shown_by={"GetKeyRotationStatus": ""},
    forgotten_by=("DisableKeyRotation", "ScheduleKeyDeletion"),
)


@service.completion("GetKeyRotationStatus")
def default_period(_call: Call, answer: Answer) -> None:
    if answer["KeyRotationEnabled"]:
        answer.setdefault("RotationPeriodInDays", 365)


# Code: botocore's model of kms, KMSInvalidStateException of these operations.
@service.refusal("CreateGrant", "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncrypt")
@service.refusal("EnableKeyRotation", "ScheduleKeyDeletion")
def pending_deletion(call: Call) -> None:
    named = call.parameters.get("KeyId") or call.parameters.get("DestinationKeyId")
    if not named:
        return
    try:
        key = call.ask("DescribeKey", KeyId=named)["KeyMetadata"]
    except AwsError:
        return  # moto says that there is none
    if key["KeyState"] == "PendingDeletion":
        raise AwsError("KMSInvalidStateException", f"{key['Arn']} is pending deletion.")


# KMS Developer Guide, "Default key policy": the lockout safety check.
@service.refusal("CreateKey", "PutKeyPolicy")
def lockout(call: Call) -> None:
    if "Policy" not in call.parameters or call.parameters.get("BypassPolicyLockoutSafetyCheck"):
        return
    statements = json.loads(call.parameters["Policy"])["Statement"]
    if not any(_lets_change_the_policy(call, statement) for statement in statements):
        said = "The new key policy will not allow you to update the key policy in the future."
        raise AwsError("MalformedPolicyDocumentException", said)


def _lets_change_the_policy(call: Call, statement: Mapping[str, Any]) -> bool:
    actions = statement.get("Action", [])
    actions = actions if isinstance(actions, list) else [actions]
    principals = statement.get("Principal", {})
    accounts = principals.get("AWS", []) if isinstance(principals, dict) else principals
    accounts = accounts if isinstance(accounts, list) else [accounts]
    return (
        statement["Effect"] == "Allow"
        and any(action in ("*", "kms:*", "kms:Put*", "kms:PutKeyPolicy") for action in actions)
        and any(account == "*" or call.account in account for account in accounts)
    )
