"""What services without a file of their own refuse, as AWS does; registered in scenarios.py."""

from __future__ import annotations

import json
from typing import Any

from tests.embedded_aws.scenarios import Client, logs_key, policy, refused, scenario


def statement(**changes: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs.amazonaws.com"}} | changes


def of_length(length: int) -> str:
    return policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::" + "x" * length})


@scenario
def inline_policies_of_a_role_have_a_limit_together(aws: Client) -> None:
    iam = aws("iam")
    iam.put_role_policy(RoleName="scenario", PolicyName="a", PolicyDocument=of_length(9000))
    iam.put_role_policy(RoleName="scenario", PolicyName="a", PolicyDocument=of_length(9500))
    with refused("LimitExceeded"):
        iam.put_role_policy(RoleName="scenario", PolicyName="b", PolicyDocument=of_length(1000))


@scenario
def managed_policies_have_a_limit_each(aws: Client) -> None:
    iam = aws("iam")
    iam.create_policy(PolicyName="a", PolicyDocument=of_length(5900))
    with refused("LimitExceeded"):
        iam.create_policy(PolicyName="b", PolicyDocument=of_length(6144))


@scenario
def ten_managed_policies_are_enough_for_a_role(aws: Client) -> None:
    iam = aws("iam")
    arns = [
        iam.create_policy(PolicyName=f"p{number}", PolicyDocument=of_length(3))["Policy"]["Arn"] for number in range(11)
    ]
    for arn in [*arns[:10], arns[0]]:
        iam.attach_role_policy(RoleName="scenario", PolicyArn=arn)
    with refused("LimitExceeded"):
        iam.attach_role_policy(RoleName="scenario", PolicyArn=arns[10])


@scenario
def trust_policies_trust_somebody_who_exists(aws: Client) -> None:
    iam = aws("iam")
    nobody = "arn:aws:iam::123456789012:role/nobody"
    without_principal = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    for wrong in (without_principal, statement(Action="s3:GetObject"), statement(Principal={"AWS": nobody})):
        with refused("MalformedPolicyDocument"):
            iam.create_role(RoleName="other", AssumeRolePolicyDocument=policy(wrong))
    somebody = "arn:aws:iam::123456789012:role/scenario"
    trusted = policy(statement(Principal={"AWS": somebody}))
    iam.create_role(RoleName="other", AssumeRolePolicyDocument=trusted)
    with refused("MalformedPolicyDocument"):
        iam.update_assume_role_policy(RoleName="other", PolicyDocument=policy(statement(Principal={"AWS": nobody})))


@scenario
def alarms_look_at_what_they_can(aws: Client) -> None:
    alarm = {
        "AlarmName": "a",
        "Namespace": "AWS/SQS",
        "MetricName": "NumberOfMessagesSent",
        "Statistic": "Sum",
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 1,
        "Period": 300,
        "EvaluationPeriods": 288,
    }
    aws("cloudwatch").put_metric_alarm(**alarm)
    aws("cloudwatch").put_metric_alarm(**alarm | {"Period": 3600, "EvaluationPeriods": 168})
    wrong = ({"Period": 90}, {"EvaluationPeriods": 289}, {"Period": 3600, "EvaluationPeriods": 169})
    for changes in (*wrong, {"EvaluationPeriods": 2, "DatapointsToAlarm": 3}):
        with refused("ValidationError"):
            aws("cloudwatch").put_metric_alarm(**alarm | changes)


@scenario
def log_groups_take_keys_that_let_them_in(aws: Client) -> None:
    logs = aws("logs")
    default = aws("kms").create_key()["KeyMetadata"]["Arn"]
    for key in (default, "arn:aws:kms:us-east-1:123456789012:key/nowhere"):
        with refused("AccessDeniedException"):
            logs.create_log_group(logGroupName="/a", kmsKeyId=key)
    logs.create_log_group(logGroupName="/a", kmsKeyId=logs_key(aws))
    with refused("AccessDeniedException"):
        logs.associate_kms_key(logGroupName="/a", kmsKeyId=default)


@scenario
def keys_that_are_to_be_deleted_encrypt_nothing(aws: Client) -> None:
    kms = aws("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key)
    with refused("KMSInvalidStateException"):
        kms.encrypt(KeyId=key, Plaintext=b"text")
    with refused("KMSInvalidStateException"):
        kms.schedule_key_deletion(KeyId=key)


@scenario
def a_key_policy_locks_nobody_out(aws: Client) -> None:
    allow = {"Effect": "Allow", "Resource": "*", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}
    with refused("MalformedPolicyDocumentException"):
        aws("kms").create_key(Policy=policy(allow | {"Action": "kms:Decrypt"}))
    aws("kms").create_key(Policy=policy(allow | {"Action": "kms:*"}))


@scenario
def buckets_have_names_that_s3_takes(aws: Client) -> None:
    for name in ("Upper", "under_score", "xn--shop", "shop-s3alias", "10.0.0.1", "a..b", "ab"):
        with refused("InvalidBucketName"):
            aws("s3").create_bucket(Bucket=name)


@scenario
def bucket_policies_are_for_somebody_and_for_this_bucket(aws: Client) -> None:
    s3 = aws("s3")
    read = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::scenario/*"}
    somebody = {"AWS": "arn:aws:iam::123456789012:root"}
    for wrong in (read, read | {"Principal": somebody, "Resource": "arn:aws:s3:::other/*"}):
        with refused("MalformedPolicy"):
            s3.put_bucket_policy(Bucket="scenario", Policy=policy(wrong))
    s3.put_public_access_block(Bucket="scenario", PublicAccessBlockConfiguration={"BlockPublicPolicy": True})
    with refused("AccessDenied"):
        s3.put_bucket_policy(Bucket="scenario", Policy=policy(read | {"Principal": "*"}))
    s3.put_bucket_policy(Bucket="scenario", Policy=policy(read | {"Principal": somebody}))


@scenario
def buckets_notify_who_lets_them(aws: Client) -> None:
    s3, sqs = aws("s3"), aws("sqs")
    arn = "arn:aws:sqs:us-east-1:123456789012:dlq"
    notify = {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
    with refused("InvalidArgument"):
        s3.put_bucket_notification_configuration(Bucket="scenario", NotificationConfiguration=notify)
    allow = {
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Principal": {"Service": "s3.amazonaws.com"},
    }
    url = sqs.get_queue_url(QueueName="dlq")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(allow)})
    s3.put_bucket_notification_configuration(Bucket="scenario", NotificationConfiguration=notify)


@scenario
def dead_letters_go_to_a_queue_that_exists_and_is_alike(aws: Client) -> None:
    def redrive(target: str) -> dict[str, str]:
        arn = f"arn:aws:sqs:us-east-1:123456789012:{target}"
        return {"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})}

    sqs = aws("sqs")
    with refused("InvalidParameterValue"):
        sqs.create_queue(QueueName="q", Attributes=redrive("nowhere"))
    with refused("InvalidParameterValue"):
        sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true"} | redrive("dlq"))
    sqs.create_queue(QueueName="q", Attributes=redrive("dlq"))


@scenario
def streams_grow_to_double_at_most(aws: Client) -> None:
    kinesis = aws("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=4)
    for target in (9, 1):
        with refused("LimitExceededException"):
            kinesis.update_shard_count(StreamName="s", TargetShardCount=target, ScalingType="UNIFORM_SCALING")
    kinesis.update_shard_count(StreamName="s", TargetShardCount=8, ScalingType="UNIFORM_SCALING")


@scenario
def secrets_pending_deletion_keep_their_name(aws: Client) -> None:
    secrets = aws("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    secrets.delete_secret(SecretId="s")
    with refused("InvalidRequestException"):
        secrets.create_secret(Name="s", SecretString="x")


@scenario
def where_a_cname_is_nothing_else_is(aws: Client) -> None:
    dns = aws("route53")
    zone = dns.create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]

    def create(name: str, kind: str, value: str) -> None:
        record = {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}
        changes = [{"Action": "CREATE", "ResourceRecordSet": record}]
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})

    create("a.example.com", "A", "192.0.2.1")
    create("a.example.com", "TXT", '"text"')
    for name in ("a.example.com", "a.example.org"):
        with refused("InvalidChangeBatch"):
            create(name, "CNAME", "b.example.com")


@scenario
def certificates_in_use_stay(aws: Client) -> None:
    arn = aws("acm").request_certificate(DomainName="api.example.com")["CertificateArn"]
    apis = aws("apigatewayv2")
    domain = {"CertificateArn": arn, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
    apis.create_domain_name(DomainName="api.example.com", DomainNameConfigurations=[domain])
    with refused("ResourceInUseException"):
        aws("acm").delete_certificate(CertificateArn=arn)
    apis.delete_domain_name(DomainName="api.example.com")
    aws("acm").delete_certificate(CertificateArn=arn)
