"""Compute Optimizer: whether the account is enrolled.

Source: AWS Compute Optimizer API Reference, UpdateEnrollmentStatus.
"""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("compute-optimizer", regional=False, whole=True)

_ENROLLED = "enrolled"


@service.operation("UpdateEnrollmentStatus")
def update(call: Call) -> Answer:
    status = call.parameters["status"]
    if status not in {"Active", "Inactive"}:
        raise AwsError("InvalidParameterValueException", "Status must be Active or Inactive.")
    call.store[_ENROLLED][call.account] = status
    return {"status": status}


@service.operation("GetEnrollmentStatus")
def get(call: Call) -> Answer:
    return {"status": call.store[_ENROLLED].get(call.account, "Inactive"), "memberAccountsEnrolled": False}
