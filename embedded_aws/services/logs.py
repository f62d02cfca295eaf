"""CloudWatch Logs: the class of a log group, a key that changes, and keys that do not let the service in."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("logs")

_KEYS = "key of log group"

service.keeps(
    "logGroupClass",
    identity=lambda _call, item: item.get("logGroupName"),
    set_by=("CreateLogGroup",),
    shown_by={"DescribeLogGroups": "logGroups[]"},
    forgotten_by=("DeleteLogGroup",),
)


@service.operation("AssociateKmsKey")
def encrypt(call: Call) -> Answer:
    call.store[_KEYS][_group(call)] = call.parameters["kmsKeyId"]
    return {}


@service.operation("DisassociateKmsKey")
def leave_to_aws(call: Call) -> Answer:
    call.store[_KEYS][_group(call)] = None
    return {}


@service.completion("DeleteLogGroup")
def forget(call: Call, _answer: Answer) -> None:
    call.store[_KEYS].pop(call.parameters["logGroupName"], None)


@service.completion("DescribeLogGroups")
def show(call: Call, answer: Answer) -> None:
    for group in answer["logGroups"]:
        group.setdefault("logGroupClass", "STANDARD")
        key = call.store[_KEYS].get(group["logGroupName"], group.get("kmsKeyId"))
        group.pop("kmsKeyId", None)
        if key:
            group["kmsKeyId"] = key


# CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using KMS"; the words are those of
# hashicorp/terraform-provider-aws#29282.
@service.refusal("AssociateKmsKey", "CreateLogGroup")
def key_that_does_not_let_logs_in(call: Call) -> None:
    key = call.parameters.get("kmsKeyId")
    if not key or _lets_logs_in(call, key):
        return
    name = call.parameters.get("logGroupName", "*")
    arn = f"arn:aws:logs:{call.region}:{call.account}:log-group:{name}"
    said = f"The specified KMS key does not exist or is not allowed to be used with Arn '{arn}'"
    raise AwsError("AccessDeniedException", said)


def _lets_logs_in(call: Call, key: str) -> bool:
    try:
        policy = json.loads(call.ask("kms:GetKeyPolicy", KeyId=key, PolicyName="default")["Policy"])
    except AwsError:
        return False
    logs = f"logs.{call.region}.amazonaws.com"
    return any(
        statement["Effect"] == "Allow" and logs in _services(statement.get("Principal"))
        for statement in policy["Statement"]
    )


def _services(principal: Any) -> list[str]:
    named = principal.get("Service", []) if isinstance(principal, dict) else []
    return named if isinstance(named, list) else [named]


def _group(call: Call) -> str:
    """Return the name of the log group that is meant; raise ResourceNotFoundException where there is none."""
    named: str = call.parameters.get("logGroupName") or call.parameters["resourceIdentifier"]
    name = named.partition(":log-group:")[2].partition(":")[0] or named
    found = call.ask("DescribeLogGroups", logGroupNamePrefix=name)["logGroups"]
    if name not in [group["logGroupName"] for group in found]:
        raise AwsError("ResourceNotFoundException", "The specified log group does not exist.")
    return name


# Queries that people keep: moto has none.
# CloudWatch Logs API Reference: PutQueryDefinition, DescribeQueryDefinitions, DeleteQueryDefinition

_QUERIES = "query definitions"  # by id


@service.operation("PutQueryDefinition")
def keep_query(call: Call) -> Answer:
    given = dict(call.parameters)
    given.pop("clientToken", None)
    identity = given.setdefault("queryDefinitionId", str(uuid.uuid4()))
    if "queryDefinitionId" in call.parameters and identity not in call.store[_QUERIES]:
        raise AwsError("ResourceNotFoundException", "The specified query definition does not exist.")
    call.store[_QUERIES][identity] = given | {"lastModified": int(time.time() * 1000)}
    return {"queryDefinitionId": identity}


@service.operation("DescribeQueryDefinitions")
def list_queries(call: Call) -> Answer:
    prefix = call.parameters.get("queryDefinitionNamePrefix", "")
    kept = [each for each in call.store[_QUERIES].values() if each["name"].startswith(prefix)]
    return {"queryDefinitions": sorted(kept, key=lambda each: str(each["name"]))}


@service.operation("DeleteQueryDefinition")
def drop_query(call: Call) -> Answer:
    if call.store[_QUERIES].pop(call.parameters["queryDefinitionId"], None) is None:
        raise AwsError("ResourceNotFoundException", "The specified query definition does not exist.")
    return {"success": True}
