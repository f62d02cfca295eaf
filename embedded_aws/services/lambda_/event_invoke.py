"""Asynchronous invocation: retries, age and destinations, per qualifier and updatable."""

from __future__ import annotations

import datetime

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.lambda_.base import Named, arn, existing, find, named, service

_KIND = "event invoke configs"
_FIELDS = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")


@service.operation("PutFunctionEventInvokeConfig")
def put(call: Call) -> Answer:
    return _store(call, existing(call), {})


@service.operation("UpdateFunctionEventInvokeConfig")
def update(call: Call) -> Answer:
    name = existing(call)
    return _store(call, name, find(call, _KIND, name, _missing(call, name)))


@service.operation("GetFunctionEventInvokeConfig")
def get(call: Call) -> Answer:
    name = existing(call)
    return find(call, _KIND, name, _missing(call, name))


@service.operation("DeleteFunctionEventInvokeConfig")
def delete(call: Call) -> Answer:
    name = existing(call)
    find(call, _KIND, name, _missing(call, name))
    del call.store[_KIND][name]
    return {}


@service.operation("ListFunctionEventInvokeConfigs")
def list_all(call: Call) -> Answer:
    function = named(call.parameters).function
    return {
        "FunctionEventInvokeConfigs": [
            config for name, config in call.store[_KIND].items() if name.function == function
        ]
    }


def _store(call: Call, name: Named, before: Answer) -> Answer:
    given = {field: call.parameters[field] for field in _FIELDS if field in call.parameters}
    config = before | given | {"FunctionArn": arn(call, name), "LastModified": datetime.datetime.now(datetime.UTC)}
    call.store[_KIND][name] = config
    return config


def _missing(call: Call, name: Named) -> AwsError:
    return AwsError("ResourceNotFoundException", f"The function {arn(call, name)} doesn't have an EventInvokeConfig")
