"""make bootstrap: the bucket that holds an environment's states, in its account."""

from __future__ import annotations

import json
from typing import Any

import click

from generator.errors import Refusal
from runner.aws import client, refusing
from runner.session import Session

# Days that an older version of a state is kept: it is the way back from a state that was lost or spoiled.
KEPT = 90


def bootstrap(session: Session) -> None:
    """Make the environment's state bucket, or bring an existing one to what it should be; a second run changes nothing.

    Versioned, encrypted, private, by TLS only, and not to be deleted as long as its policy says so. Raises Refusal
    where the name is another account's, or AWS refuses.
    """
    name, region = session.environment.backend.bucket, session.environment.region
    s3 = client(session, "s3")
    with refusing(f"bucket {name}", "run make bootstrap again once that is mended; what is done already stays"):
        made = _make(s3, name, region)
        s3.put_public_access_block(
            Bucket=name,
            PublicAccessBlockConfiguration=dict.fromkeys(
                ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
            ),
        )
        s3.put_bucket_ownership_controls(
            Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        )
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        s3.put_bucket_encryption(
            Bucket=name,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": True}]
            },
        )
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [_lifecycle()]})
        partition = s3.meta.partition
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps(_policy(f"arn:{partition}:s3:::{name}")))
    click.echo(
        f"{name} in {region}, {session.where}: {'made' if made else 'was there'}; versioned, encrypted, private, "
        f"by TLS only, older versions for {KEPT} days."
    )
    click.echo(f"Next: make plan ENV={session.name}")


def _make(s3: Any, name: str, region: str) -> bool:
    from botocore.exceptions import ClientError

    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status in (301, 403):
            raise Refusal(
                f"bucket {name}: there is one, of another account or region, and a name is there once in all of AWS: "
                "set another `backend.bucket` in the YAML, or use the credentials of its owner."
            ) from None
        if status != 404:
            raise
    else:
        return False
    # us-east-1 is no location that may be said: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)
    return True


def _lifecycle() -> dict[str, Any]:
    return {
        "ID": "older-states",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": KEPT},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }


def _policy(arn: str) -> dict[str, Any]:
    deny = {"Effect": "Deny", "Principal": "*"}
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                **deny,
                "Sid": "TlsOnly",
                "Action": "s3:*",
                "Resource": [arn, f"{arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {**deny, "Sid": "KeepTheBucket", "Action": "s3:DeleteBucket", "Resource": arn},
        ],
    }
