"""Function URLs: one per qualifier, with all of their settings."""

from __future__ import annotations

import datetime
import secrets

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.lambda_.base import LATEST, Named, arn, existing, find, named, service

_KIND = "urls"
_FIELDS = ("AuthType", "Cors", "InvokeMode")
_MISSING = AwsError("ResourceNotFoundException", "The resource you requested does not exist.")


@service.operation("CreateFunctionUrlConfig")
def create(call: Call) -> Answer:
    name = existing(call)
    if name in call.store[_KIND]:
        raise AwsError(
            "ResourceConflictException",
            f"Failed to create function url config for [functionArn = {arn(call, name)}]. "
            "Error message: FunctionUrlConfig exists for this Lambda function",
        )
    call.store[_KIND][name] = {
        "FunctionUrl": f"https://{secrets.token_hex(16)}.lambda-url.{call.region}.on.aws/",
        "FunctionArn": arn(call, name, qualified=name.qualifier != LATEST),
        "CreationTime": _now(),
        "InvokeMode": "BUFFERED",
    }
    return _set(call, name)


@service.operation("UpdateFunctionUrlConfig")
def update(call: Call) -> Answer:
    name = existing(call)
    find(call, _KIND, name, _MISSING)
    return _set(call, name)


@service.operation("GetFunctionUrlConfig")
def get(call: Call) -> Answer:
    return find(call, _KIND, existing(call), _MISSING)


@service.operation("DeleteFunctionUrlConfig")
def delete(call: Call) -> Answer:
    name = existing(call)
    find(call, _KIND, name, _MISSING)
    del call.store[_KIND][name]
    return {}


@service.operation("ListFunctionUrlConfigs")
def list_all(call: Call) -> Answer:
    function = named(call.parameters).function
    return {"FunctionUrlConfigs": [config for name, config in call.store[_KIND].items() if name.function == function]}


def _set(call: Call, name: Named) -> Answer:
    config: Answer = call.store[_KIND][name]
    config |= {field: call.parameters[field] for field in _FIELDS if field in call.parameters}
    if not config.get("Cors"):
        config.pop("Cors", None)  # an empty one takes it back
    config["LastModifiedTime"] = _now()
    return config


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
