"""CloudWatch Logs: the class of a log group, a key that changes, saved queries, masking and indexes of fields."""

from __future__ import annotations

import json
import re
import time
import uuid
from typing import Any, NoReturn

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("logs")

_KEYS = "key of log group"
_MASKED, _INDEXED = "data protection policies", "index policies"  # by log group

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
    for kept in (_KEYS, _MASKED, _INDEXED):
        call.store[kept].pop(call.parameters["logGroupName"], None)


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


def _group(call: Call, identifier: str = "") -> str:
    """Return the name of the log group that is meant; raise ResourceNotFoundException where there is none."""
    keys = ("logGroupName", "resourceIdentifier", "logGroupIdentifier")
    named: str = identifier or next(call.parameters[key] for key in keys if call.parameters.get(key))
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


# What is masked, and which fields are indexed, by log group: moto has neither.
# CloudWatch Logs API Reference: PutDataProtectionPolicy, PutIndexPolicy

# User Guide, "CloudWatch Logs managed data identifiers for sensitive data types": those that hold everywhere; others
# name a country
_MANAGED = {
    *("Address", "AwsSecretKey", "CreditCardExpiration", "CreditCardNumber", "CreditCardSecurityCode", "EmailAddress"),
    *("IpAddress", "LatLong", "Name", "OpenSshPrivateKey", "PgpPrivateKey", "PkcsPrivateKey", "PuttyPrivateKey"),
    "VehicleIdentificationNumber",
}
_OF_A_COUNTRY = re.compile(r"[A-Z][A-Za-z]+-[A-Z]{2}")
_PATTERN = re.compile(r"[a-zA-Z0-9_#=@/;, ^$?\[\]{}|\\*+.-]{1,200}")


@service.operation("PutDataProtectionPolicy")
def mask(call: Call) -> Answer:
    group, text = _group(call), call.parameters["policyDocument"]
    document = _document(text, longest=30720)
    _check_masking(call, document)
    call.store[_MASKED][group] = {"policyDocument": text, "lastUpdatedTime": int(time.time() * 1000)}
    return {"logGroupIdentifier": group, **call.store[_MASKED][group]}


@service.operation("GetDataProtectionPolicy")
def show_masking(call: Call) -> Answer:
    group = _group(call)
    return {"logGroupIdentifier": group, **call.store[_MASKED].get(group, {})}


@service.operation("DeleteDataProtectionPolicy")
def unmask(call: Call) -> Answer:
    call.store[_MASKED].pop(_group(call), None)
    return {}


@service.operation("PutIndexPolicy")
def index(call: Call) -> Answer:
    group, text = _group(call), call.parameters["policyDocument"]
    fields = _document(text, longest=5120).get("Fields")
    if not isinstance(fields, list) or not 0 < len(fields) <= 20 or any(not 0 < len(each) <= 100 for each in fields):
        raise AwsError("InvalidParameterException", "An index policy must have 1 to 20 fields of up to 100 characters.")
    call.store[_INDEXED][group] = {"policyDocument": text, "lastUpdateTime": int(time.time() * 1000)}
    return {"indexPolicy": _index(call, group)}


@service.operation("DescribeIndexPolicies")
def show_indexes(call: Call) -> Answer:
    groups = [_group(call, named) for named in call.parameters["logGroupIdentifiers"]]
    return {"indexPolicies": [_index(call, group) for group in groups if group in call.store[_INDEXED]]}


@service.operation("DeleteIndexPolicy")
def unindex(call: Call) -> Answer:
    call.store[_INDEXED].pop(_group(call), None)
    return {}


def _index(call: Call, group: str) -> dict[str, Any]:
    arn = f"arn:aws:logs:{call.region}:{call.account}:log-group:{group}"
    return {"logGroupIdentifier": arn, "source": "LOG_GROUP", **call.store[_INDEXED][group]}


def _document(text: str, longest: int) -> dict[str, Any]:
    """Return the policy; `longest` is in characters. Raise InvalidParameterException where it is none."""
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict) or len(text) > longest:
        raise AwsError("InvalidParameterException", f"The policy must be a JSON object of up to {longest} characters.")
    return document


# User Guide, "Understanding data protection policies" and "Custom data identifiers"
def _check_masking(call: Call, document: dict[str, Any]) -> None:
    custom = {each["Name"]: each["Regex"] for each in document.get("Configuration", {}).get("CustomDataIdentifier", [])}
    statements = document.get("Statement", [])
    by_operation = {operation: each for each in statements for operation in each["Operation"]}
    if by_operation.keys() != {"Audit", "Deidentify"} or document.get("Version") != "2021-06-01":
        _refuse_masking("must be of version 2021-06-01 and have one Audit and one Deidentify operation")
    audit, mask_config = by_operation["Audit"], by_operation["Deidentify"]["Operation"]["Deidentify"]
    if audit["DataIdentifier"] != by_operation["Deidentify"]["DataIdentifier"] or mask_config != {"MaskConfig": {}}:
        _refuse_masking("must mask exactly the identifiers that it audits, with an empty MaskConfig")
    for identifier in audit["DataIdentifier"]:
        name = identifier.rpartition("data-identifier/")[2]
        if identifier not in custom and name not in _MANAGED and not _OF_A_COUNTRY.fullmatch(name):
            _refuse_masking(f"names {identifier}, which is no data identifier")
    if not audit["DataIdentifier"] or len(custom) > 10 or custom.keys() & _MANAGED:
        _refuse_masking("must have identifiers, of which 10 may be custom, with names that AWS's have not")
    if not all(re.fullmatch(r"[\w-]{1,128}", name) and _PATTERN.fullmatch(regex) for name, regex in custom.items()):
        _refuse_masking("has a custom identifier with a name or regular expression that is not supported")
    destination = audit["Operation"]["Audit"]["FindingsDestination"]
    if "CloudWatchLogs" in destination:
        _group(call, destination["CloudWatchLogs"]["LogGroup"])


def _refuse_masking(fault: str) -> NoReturn:
    raise AwsError("InvalidParameterException", f"The data protection policy {fault}.")
