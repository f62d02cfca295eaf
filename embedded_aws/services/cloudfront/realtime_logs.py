"""Configurations of real-time logs, named by name or ARN."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import arn, listed, service, users

CONFIGS = "real-time log configs"  # by ARN
_FIELDS = ("Name", "SamplingRate", "EndPoints", "Fields")


@service.operation("CreateRealtimeLogConfig")
def create(call: Call) -> Answer:
    own = arn(call, "realtime-log-config", call.parameters["Name"])
    if own in call.store[CONFIGS]:
        raise AwsError("RealtimeLogConfigAlreadyExists", f"A real-time log configuration {own} already exists.")
    call.store[CONFIGS][own] = {"ARN": own, **{field: call.parameters[field] for field in _FIELDS}}
    return {"RealtimeLogConfig": call.store[CONFIGS][own]}


@service.operation("GetRealtimeLogConfig")
def get(call: Call) -> Answer:
    return {"RealtimeLogConfig": _existing(call)}


@service.operation("ListRealtimeLogConfigs")
def list_all(call: Call) -> Answer:
    found = listed(list(call.store[CONFIGS].values()), Marker="", IsTruncated=False)
    found.pop("Quantity")
    return {"RealtimeLogConfigs": found}


@service.operation("UpdateRealtimeLogConfig")
def update(call: Call) -> Answer:
    found = _existing(call)
    found |= {field: call.parameters[field] for field in _FIELDS if field in call.parameters}
    return {"RealtimeLogConfig": found}


@service.operation("DeleteRealtimeLogConfig")
def delete(call: Call) -> Answer:
    own = _existing(call)["ARN"]
    if users(call, own):
        raise AwsError("RealtimeLogConfigInUse", f"The real-time log configuration {own} is in use.")
    del call.store[CONFIGS][own]
    return {}


def _existing(call: Call) -> Answer:
    own = call.parameters.get("ARN") or arn(call, "realtime-log-config", call.parameters.get("Name", ""))
    if own not in call.store[CONFIGS]:
        raise AwsError("NoSuchRealtimeLogConfig", "The real-time log configuration does not exist.")
    found: Answer = call.store[CONFIGS][own]
    return found
