"""S3: bucket policies with conditions.

moto enforces bucket policies but ignores `Condition`, so that the usual "deny what is not TLS" denies everything.
It cannot judge a condition, so statements that have one are kept and shown here, and not given to moto.
"""

from __future__ import annotations

import json
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("s3", regional=False)


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
    try:
        policy = json.loads(text)
        statements = policy["Statement"]
    except (ValueError, KeyError, TypeError):
        raise AwsError("MalformedPolicy", "This policy contains invalid Json") from None
    statements = statements if isinstance(statements, list) else [statements]
    return {**policy, "Statement": [statement for statement in statements if not statement.get("Condition")]}
