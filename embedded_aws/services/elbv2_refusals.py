"""Elastic Load Balancing: what AWS refuses. Beside elbv2.py, of the same service.

Codes are those of botocore's model; where no source is named, the sentence is from memory of AWS's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.elbv2 import service
from embedded_aws.services.wafv2 import forget_resource

__all__ = ["service"]

_LOG_WRITERS = ("logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com")
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html: older regions have an
# account of Elastic Load Balancing's; this is the one of us-east-1.
_OLD_WRITER = "127311923021"
_FREE_ADDRESSES = 8
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_SSL_POLICY = re.compile(
    r"ELBSecurityPolicy-("
    r"2015-05|2016-08"
    r"|TLS-1-[012](-Ext)?-20(15|17|18)-0[1-6]"
    r"|FS-(1-[12]-)?(Res-)?20(18|19|20)-\d\d"
    r"|TLS13-1-[0-3](-(Res|Ext[0-2]))?(-FIPS|-PQ|-FIPS-PQ|-PQ-FIPS)?-202[1-9]-\d\d"
    r")"
)


def _refused(sentence: str, code: str = "ValidationError") -> AwsError:
    return AwsError(code, sentence)


@service.operation("CreateLoadBalancer")
def create_load_balancer(call: Call) -> Answer:
    """Make one; the same again is answered with what is there, as AWS does."""
    asked = call.parameters
    name, kind = asked["Name"], asked.get("Type", "application")
    if name.startswith("internal-"):
        raise _refused(f"Load balancer name '{name}' cannot begin with 'internal-'")
    subnets = _subnets(call)
    _check_zones(subnets, kind)
    for subnet in subnets:
        if subnet["AvailableIpAddressCount"] < _FREE_ADDRESSES:
            raise _refused(
                f"Not enough IP space available in {subnet['SubnetId']}. ELB requires at least {_FREE_ADDRESSES} free "
                "IP addresses in each subnet.",
                "InvalidSubnet",
            )
    for balancer in call.ask("DescribeLoadBalancers")["LoadBalancers"]:
        if balancer["LoadBalancerName"] != name:
            continue
        wanted = (
            asked.get("Scheme", "internet-facing"),
            kind,
            {subnet["SubnetId"] for subnet in subnets},
            set(asked.get("SecurityGroups", [])),
        )
        there = (
            balancer.get("Scheme", "internet-facing"),
            balancer["Type"],
            {zone["SubnetId"] for zone in balancer["AvailabilityZones"]},
            set(balancer.get("SecurityGroups", [])),
        )
        if wanted != there:
            raise _refused(
                f"A load balancer with the same name '{name}' exists, but with different settings",
                "DuplicateLoadBalancerName",
            )
        return {"LoadBalancers": [balancer]}
    return call.ask("CreateLoadBalancer", **asked)


@service.refusal("SetSubnets")
def check_subnets(call: Call) -> None:
    _check_zones(_subnets(call), "application" if ":loadbalancer/app/" in call.parameters["LoadBalancerArn"] else "")


@service.refusal("DeleteLoadBalancer")
def check_protection(call: Call) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/2512"""
    arn = call.parameters["LoadBalancerArn"]
    attributes = call.ask("DescribeLoadBalancerAttributes", LoadBalancerArn=arn)["Attributes"]
    if {"Key": "deletion_protection.enabled", "Value": "true"} in attributes:
        raise _refused(
            f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled", "OperationNotPermitted"
        )


@service.completion("DeleteLoadBalancer")
def forget_web_acl(call: Call, _answer: Answer) -> None:
    forget_resource(call.account, call.region, call.parameters["LoadBalancerArn"])


@service.refusal("ModifyLoadBalancerAttributes")
def check_log_buckets(call: Call) -> None:
    """Try the buckets of logs that are switched on, as AWS does."""
    arn = call.parameters["LoadBalancerArn"]
    there = {
        each["Key"]: each["Value"]
        for each in [
            *call.ask("DescribeLoadBalancerAttributes", LoadBalancerArn=arn)["Attributes"],
            *call.parameters["Attributes"],
        ]
    }
    for kind in ("access_logs", "connection_logs"):
        if there.get(f"{kind}.s3.enabled") == "true":
            _check_bucket(call, there.get(f"{kind}.s3.bucket", ""), there.get(f"{kind}.s3.prefix", ""))


@service.refusal("CreateListener")
def check_listener(call: Call) -> None:
    asked = call.parameters
    if asked.get("Protocol") == "HTTPS" and not asked.get("Certificates"):
        # https://github.com/hashicorp/terraform-provider-aws/issues/31371
        raise _refused("A certificate must be specified for HTTPS listeners")
    _check_ssl_policy(call)
    siblings = _listeners(call, asked["LoadBalancerArn"])
    if any(listener["Port"] == asked.get("Port") for listener in siblings):
        # https://github.com/hashicorp/terraform/issues/26407
        raise _refused("A listener already exists on this port for this load balancer", "DuplicateListener")
    if len(siblings) >= 50:
        raise _refused("The maximum number of listeners has been reached", "TooManyListeners")
    _check_targets(call, asked["LoadBalancerArn"], asked["DefaultActions"])


@service.refusal("ModifyListener")
def check_modified_listener(call: Call) -> None:
    """https://github.com/hashicorp/terraform/issues/26407, https://github.com/aws/aws-cdk/issues/13901"""
    asked = call.parameters
    [own] = call.ask("DescribeListeners", ListenerArns=[asked["ListenerArn"]])["Listeners"]
    port = asked.get("Port", own["Port"])
    for listener in _listeners(call, own["LoadBalancerArn"]):
        if listener["ListenerArn"] != own["ListenerArn"] and listener["Port"] == port:
            raise _refused(f"Listener port '{port}' is already in use")
    if asked.get("Protocol") == "HTTPS" and not (asked.get("Certificates") or own.get("Certificates")):
        raise _refused("A certificate must be specified for HTTPS listeners")
    _check_ssl_policy(call)
    _check_targets(call, own["LoadBalancerArn"], asked.get("DefaultActions", []))


@service.refusal("AddListenerCertificates")
def check_certificates(call: Call) -> None:
    arn = call.parameters["ListenerArn"]
    there = call.ask("DescribeListenerCertificates", ListenerArn=arn)["Certificates"]
    arns = {each["CertificateArn"] for each in [*there, *call.parameters["Certificates"]]}
    if len(arns) > 26:  # the default one does not count
        raise _refused("The maximum number of certificates on the listener has been reached", "TooManyCertificates")


@service.refusal("CreateRule")
def check_rule(call: Call) -> None:
    asked = call.parameters
    if not 1 <= asked["Priority"] <= 50000:
        raise _refused("Priority must be between 1 and 50000")
    _check_conditions(asked["Conditions"])
    [listener] = call.ask("DescribeListeners", ListenerArns=[asked["ListenerArn"]])["Listeners"]
    rules = sum(
        len(call.ask("DescribeRules", ListenerArn=each["ListenerArn"])["Rules"]) - 1
        for each in _listeners(call, listener["LoadBalancerArn"])
    )
    if rules >= 100:
        raise _refused("The maximum number of rules on the load balancer has been reached", "TooManyRules")
    _check_targets(call, listener["LoadBalancerArn"], asked["Actions"])


@service.refusal("ModifyRule")
def check_modified_rule(call: Call) -> None:
    _check_conditions(call.parameters.get("Conditions", []))


@service.refusal("DeleteTargetGroup")
def check_unused(call: Call) -> None:
    """https://github.com/hashicorp/terraform/issues/13076"""
    arn = call.parameters["TargetGroupArn"]
    if _forwarders(call, arn):
        raise _refused(f"Target group '{arn}' is currently in use by a listener or a rule", "ResourceInUse")


def _subnets(call: Call) -> list[Answer]:
    asked = call.parameters
    ids = asked.get("Subnets") or [mapping["SubnetId"] for mapping in asked.get("SubnetMappings", [])]
    if not ids:
        return []
    try:
        found: list[Answer] = call.ask("ec2:DescribeSubnets", SubnetIds=ids)["Subnets"]
    except AwsError as missing:
        raise _refused(str(missing), "SubnetNotFound") from None
    return found


def _check_zones(subnets: list[Answer], kind: str) -> None:
    """https://github.com/robertdebock/terraform-aws-vault/issues/5, https://github.com/kasmtech/terraform/issues/5"""
    zones = [subnet["AvailabilityZone"] for subnet in subnets]
    if len(set(zones)) < len(zones):
        raise _refused(
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
            "InvalidConfigurationRequest",
        )
    if kind == "application" and len(zones) < 2:
        raise _refused("At least two subnets in two different Availability Zones must be specified")


def _check_bucket(call: Call, bucket: str, prefix: str) -> None:
    code = "InvalidConfigurationRequest"
    try:
        place = call.ask("s3:GetBucketLocation", Bucket=bucket).get("LocationConstraint") or "us-east-1"
    except AwsError:
        raise _refused(f"S3Bucket: {bucket} could not be located", code) from None
    if place != call.region:
        raise _refused(f"S3Bucket: {bucket} is not located in the same region with your load balancer", code)
    try:
        policy = json.loads(call.ask_all("s3:GetBucketPolicy", Bucket=bucket)["Policy"])
    except AwsError:
        policy = {"Statement": []}
    written = f"arn:aws:s3:::{bucket}/{f'{prefix}/' if prefix else ''}AWSLogs/{call.account}/"
    if not any(_lets_write(statement, written) for statement in policy["Statement"]):
        raise _refused(f"Access Denied for bucket: {bucket}. Please check S3bucket permission", code)


def _lets_write(statement: dict[str, Any], place: str) -> bool:
    principal = json.dumps(statement.get("Principal", ""))
    return (
        statement["Effect"] == "Allow"
        and any(writer in principal for writer in (*_LOG_WRITERS, _OLD_WRITER))
        and any(fnmatchcase("s3:PutObject", action) for action in _list(statement["Action"]))
        and any(fnmatchcase(f"{place}x", resource) for resource in _list(statement["Resource"]))
    )


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _check_ssl_policy(call: Call) -> None:
    name = call.parameters.get("SslPolicy")
    if name and not _SSL_POLICY.fullmatch(name):
        raise _refused(f"SSL policy '{name}' not found", "SSLPolicyNotFound")


def _check_conditions(conditions: list[dict[str, Any]]) -> None:
    count = sum(
        len(config.get("Values", [])) if isinstance(config, dict) else 0
        for condition in conditions
        for config in [condition, *condition.values()]
    )
    if count > 5:
        raise _refused("A rule can only have '5' condition values")


def _listeners(call: Call, balancer: str) -> list[Answer]:
    found: list[Answer] = call.ask("DescribeListeners", LoadBalancerArn=balancer)["Listeners"]
    return found


def _check_targets(call: Call, balancer: str, actions: list[dict[str, Any]]) -> None:
    """Refuse to forward to target groups of another load balancer."""
    for arn in _targets(actions):
        others = {name for name in _forwarders(call, arn) if name != balancer}
        if others:
            raise _refused(
                f"The following target groups cannot be associated with more than one load balancer: {arn}",
                "TargetGroupAssociationLimit",
            )


def _forwarders(call: Call, group: str) -> set[str]:
    """Return the load balancers with a listener or rule that forwards to the target group."""
    found = set()
    for balancer in call.ask("DescribeLoadBalancers")["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        for listener in _listeners(call, arn):
            rules = call.ask("DescribeRules", ListenerArn=listener["ListenerArn"])["Rules"]
            if group in _targets(
                [*listener["DefaultActions"], *(action for rule in rules for action in rule["Actions"])]
            ):
                found.add(arn)
    return found


def _targets(actions: list[dict[str, Any]]) -> Iterator[str]:
    for action in actions:
        if "TargetGroupArn" in action:
            yield action["TargetGroupArn"]
        for group in action.get("ForwardConfig", {}).get("TargetGroups", []):
            yield group["TargetGroupArn"]
