"""S3: names that AWS does not take, and bucket policies: refused ones, and those with conditions.

moto enforces bucket policies but ignores `Condition`, so that the usual "deny what is not TLS" denies everything.
It cannot judge a condition, so statements that have one are kept and shown here, and not given to moto.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("s3", regional=False)


# S3 User Guide, "Bucket naming rules"
_NAME = re.compile(
    r"(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?<!-s3alias)(?<!--ol-s3)(?<!\.mrap)"
)
_ADDRESS = re.compile(r"(\d{1,3}\.){3}\d{1,3}")


@service.refusal("CreateBucket")
def bad_name(call: Call) -> None:
    name = call.parameters["Bucket"]
    if not _NAME.fullmatch(name) or _ADDRESS.fullmatch(name) or ".." in name:
        raise AwsError("InvalidBucketName", "The specified bucket is not valid.")


@service.refusal("PutBucketPolicy")
def policy_that_cannot_be(call: Call) -> None:
    bucket = call.parameters["Bucket"]
    statements = _statements(call.parameters["Policy"])
    for statement in statements:
        if "Principal" not in statement and "NotPrincipal" not in statement:
            raise AwsError("MalformedPolicy", "Missing required field Principal")
        for resource in _list(statement.get("Resource")):
            if resource.partition(":::")[2].partition("/")[0] not in (bucket, "*", f"{bucket}*"):
                raise AwsError("MalformedPolicy", "Policy has invalid resource")
    if any(map(_is_public, statements)) and _blocks_public_policies(call, bucket):
        said = (
            f"User: arn:aws:iam::{call.account}:root is not authorized to perform: s3:PutBucketPolicy on resource: "
            f'"arn:aws:s3:::{bucket}" because public policies are blocked by the BlockPublicPolicy block public access '
            "setting."
        )
        raise AwsError("AccessDenied", said)


def _is_public(statement: dict[str, Any]) -> bool:
    """Tell whether everybody is let in. A condition may narrow that; which does is not judged here."""
    principal = statement.get("Principal")
    named = principal.get("AWS") if isinstance(principal, dict) else principal
    return statement.get("Effect") == "Allow" and "*" in _list(named) and not statement.get("Condition")


def _blocks_public_policies(call: Call, bucket: str) -> bool:
    try:
        block = call.ask("GetPublicAccessBlock", Bucket=bucket)["PublicAccessBlockConfiguration"]
    except AwsError:
        return False
    return bool(block.get("BlockPublicPolicy"))


@service.refusal("PutBucketNotificationConfiguration")
def destination_that_does_not_let_s3_in(call: Call) -> None:
    if any(not _lets_s3_in(call, arn) for arn in _destinations(call.parameters["NotificationConfiguration"])):
        raise AwsError("InvalidArgument", "Unable to validate the following destination configurations")


def _destinations(configuration: dict[str, Any]) -> Iterator[str]:
    for kind, name in {"Queue": "QueueArn", "Topic": "TopicArn", "LambdaFunction": "LambdaFunctionArn"}.items():
        yield from (each[name] for each in configuration.get(f"{kind}Configurations", []))


def _lets_s3_in(call: Call, arn: str) -> bool:
    """Tell whether the policy of a queue, topic or function names S3 or everybody."""
    _, _, kind, _, _, name, *rest = arn.split(":")
    try:
        if kind == "sqs":
            url = call.ask_all("sqs:GetQueueUrl", QueueName=name)["QueueUrl"]
            policy = call.ask_all("sqs:GetQueueAttributes", QueueUrl=url, AttributeNames=["Policy"])["Attributes"][
                "Policy"
            ]
        elif kind == "sns":
            policy = call.ask_all("sns:GetTopicAttributes", TopicArn=arn)["Attributes"]["Policy"]
        else:
            qualifier = {"Qualifier": rest[1]} if len(rest) > 1 else {}
            policy = call.ask_all("lambda:GetPolicy", FunctionName=rest[0], **qualifier)["Policy"]
    except (AwsError, KeyError):
        return False
    return any(
        statement.get("Effect") == "Allow" and {"s3.amazonaws.com", "*"} & set(_principals(statement))
        for statement in _statements(policy)
    )


def _principals(statement: dict[str, Any]) -> Iterator[str]:
    principal = statement.get("Principal")
    for named in principal.values() if isinstance(principal, dict) else [principal]:
        yield from _list(named)


@service.operation("PutBucketPolicy")
def put_bucket_policy(call: Call) -> Answer:
    bucket, text = call.parameters["Bucket"], call.parameters["Policy"]
    enforced = _without_conditions(text)
    if enforced["Statement"]:
        call.ask("PutBucketPolicy", Bucket=bucket, Policy=json.dumps(enforced))
    else:
        call.ask("DeleteBucketPolicy", Bucket=bucket)
    call.store["policies"][bucket] = text
    return {}


@service.operation("GetBucketPolicy")
def get_bucket_policy(call: Call) -> Answer:
    bucket = call.parameters["Bucket"]
    if bucket in call.store["policies"]:
        return {"Policy": call.store["policies"][bucket]}
    return call.ask("GetBucketPolicy", Bucket=bucket)


@service.completion("DeleteBucketPolicy", "DeleteBucket")
def forget(call: Call, _answer: Answer) -> None:
    call.store["policies"].pop(call.parameters["Bucket"], None)


def _without_conditions(text: str) -> dict[str, Any]:
    kept = [statement for statement in _statements(text) if not statement.get("Condition")]
    return {**json.loads(text), "Statement": kept}


def _statements(text: str) -> list[dict[str, Any]]:
    try:
        return _list(json.loads(text)["Statement"])
    except (ValueError, KeyError, TypeError):
        raise AwsError("MalformedPolicy", "This policy contains invalid Json") from None


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
