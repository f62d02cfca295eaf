"""Concurrency: provisioned is in progress when asked for, ready when next looked at; reserved may be none at all."""

from __future__ import annotations

import datetime

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.lambda_.base import LATEST, Named, arn, existing, find, named, service

_KIND = "provisioned concurrency"
_RESERVED = "reserved concurrency"
_LIMIT = 1000  # executions of an account, unless AWS raises it
_UNRESERVED = 100  # of those stay with the functions that reserve none
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
    _check(call, name)
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


@service.refusal("PutFunctionConcurrency")
def check_reserved(call: Call) -> None:
    asked = call.parameters["ReservedConcurrentExecutions"]
    if _taken(call, without=_whole(call)) + asked > _LIMIT - _UNRESERVED:
        # https://github.com/philips-labs/terraform-aws-github-runner/issues/2946
        raise AwsError(
            "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
            f"below its minimum value of [{_UNRESERVED}].",
        )


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


def _check(call: Call, name: Named) -> None:
    """Refuse what may not be kept warm."""
    asked = call.parameters["ProvisionedConcurrentExecutions"]
    reserved = call.store[_RESERVED].get(_whole(call))
    aliases = call.ask("ListAliases", FunctionName=name.function)["Aliases"]
    [weights] = [
        (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights")
        for alias in aliases
        if alias["Name"] == name.qualifier
    ] or [None]
    function = call.ask_all("GetFunctionConfiguration", FunctionName=name.function)
    said = ""
    if weights:
        # https://github.com/hashicorp/terraform/issues/24957
        said = "Alias with weights can not be used with Provisioned Concurrency"
    elif function["SnapStart"]["ApplyOn"] == "PublishedVersions":
        # https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-supported
        said = "Provisioned Concurrency is not supported for functions with SnapStart enabled."
    elif reserved is not None and asked > reserved:
        said = (
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"
        )
    elif reserved is None and _taken(call, without=name) + asked > _LIMIT - _UNRESERVED:
        # https://github.com/sst/sst/issues/5829
        said = (
            "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
            f"below its minimum value of [{_UNRESERVED}]."
        )
    if said:
        raise AwsError("InvalidParameterValueException", said)


def _taken(call: Call, without: Named) -> int:
    """Return the executions that others hold: reserved, or provisioned where none are reserved."""
    reserved = {name: number for name, number in call.store[_RESERVED].items() if name != without}
    functions = {name.function for name in call.store[_RESERVED]}
    provisioned = sum(
        int(config["RequestedProvisionedConcurrentExecutions"])
        for name, config in call.store[_KIND].items()
        if name != without and name.function not in functions
    )
    return provisioned + sum(map(int, reserved.values()))


def _whole(call: Call) -> Named:
    return Named(named(call.parameters).function, LATEST)


def _ready(config: Answer) -> Answer:
    requested = config["RequestedProvisionedConcurrentExecutions"]
    config["AvailableProvisionedConcurrentExecutions"] = requested
    config["AllocatedProvisionedConcurrentExecutions"] = requested
    config["Status"] = "READY"
    return config
