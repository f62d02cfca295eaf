"""CloudFront Functions: what is worked on (DEVELOPMENT) and what runs (LIVE)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import (
    FUNCTIONS,
    arn,
    check_etag,
    identifier,
    invalid,
    leaves,
    listed,
    location,
    now,
    service,
    users,
)
from embedded_aws.services.cloudfront.key_value_stores import known

_DEVELOPMENT, _LIVE = "DEVELOPMENT", "LIVE"
_LONGEST = 10 * 1024


@dataclass
class Stage:
    """One stage of a function."""

    config: Answer
    code: bytes
    etag: str = field(default_factory=identifier)
    made: Any = field(default_factory=now)


@dataclass
class Function:
    """A function, whose live stage is None until it is published."""

    name: str
    development: Stage
    live: Stage | None = None

    @property
    def config(self) -> list[Answer]:
        return [stage.config for stage in (self.development, self.live) if stage]


@service.operation("CreateFunction")
def create(call: Call) -> Answer:
    name = call.parameters["Name"]
    if name in call.store[FUNCTIONS]:
        raise AwsError("FunctionAlreadyExists", f"A function with the name {name} already exists.")
    made = Function(name, _stage(call))
    call.store[FUNCTIONS][name] = made
    return {
        "FunctionSummary": _summary(call, made, _DEVELOPMENT),
        "ETag": made.development.etag,
        "Location": location("function", name),
    }


@service.operation("DescribeFunction")
def describe(call: Call) -> Answer:
    found, name, stage = _existing_stage(call)
    return {"FunctionSummary": _summary(call, found, name), "ETag": stage.etag}


@service.operation("GetFunction")
def get(call: Call) -> Answer:
    _found, _name, stage = _existing_stage(call)
    return {"FunctionCode": stage.code, "ETag": stage.etag, "ContentType": "application/octet-stream"}


@service.operation("ListFunctions")
def list_all(call: Call) -> Answer:
    asked = call.parameters.get("Stage", _DEVELOPMENT)
    found = [made for made in call.store[FUNCTIONS].values() if asked == _DEVELOPMENT or made.live]
    return {"FunctionList": listed([_summary(call, made, asked) for made in found])}


@service.operation("UpdateFunction")
def update(call: Call) -> Answer:
    found = _existing(call)
    check_etag(call, found.development.etag)
    found.development = _stage(call)
    return {"FunctionSummary": _summary(call, found, _DEVELOPMENT), "ETag": found.development.etag}


@service.operation("PublishFunction")
def publish(call: Call) -> Answer:
    found = _existing(call)
    check_etag(call, found.development.etag)
    found.live = Stage(found.development.config, found.development.code)
    return {"FunctionSummary": _summary(call, found, _LIVE)}


@service.operation("DeleteFunction")
def delete(call: Call) -> Answer:
    found = _existing(call)
    check_etag(call, found.development.etag)
    using = len(users(call, arn(call, "function", found.name)))
    if using:
        # https://github.com/hashicorp/terraform-provider-aws/issues/21730
        raise AwsError("FunctionInUse", f"Cannot delete function {found.name}, it is in use by {using} distributions")
    del call.store[FUNCTIONS][found.name]
    return {}


def _existing(call: Call) -> Function:
    if call.parameters["Name"] not in call.store[FUNCTIONS]:
        raise AwsError("NoSuchFunctionExists", f"The function {call.parameters['Name']} does not exist.")
    found: Function = call.store[FUNCTIONS][call.parameters["Name"]]
    return found


def _existing_stage(call: Call) -> tuple[Function, str, Stage]:
    found, name = _existing(call), call.parameters.get("Stage", _DEVELOPMENT)
    stage = found.live if name == _LIVE else found.development
    if stage is None:
        raise AwsError("NoSuchFunctionExists", f"The function {found.name} is not published.")
    return found, name, stage


def _stage(call: Call) -> Stage:
    config = call.parameters["FunctionConfig"]
    stores = {value for name, value in leaves(config) if name == "KeyValueStoreARN"}
    if not stores <= known(call):
        raise invalid(f"The key value stores {', '.join(sorted(stores))} do not exist.")
    code = call.parameters["FunctionCode"]
    code = code.encode() if isinstance(code, str) else code
    if len(code) > _LONGEST:
        raise AwsError("FunctionSizeLimitExceeded", "The function code size exceeds the limit of 10 KB.")
    return Stage(config, code)


def _summary(call: Call, found: Function, name: str) -> Answer:
    stage = found.live if name == _LIVE and found.live else found.development
    return {
        "Name": found.name,
        "Status": "UNASSOCIATED" if found.live else "UNPUBLISHED",
        "FunctionConfig": stage.config,
        "FunctionMetadata": {
            "FunctionARN": arn(call, "function", found.name),
            "Stage": name,
            "CreatedTime": found.development.made,
            "LastModifiedTime": stage.made,
        },
    }
