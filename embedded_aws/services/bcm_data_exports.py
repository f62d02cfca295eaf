"""Data Exports: cost and usage reports into a bucket that lets AWS write.

Source: AWS Billing and Cost Management API Reference, Data Exports, CreateExport; AWS Data Exports User
Guide, "Setting up an Amazon S3 bucket for data exports".
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("bcm-data-exports", regional=False, whole=True)

_EXPORTS, _TAGS = "exports", "tags"
_WRITER = "bcm-data-exports.amazonaws.com"


@service.refusal(
    "CreateExport", "GetExport", "UpdateExport", "DeleteExport", "TagResource", "UntagResource", "ListTagsForResource"
)
def elsewhere(call: Call) -> None:
    """Data Exports has an endpoint in us-east-1 only."""
    if call.region != "us-east-1":
        raise _invalid(f"Data Exports is not available in {call.region}.")


@service.operation("CreateExport")
def create(call: Call) -> Answer:
    export = _checked(call, call.parameters["Export"])
    if any(each["Name"] == export["Name"] for each in call.store[_EXPORTS].values()):
        raise _invalid(f"An export named {export['Name']} exists already.")
    arn = f"arn:aws:bcm-data-exports:us-east-1:{call.account}:export/{export['Name']}-{uuid.uuid4()}"
    call.store[_EXPORTS][arn] = export | {"ExportArn": arn}
    _remember_tags(call, arn)
    return {"ExportArn": arn}


@service.operation("GetExport")
def get(call: Call) -> Answer:
    return {"Export": _export(call, call.parameters["ExportArn"]), "ExportStatus": {"StatusCode": "HEALTHY"}}


@service.operation("ListExports")
def list_all(call: Call) -> Answer:
    kept = call.store[_EXPORTS].values()
    status = {"StatusCode": "HEALTHY"}
    return {"Exports": [{"ExportArn": e["ExportArn"], "ExportName": e["Name"], "ExportStatus": status} for e in kept]}


@service.operation("UpdateExport")
def update(call: Call) -> Answer:
    arn = _export(call, call.parameters["ExportArn"])["ExportArn"]
    call.store[_EXPORTS][arn] = _checked(call, call.parameters["Export"]) | {"ExportArn": arn}
    return {"ExportArn": arn}


@service.operation("DeleteExport")
def delete(call: Call) -> Answer:
    arn = _export(call, call.parameters["ExportArn"])["ExportArn"]
    del call.store[_EXPORTS][arn]
    return {"ExportArn": arn}


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    _remember_tags(call, call.parameters["ResourceArn"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    for key in call.parameters["ResourceTagKeys"]:
        call.store[_TAGS].get(call.parameters["ResourceArn"], {}).pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def tags(call: Call) -> Answer:
    kept = call.store[_TAGS].get(call.parameters["ResourceArn"], {})
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in kept.items()]}


def _checked(call: Call, export: Any) -> Answer:
    """Refuse a query of everything and a bucket that AWS may not write to; fill in what AWS fills in."""
    statement = export["DataQuery"]["QueryStatement"]
    if not re.fullmatch(r"SELECT [\w, ]+ FROM \w+", statement):
        raise _invalid("The query statement must select columns by name.")
    bucket = export["DestinationConfigurations"]["S3Destination"]["S3Bucket"]
    try:
        policy = json.loads(call.ask_all("s3:GetBucketPolicy", Bucket=bucket)["Policy"])
    except AwsError as error:
        raise _refused(bucket) from error
    if not any(_lets_write(each) for each in policy["Statement"]):
        raise _refused(bucket)
    filled = {"BILLING_VIEW_ARN": f"arn:aws:billing::{call.account}:billingview/primary"}
    given = export["DataQuery"].get("TableConfigurations", {})
    query = {"QueryStatement": statement, "TableConfigurations": {key: filled | each for key, each in given.items()}}
    return dict(export) | {"DataQuery": query}


def _lets_write(statement: dict[str, Any]) -> bool:
    principal = statement["Principal"]
    named = principal.get("Service", []) if isinstance(principal, dict) else []
    return statement["Effect"] == "Allow" and _WRITER in named and "s3:PutObject" in statement["Action"]


def _export(call: Call, arn: str) -> Answer:
    if arn not in call.store[_EXPORTS]:
        raise AwsError("ResourceNotFoundException", f"Export {arn} not found.")
    found: Answer = call.store[_EXPORTS][arn]
    return found


def _remember_tags(call: Call, arn: str) -> None:
    given = {each["Key"]: each["Value"] for each in call.parameters.get("ResourceTags", [])}
    call.store[_TAGS].setdefault(arn, {}).update(given)


def _refused(bucket: str) -> AwsError:
    return _invalid(f"S3 bucket permission validation failed for {bucket}: its policy must let {_WRITER} write.")


def _invalid(said: str) -> AwsError:
    return AwsError("ValidationException", said)
