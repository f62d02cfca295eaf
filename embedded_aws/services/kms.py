"""KMS: the rotation period, which moto drops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embedded_aws.additions import Answer, Call, Service

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
