"""What each addition makes possible. Every scenario holds on the embedded AWS, and breaks on stock moto."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[[str], Any]
Scenario = Callable[[Client], None]

QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:dlq"
DENY_PLAIN_HTTP = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::scenario", "arn:aws:s3:::scenario/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ],
}


SCENARIOS: list[Scenario] = []


def scenario(check: Scenario) -> Scenario:
    SCENARIOS.append(check)
    return check


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect the error that AWS gives."""
    with pytest.raises(ClientError) as raised:
        yield
    assert raised.value.response["Error"]["Code"] == code


def package() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("main.py", "def handler(event, context): ...")
    return buffer.getvalue()


def make_role(
    aws: Client, name: str, *allowed: dict[str, Any], service: str | list[str] = "lambda.amazonaws.com"
) -> str:
    """Make a role that a service may take, with an inline policy; return its ARN."""
    trust = [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}]
    iam = aws("iam")
    arn: str = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(*trust))["Role"]["Arn"]
    if allowed:
        iam.put_role_policy(RoleName=name, PolicyName="allowed", PolicyDocument=policy(*allowed))
    return arn


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def make_things(aws: Client) -> None:
    """Make what the scenarios start from; this must work on stock moto too."""
    role = make_role(aws, "scenario", {"Effect": "Allow", "Action": "*", "Resource": "*"})
    awslambda = aws("lambda")
    awslambda.create_function(
        FunctionName="f",
        Role=role,
        Runtime="python3.13",
        Handler="main.handler",
        Code={"ZipFile": package()},
        Publish=True,
        DeadLetterConfig={"TargetArn": QUEUE_ARN},
        TracingConfig={"Mode": "Active"},
        LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "WARN", "LogGroup": "/app/f"},
    )
    awslambda.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    aws("sqs").create_queue(QueueName="dlq")
    aws("s3").create_bucket(Bucket="scenario")


def logs_key(aws: Client) -> str:
    """Make a key that CloudWatch Logs may use, and return its ARN."""
    statements = [
        {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": principal}
        for principal in ({"AWS": "arn:aws:iam::123456789012:root"}, {"Service": "logs.us-east-1.amazonaws.com"})
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    arn: str = aws("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]
    return arn


@scenario
def queue_policies_come_back_as_written(aws: Client) -> None:
    sqs = aws("sqs")
    url = sqs.get_queue_url(QueueName="dlq")["QueueUrl"]
    allow = json.dumps({"redrivePermission": "denyAll"}, separators=(",", ":"))
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": '{"Version":"2012-10-17","Statement":[]}'})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": allow})
    redrive = json.dumps({"deadLetterTargetArn": QUEUE_ARN, "maxReceiveCount": 3}, separators=(",", ":"))
    other = sqs.create_queue(QueueName="other", Attributes={"RedrivePolicy": redrive})["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy", "RedriveAllowPolicy"])["Attributes"]
    assert attributes == {"Policy": '{"Version":"2012-10-17","Statement":[]}', "RedriveAllowPolicy": allow}
    assert sqs.get_queue_attributes(QueueUrl=other, AttributeNames=["All"])["Attributes"]["RedrivePolicy"] == redrive
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": ""})
    names = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert "RedriveAllowPolicy" not in names
    assert "VisibilityTimeout" in names


@scenario
def rotation_period_comes_back(aws: Client) -> None:
    kms = aws("kms")
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/scenario", TargetKeyId=key["KeyId"])
    kms.enable_key_rotation(KeyId=key["Arn"], RotationPeriodInDays=90)
    assert kms.get_key_rotation_status(KeyId=key["KeyId"])["RotationPeriodInDays"] == 90


@scenario
def tls_only_bucket_still_takes_objects(aws: Client) -> None:
    s3 = aws("s3")
    s3.put_bucket_policy(Bucket="scenario", Policy=json.dumps(DENY_PLAIN_HTTP))
    assert json.loads(s3.get_bucket_policy(Bucket="scenario")["Policy"]) == DENY_PLAIN_HTTP
    s3.put_object(Bucket="scenario", Key="k", Body=b"body")
    s3.delete_bucket_policy(Bucket="scenario")
    with refused("NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="scenario")


@scenario
def log_groups_tell_their_class(aws: Client) -> None:
    logs = aws("logs")
    logs.create_log_group(logGroupName="/a", tags={"a": "b"}, logGroupClass="INFREQUENT_ACCESS")
    logs.create_log_group(logGroupName="/b")
    classes = [group["logGroupClass"] for group in logs.describe_log_groups()["logGroups"]]
    assert classes == ["INFREQUENT_ACCESS", "STANDARD"]


@scenario
def log_groups_change_their_key(aws: Client) -> None:
    logs = aws("logs")
    key, other = logs_key(aws), logs_key(aws)

    def keys() -> list[str | None]:
        return [group.get("kmsKeyId") for group in logs.describe_log_groups()["logGroups"]]

    logs.create_log_group(logGroupName="/a", kmsKeyId=key)
    logs.associate_kms_key(logGroupName="/a", kmsKeyId=other)
    assert keys() == [other]
    logs.disassociate_kms_key(logGroupName="/a")
    assert keys() == [None]
    with refused("ResourceNotFoundException"):
        logs.associate_kms_key(logGroupName="/b", kmsKeyId=other)


@scenario
def scalable_targets_have_tags(aws: Client) -> None:
    scaling = aws("application-autoscaling")
    target = {
        "ServiceNamespace": "lambda",
        "ResourceId": "function:f:live",
        "ScalableDimension": "lambda:function:ProvisionedConcurrency",
    }
    arn = scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2, Tags={"a": "1"})["ScalableTargetARN"]
    scaling.tag_resource(ResourceARN=arn, Tags={"b": "2"})
    scaling.untag_resource(ResourceARN=arn, TagKeys=["a"])
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"b": "2"}
    scaling.deregister_scalable_target(**target)
    with refused("ResourceNotFoundException"):
        scaling.list_tags_for_resource(ResourceARN=arn)


@scenario
def rules_between_groups_have_descriptions(aws: Client) -> None:
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="scenario", Description="d", VpcId=vpc)["GroupId"]
    permission = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group, "Description": "among themselves"}]}
    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])["SecurityGroupRules"][0]
    assert made["Description"] == "among themselves"
    rule = {"IpProtocol": "-1", "ReferencedGroupId": group, "Description": "changed"}
    change = {"SecurityGroupRuleId": made["SecurityGroupRuleId"], "SecurityGroupRule": rule}
    ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[change])
    filters = [{"Name": "group-id", "Values": [group]}]
    rules = ec2.describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    assert [found.get("Description") for found in rules] == [None, "changed"]
