"""Concurrency: provisioned is in progress when asked for, ready when next looked at; reserved may be none at all."""

from __future__ import annotations

import datetime

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.lambda_.base import LATEST, Named, arn, existing, find, named, service

_KIND = "provisioned concurrency"
_RESERVED = "reserved concurrency"
_MISSING = AwsError(
    "ProvisionedConcurrencyConfigNotFoundException",
    "No Provisioned Concurrency Config found for this function",
)


@service.operation("PutProvisionedConcurrencyConfig")
def put(call: Call) -> Answer:
    name = existing(call)
    if name.qualifier == LATEST:
        raise AwsError(
            "InvalidParameterValueException",
            "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
        )
    call.store[_KIND][name] = {
        "RequestedProvisionedConcurrentExecutions": call.parameters["ProvisionedConcurrentExecutions"],
        "AvailableProvisionedConcurrentExecutions": 0,
        "AllocatedProvisionedConcurrentExecutions": 0,
        "Status": "IN_PROGRESS",
        "LastModified": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
    }
    return dict(call.store[_KIND][name])


@service.operation("GetProvisionedConcurrencyConfig")
def get(call: Call) -> Answer:
    return _ready(find(call, _KIND, existing(call), _MISSING))


@service.operation("DeleteProvisionedConcurrencyConfig")
def delete(call: Call) -> Answer:
    name = existing(call)
    find(call, _KIND, name, _MISSING)
    del call.store[_KIND][name]
    return {}


@service.operation("ListProvisionedConcurrencyConfigs")
def list_all(call: Call) -> Answer:
    function = named(call.parameters).function
    found = [(name, config) for name, config in call.store[_KIND].items() if name.function == function]
    return {
        "ProvisionedConcurrencyConfigs": [_ready(config) | {"FunctionArn": arn(call, name)} for name, config in found]
    }


@service.completion("PutFunctionConcurrency")
def reserve(call: Call, _answer: Answer) -> None:
    """Remember the number: moto takes zero, which pauses a function, for none given."""
    call.store[_RESERVED][_whole(call)] = call.parameters["ReservedConcurrentExecutions"]


@service.completion("DeleteFunctionConcurrency")
def release(call: Call, _answer: Answer) -> None:
    call.store[_RESERVED].pop(_whole(call), None)


@service.completion("GetFunction")
def show_reserved(call: Call, answer: Answer) -> None:
    if _whole(call) in call.store[_RESERVED]:
        answer["Concurrency"] = {"ReservedConcurrentExecutions": call.store[_RESERVED][_whole(call)]}


@service.completion("GetFunctionConcurrency")
def show_reserved_alone(call: Call, answer: Answer) -> None:
    if _whole(call) in call.store[_RESERVED]:
        answer["ReservedConcurrentExecutions"] = call.store[_RESERVED][_whole(call)]


def _whole(call: Call) -> Named:
    return Named(named(call.parameters).function, LATEST)


def _ready(config: Answer) -> Answer:
    requested = config["RequestedProvisionedConcurrentExecutions"]
    config["AvailableProvisionedConcurrentExecutions"] = requested
    config["AllocatedProvisionedConcurrentExecutions"] = requested
    config["Status"] = "READY"
    return config
