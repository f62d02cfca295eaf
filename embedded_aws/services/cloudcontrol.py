"""Cloud Control: permissions of Lambda functions, the one type that our modules make with it."""

from __future__ import annotations

import json
import uuid

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("cloudcontrol")

_PERMISSION = "AWS::Lambda::Permission"
_RESOURCES = "resources"  # desired states by identifier
_REQUESTS = "requests"  # progress by token


@service.operation("CreateResource")
def create(call: Call) -> Answer:
    _check(call)
    desired = json.loads(call.parameters["DesiredState"])
    statement_id = f"cloudcontrol-{uuid.uuid4()}"
    call.ask_all("lambda:AddPermission", StatementId=statement_id, **desired)
    identifier = f"{desired['FunctionName']}|{statement_id}"
    call.store[_RESOURCES][identifier] = desired | {"Id": statement_id}
    return _done(call, "CREATE", identifier)


@service.operation("GetResource")
def get(call: Call) -> Answer:
    properties = json.dumps(_found(call))
    description = {"Identifier": call.parameters["Identifier"], "Properties": properties}
    return {"TypeName": _PERMISSION, "ResourceDescription": description}


@service.operation("DeleteResource")
def delete(call: Call) -> Answer:
    found = _found(call)
    call.ask_all("lambda:RemovePermission", FunctionName=found["FunctionName"], StatementId=found["Id"])
    del call.store[_RESOURCES][call.parameters["Identifier"]]
    return _done(call, "DELETE", call.parameters["Identifier"])


@service.operation("GetResourceRequestStatus")
def status(call: Call) -> Answer:
    token = call.parameters["RequestToken"]
    if token not in call.store[_REQUESTS]:
        raise AwsError("RequestTokenNotFoundException", f"Request with token {token} was not found.")
    return {"ProgressEvent": call.store[_REQUESTS][token]}


def _done(call: Call, operation: str, identifier: str) -> Answer:
    event = {
        "TypeName": _PERMISSION,
        "Identifier": identifier,
        "RequestToken": str(uuid.uuid4()),
        "Operation": operation,
        "OperationStatus": "SUCCESS",
    }
    call.store[_REQUESTS][event["RequestToken"]] = event
    return {"ProgressEvent": event}


def _found(call: Call) -> Answer:
    _check(call)
    identifier = call.parameters["Identifier"]
    if identifier not in call.store[_RESOURCES]:
        raise AwsError("ResourceNotFoundException", f"Resource of type '{_PERMISSION}' not found: {identifier}.")
    found: Answer = call.store[_RESOURCES][identifier]
    return found


def _check(call: Call) -> None:
    if call.parameters["TypeName"] != _PERMISSION:
        raise AwsError("UnsupportedActionException", f"The embedded AWS makes {_PERMISSION} only.")
