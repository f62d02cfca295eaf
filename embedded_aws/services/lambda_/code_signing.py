"""Code signing: the configurations, and which function uses which."""

from __future__ import annotations

import datetime
import secrets

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.lambda_.base import LATEST, Named, existing, named, service

_CONFIGS = "code signing configs"
_USED = "code signing config of function"
_TAGS = "tags of code signing configs"
_FIELDS = ("Description", "AllowedPublishers", "CodeSigningPolicies")


@service.operation("CreateCodeSigningConfig")
def create(call: Call) -> Answer:
    identifier = f"csc-{secrets.token_hex(9)[:17]}"
    arn = f"arn:aws:lambda:{call.region}:{call.account}:code-signing-config:{identifier}"
    call.store[_CONFIGS][arn] = {
        "CodeSigningConfigId": identifier,
        "CodeSigningConfigArn": arn,
        "Description": "",
        "CodeSigningPolicies": {"UntrustedArtifactOnDeployment": "Warn"},
    }
    call.store[_TAGS][arn] = dict(call.parameters.get("Tags", {}))
    return _set(call, call.store[_CONFIGS][arn])


@service.operation("GetCodeSigningConfig")
def get(call: Call) -> Answer:
    return {"CodeSigningConfig": _config(call)}


@service.operation("UpdateCodeSigningConfig")
def update(call: Call) -> Answer:
    return _set(call, _config(call))


@service.operation("DeleteCodeSigningConfig")
def delete(call: Call) -> Answer:
    arn = _config(call)["CodeSigningConfigArn"]
    if arn in call.store[_USED].values():
        raise AwsError("ResourceConflictException", f"The code signing config {arn} is used by a function.")
    del call.store[_CONFIGS][arn], call.store[_TAGS][arn]
    return {}


@service.operation("ListCodeSigningConfigs")
def list_all(call: Call) -> Answer:
    return {"CodeSigningConfigs": list(call.store[_CONFIGS].values())}


@service.operation("ListTags")
def list_tags(call: Call) -> Answer:
    """Answer for the configurations; moto has the tags of everything else."""
    arn = call.parameters["Resource"]
    return {"Tags": call.store[_TAGS][arn]} if arn in call.store[_TAGS] else call.ask("ListTags", Resource=arn)


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    arn = call.parameters["Resource"]
    if arn not in call.store[_TAGS]:
        return call.ask("TagResource", **call.parameters)
    call.store[_TAGS][arn].update(call.parameters["Tags"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    arn = call.parameters["Resource"]
    if arn not in call.store[_TAGS]:
        return call.ask("UntagResource", **call.parameters)
    for key in call.parameters["TagKeys"]:
        call.store[_TAGS][arn].pop(key, None)
    return {}


@service.operation("PutFunctionCodeSigningConfig")
def put_on_function(call: Call) -> Answer:
    name = existing(call)
    call.store[_USED][name] = _config(call)["CodeSigningConfigArn"]
    return get_of_function(call)


@service.operation("GetFunctionCodeSigningConfig")
def get_of_function(call: Call) -> Answer:
    """Leave the ARN out where the function has none: the provider reads that as "no code signing"."""
    name = existing(call)
    used = {"CodeSigningConfigArn": call.store[_USED][name]} if name in call.store[_USED] else {}
    return {"FunctionName": name.function, **used}


@service.operation("DeleteFunctionCodeSigningConfig")
def delete_of_function(call: Call) -> Answer:
    call.store[_USED].pop(existing(call), None)
    return {}


@service.completion("CreateFunction")
def remember_on_creation(call: Call, _answer: Answer) -> None:
    if call.parameters.get("CodeSigningConfigArn"):
        name = Named(named(call.parameters).function, LATEST)
        call.store[_USED][name] = call.parameters["CodeSigningConfigArn"]


def _config(call: Call) -> Answer:
    arn = call.parameters["CodeSigningConfigArn"]
    if arn not in call.store[_CONFIGS]:
        raise AwsError("CodeSigningConfigNotFoundException", f"The code signing config {arn} does not exist.")
    config: Answer = call.store[_CONFIGS][arn]
    return config


def _set(call: Call, config: Answer) -> Answer:
    config |= {field: call.parameters[field] for field in _FIELDS if field in call.parameters}
    config["LastModified"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    return {"CodeSigningConfig": config}
