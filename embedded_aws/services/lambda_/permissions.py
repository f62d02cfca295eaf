"""Permissions: a policy per alias or version, where moto has one of the version that an alias points to at the time."""

from __future__ import annotations

import json
import re
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.lambda_.base import LATEST, arn, existing, find, service

_KIND = "permissions"  # statements by id, by function and qualifier
_MISSING = AwsError("ResourceNotFoundException", "The resource you requested does not exist.")
_CONDITIONS = {
    "SourceArn": ("ArnLike", "AWS:SourceArn"),
    "SourceAccount": ("StringEquals", "AWS:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
}


@service.operation("AddPermission")
def add(call: Call) -> Answer:
    name, given = existing(call), call.parameters
    statements = call.store[_KIND].setdefault(name, {})
    if given["StatementId"] in statements:
        raise AwsError(
            "ResourceConflictException",
            f"The statement id ({given['StatementId']}) provided already exists. "
            "Please provide a new statement id, or remove the existing statement.",
        )
    if "FunctionUrlAuthType" in given and given["Action"] != "lambda:InvokeFunctionUrl":
        raise AwsError(
            "InvalidParameterValueException",
            "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
        )
    statement = {
        "Sid": given["StatementId"],
        "Effect": "Allow",
        "Principal": _principal(given["Principal"]),
        "Action": given["Action"],
        "Resource": arn(call, name, qualified=name.qualifier != LATEST),
    }
    conditions = _conditions(call)
    statements[given["StatementId"]] = statement | ({"Condition": conditions} if conditions else {})
    return {"Statement": json.dumps(statements[given["StatementId"]])}


@service.operation("RemovePermission")
def remove(call: Call) -> Answer:
    statements = find(call, _KIND, existing(call), _MISSING)
    if call.parameters["StatementId"] not in statements:
        raise _MISSING
    del statements[call.parameters["StatementId"]]
    return {}


@service.operation("GetPolicy")
def get_policy(call: Call) -> Answer:
    statements = find(call, _KIND, existing(call), _MISSING)
    if not statements:
        raise _MISSING
    policy = {"Version": "2012-10-17", "Id": "default", "Statement": list(statements.values())}
    return {"Policy": json.dumps(policy)}


def _principal(given: str) -> str | dict[str, str]:
    if given == "*":
        return given
    if ".amazonaws.com" in given:
        return {"Service": given}
    return {"AWS": f"arn:aws:iam::{given}:root" if re.fullmatch(r"\d{12}", given) else given}


def _conditions(call: Call) -> dict[str, dict[str, Any]]:
    conditions: dict[str, dict[str, Any]] = {}
    for parameter, (operator, key) in _CONDITIONS.items():
        if parameter in call.parameters:
            value = call.parameters[parameter]
            conditions.setdefault(operator, {})[key] = str(value).lower() if operator == "Bool" else value
    return conditions
