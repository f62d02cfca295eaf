"""The bucket for Terraform's states."""

from __future__ import annotations

import contextlib
from typing import Any

from embedded_aws.environment import settings
from embedded_aws.errors import EmbeddedAwsError


def make_bucket(name: str, url: str, region: str) -> None:
    """Make a versioned, encrypted, private bucket, unless it is there; raise EmbeddedAwsError."""
    import boto3  # half a second of CPU, and needed once in a server's life
    from botocore.exceptions import BotoCoreError, ClientError

    where: dict[str, Any] = {}
    if region != "us-east-1":
        where = {"CreateBucketConfiguration": {"LocationConstraint": region}}
    variables = settings(url, region)
    s3 = boto3.client(
        "s3",
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
    )
    try:
        with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket=name, **where)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_encryption(
            Bucket=name,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
            },
        )
        s3.put_public_access_block(
            Bucket=name,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
        )
    except (BotoCoreError, ClientError) as error:
        raise EmbeddedAwsError(f"state bucket {name}: cannot be made in the embedded AWS ({error}).") from None
