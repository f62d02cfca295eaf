"""Cost Optimization Hub: whether the account is enrolled.

Source: AWS Cost Optimization Hub API Reference, UpdateEnrollmentStatus.
"""

from __future__ import annotations

from embedded_aws.additions import Answer, Call, Service

service = Service("cost-optimization-hub", regional=False, whole=True)

_ENROLLED = "enrolled"


@service.operation("UpdateEnrollmentStatus")
def update(call: Call) -> Answer:
    call.store[_ENROLLED][call.account] = call.parameters["status"]
    return {"status": call.parameters["status"]}


@service.operation("ListEnrollmentStatuses")
def statuses(call: Call) -> Answer:
    status = call.store[_ENROLLED].get(call.account, "Inactive")
    return {"items": [{"accountId": call.account, "status": status}], "includeMemberAccounts": False}
