"""Updates: in progress when asked for, successful when next looked at."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.services.eks.base import ADDONS, cluster_of, find, missing, service, settled


@service.operation("DescribeUpdate")
def describe(call: Call) -> Answer:
    cluster_of(call)
    identifier = call.parameters["updateId"]
    if identifier not in call.store["updates"]:
        raise missing(f"No update found for id: {identifier}.")
    if "addonName" in call.parameters:
        settled(find(call, ADDONS, call.parameters["addonName"]))
    return {"update": call.store["updates"][identifier] | {"status": "Successful"}}
