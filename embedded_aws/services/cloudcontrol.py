"""Cloud Control: the types that our modules make with it, permissions of Lambda functions and Transaction Search.

Source: Cloud Control API Reference; for the types CloudFormation's Template Reference.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any, Protocol

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("cloudcontrol")

_RESOURCES = "resources"  # desired states by type and identifier
_REQUESTS = "requests"  # progress by token


class _Type(Protocol):
    """What is special about a type."""

    def create(self, call: Call, desired: Answer) -> tuple[str, Answer]:
        """Return the identifier and the state of a new one."""

    def update(self, state: Answer) -> None:
        """Refuse what cannot become of one."""

    def delete(self, call: Call, state: Answer) -> None:
        """Take away what it stands for."""


@dataclass(frozen=True)
class _Permission:
    def create(self, call: Call, desired: Answer) -> tuple[str, Answer]:
        statement_id = f"cloudcontrol-{uuid.uuid4()}"
        call.ask_all("lambda:AddPermission", StatementId=statement_id, **desired)
        return f"{desired['FunctionName']}|{statement_id}", desired | {"Id": statement_id}

    def update(self, state: Answer) -> None:
        raise AwsError("NotUpdatableException", "All properties of AWS::Lambda::Permission are create-only.")

    def delete(self, call: Call, state: Answer) -> None:
        call.ask_all("lambda:RemovePermission", FunctionName=state["FunctionName"], StatementId=state["Id"])


@dataclass(frozen=True)
class _TransactionSearch:
    """Once an account and region; X-Ray must be allowed to write spans first (UpdateTraceSegmentDestination)."""

    def create(self, call: Call, desired: Answer) -> tuple[str, Answer]:
        if any(kind == _TRANSACTION_SEARCH for kind, _ in call.store[_RESOURCES]):
            raise AwsError("AlreadyExistsException", "Transaction Search is enabled already.")
        policies = call.ask_all("logs:DescribeResourcePolicies")["resourcePolicies"]
        if not any(_lets_xray_write(json.loads(each["policyDocument"])) for each in policies):
            said = "XRay does not have permission to call PutLogEvents on the aws/spans Log Group"
            raise AwsError("InvalidRequestException", said)
        state = {"IndexingPercentage": 1} | desired | {"AccountId": call.account}
        self.update(state)
        return call.account, state

    def update(self, state: Answer) -> None:
        if not 0 <= state["IndexingPercentage"] <= 100:
            raise AwsError("InvalidRequestException", "IndexingPercentage must be from 0 to 100.")

    def delete(self, call: Call, state: Answer) -> None:
        """X-Ray keeps traces itself again."""


_TRANSACTION_SEARCH = "AWS::XRay::TransactionSearchConfig"
_TYPES: dict[str, _Type] = {"AWS::Lambda::Permission": _Permission(), _TRANSACTION_SEARCH: _TransactionSearch()}


@service.operation("CreateResource")
def create(call: Call) -> Answer:
    identifier, state = _type(call).create(call, json.loads(call.parameters["DesiredState"]))
    call.store[_RESOURCES][call.parameters["TypeName"], identifier] = state
    return _done(call, "CREATE", identifier)


@service.operation("GetResource")
def get(call: Call) -> Answer:
    properties = json.dumps(_found(call))
    description = {"Identifier": call.parameters["Identifier"], "Properties": properties}
    return {"TypeName": call.parameters["TypeName"], "ResourceDescription": description}


@service.operation("ListResources")
def list_all(call: Call) -> Answer:
    _type(call)
    kind = call.parameters["TypeName"]
    found = {identifier: state for (each, identifier), state in call.store[_RESOURCES].items() if each == kind}
    described = [{"Identifier": name, "Properties": json.dumps(state)} for name, state in found.items()]
    return {"TypeName": kind, "ResourceDescriptions": described}


@service.operation("UpdateResource")
def update(call: Call) -> Answer:
    state = dict(_found(call))
    for change in json.loads(call.parameters["PatchDocument"]):
        _patch(state, change)
    _type(call).update(state)
    call.store[_RESOURCES][call.parameters["TypeName"], call.parameters["Identifier"]] = state
    return _done(call, "UPDATE", call.parameters["Identifier"])


@service.operation("DeleteResource")
def delete(call: Call) -> Answer:
    _type(call).delete(call, _found(call))
    del call.store[_RESOURCES][call.parameters["TypeName"], call.parameters["Identifier"]]
    return _done(call, "DELETE", call.parameters["Identifier"])


@service.operation("GetResourceRequestStatus")
def status(call: Call) -> Answer:
    token = call.parameters["RequestToken"]
    if token not in call.store[_REQUESTS]:
        raise AwsError("RequestTokenNotFoundException", f"Request with token {token} was not found.")
    return {"ProgressEvent": call.store[_REQUESTS][token]}


def _patch(state: Answer, change: dict[str, Any]) -> None:
    """Make one change of a JSON patch (RFC 6902) of a property itself."""
    name = change["path"].removeprefix("/")
    if change["op"] == "remove":
        del state[name]
    else:
        state[name] = change["value"]


def _lets_xray_write(policy: dict[str, Any]) -> bool:
    return any(
        each["Effect"] == "Allow"
        and each["Principal"] == {"Service": "xray.amazonaws.com"}
        and each["Action"] == "logs:PutLogEvents"
        and any(name.endswith(":log-group:aws/spans:*") for name in each["Resource"])
        for each in policy["Statement"]
    )


def _done(call: Call, operation: str, identifier: str) -> Answer:
    event = {
        "TypeName": call.parameters["TypeName"],
        "Identifier": identifier,
        "RequestToken": str(uuid.uuid4()),
        "Operation": operation,
        "OperationStatus": "SUCCESS",
    }
    call.store[_REQUESTS][event["RequestToken"]] = event
    return {"ProgressEvent": event}


def _found(call: Call) -> Answer:
    _type(call)
    kind, identifier = call.parameters["TypeName"], call.parameters["Identifier"]
    if (kind, identifier) not in call.store[_RESOURCES]:
        raise AwsError("ResourceNotFoundException", f"Resource of type '{kind}' not found: {identifier}.")
    found: Answer = call.store[_RESOURCES][kind, identifier]
    return found


def _type(call: Call) -> _Type:
    kind = call.parameters["TypeName"]
    if kind not in _TYPES:
        raise AwsError("UnsupportedActionException", f"The embedded AWS makes {' and '.join(_TYPES)} only.")
    return _TYPES[kind]
