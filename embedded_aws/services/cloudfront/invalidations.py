"""Invalidations, which are done at once."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import identifier, listed, location, now, service
from embedded_aws.services.cloudfront.distributions import find

_INVALIDATIONS = "invalidations"  # by ids of the distribution and of its own


@service.operation("CreateInvalidation")
def create(call: Call) -> Answer:
    distribution = find(call, call.parameters["DistributionId"]).shown["Id"]
    made = {
        "Id": identifier(),
        "Status": "Completed",
        "CreateTime": now(),
        "InvalidationBatch": call.parameters["InvalidationBatch"],
    }
    call.store[_INVALIDATIONS][distribution, made["Id"]] = made
    return {"Invalidation": made, "Location": location(f"distribution/{distribution}/invalidation", made["Id"])}


@service.operation("GetInvalidation")
def get(call: Call) -> Answer:
    key = find(call, call.parameters["DistributionId"]).shown["Id"], call.parameters["Id"]
    if key not in call.store[_INVALIDATIONS]:
        raise AwsError("NoSuchInvalidation", "The specified invalidation does not exist.")
    return {"Invalidation": call.store[_INVALIDATIONS][key]}


@service.operation("ListInvalidations")
def list_all(call: Call) -> Answer:
    distribution = find(call, call.parameters["DistributionId"]).shown["Id"]
    found = [made for key, made in call.store[_INVALIDATIONS].items() if key[0] == distribution]
    return {"InvalidationList": listed(found, Marker="", IsTruncated=False)}
