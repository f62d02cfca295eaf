"""What distributions refer to, and what AWS says where there is no such thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront import realtime_logs, vpc_origins
from embedded_aws.services.cloudfront.base import FUNCTIONS, leaves
from embedded_aws.services.cloudfront.kinds import (
    ACCESS_CONTROLS,
    CACHE_POLICIES,
    DEPLOYMENT_POLICIES,
    IDENTITIES,
    KEY_GROUPS,
    ORIGIN_REQUEST_POLICIES,
    RESPONSE_HEADERS_POLICIES,
)

Known = Callable[[Call, str], bool]


def _kept(kind: str) -> Known:
    return lambda call, value: value in call.store[kind]


def _policy(kind: Any) -> Known:
    return lambda call, value: value in kind.managed or value in call.store[kind.name]


def _published(call: Call, value: str) -> bool:
    name = value.rpartition("/")[2]
    return name in call.store[FUNCTIONS] and call.store[FUNCTIONS][name].live is not None


def _edge_function(call: Call, value: str) -> bool:
    """Tell whether it is a published version of a function in us-east-1."""
    function, _, version = value.rpartition(":")
    if ":lambda:us-east-1:" not in value or not version.isdigit():
        return False
    try:
        call.ask("lambda:GetFunctionConfiguration", FunctionName=function, Qualifier=version)
    except AwsError:
        return False
    return True


def _web_acl(call: Call, value: str) -> bool:
    offered = call.ask("wafv2:ListWebACLs", Scope="CLOUDFRONT")["WebACLs"]
    return value in [acl["ARN"] for acl in offered]


def _certificate(call: Call, value: str) -> bool:
    try:
        call.ask("acm:DescribeCertificate", CertificateArn=value)
    except AwsError:
        return False
    return ":acm:us-east-1:" in value


# By the field that names it: whether there is such a thing, and what AWS says where there is not.
_REFERENCES: dict[str, tuple[Known, str]] = {
    "ACMCertificateArn": (_certificate, "InvalidViewerCertificate"),
    "CachePolicyId": (_policy(CACHE_POLICIES), "NoSuchCachePolicy"),
    "ContinuousDeploymentPolicyId": (_kept(DEPLOYMENT_POLICIES.name), "NoSuchContinuousDeploymentPolicy"),
    "FunctionARN": (_published, "InvalidFunctionAssociation"),
    "LambdaFunctionARN": (_edge_function, "InvalidLambdaFunctionAssociation"),
    "OriginAccessControlId": (_kept(ACCESS_CONTROLS.name), "InvalidOriginAccessControl"),
    "OriginAccessIdentity": (
        lambda call, value: value.rpartition("/")[2] in call.store[IDENTITIES.name],
        "InvalidOriginAccessIdentity",
    ),
    "OriginRequestPolicyId": (_policy(ORIGIN_REQUEST_POLICIES), "NoSuchOriginRequestPolicy"),
    "RealtimeLogConfigArn": (_kept(realtime_logs.CONFIGS), "NoSuchRealtimeLogConfig"),
    "ResponseHeadersPolicyId": (_policy(RESPONSE_HEADERS_POLICIES), "NoSuchResponseHeadersPolicy"),
    "TrustedKeyGroups": (_kept(KEY_GROUPS.name), "TrustedKeyGroupDoesNotExist"),
    "VpcOriginId": (_kept(vpc_origins.ORIGINS), "EntityNotFound"),
    "WebACLId": (_web_acl, "InvalidWebACLId"),
}


def check(call: Call, config: Answer) -> None:
    """Refuse a distribution that refers to something that is not there."""
    for name, value in leaves(config):
        if value and isinstance(value, str) and name in _REFERENCES:
            known, code = _REFERENCES[name]
            if not known(call, value):
                raise AwsError(code, f"{name}: {value} does not exist, or is not what a distribution can use.")
