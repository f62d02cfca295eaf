"""Distributions: kept as they were asked for, with what AWS fills in, and refused where they refer to nothing."""

from __future__ import annotations

import copy

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import (
    DISTRIBUTIONS,
    Tagged,
    arn,
    identifier,
    invalid,
    leaves,
    listed,
    location,
    now,
    service,
)
from embedded_aws.services.cloudfront.kinds import KEY_GROUPS, staged_by
from embedded_aws.services.cloudfront.references import check
from embedded_aws.services.cloudfront.tags import set_tags

_NOTHING: Answer = {"Quantity": 0}

# What AWS shows where a request was silent.
_DEFAULTS: Answer = {
    "Aliases": _NOTHING,
    "CacheBehaviors": _NOTHING,
    "ContinuousDeploymentPolicyId": "",
    "CustomErrorResponses": _NOTHING,
    "DefaultRootObject": "",
    "HttpVersion": "http2",
    "IsIPV6Enabled": False,
    "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    "OriginGroups": _NOTHING,
    "PriceClass": "PriceClass_All",
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    "Staging": False,
    "ViewerCertificate": {"CloudFrontDefaultCertificate": True, "MinimumProtocolVersion": "TLSv1"},
    "WebACLId": "",
}


def find(call: Call, key: str) -> Tagged:
    """Return the distribution; raise NoSuchDistribution where there is none."""
    if key not in call.store[DISTRIBUTIONS]:
        raise AwsError("NoSuchDistribution", "The specified distribution does not exist.")
    found: Tagged = call.store[DISTRIBUTIONS][key]
    return found


@service.operation("CreateDistribution")
@service.operation("CreateDistributionWithTags")
def create(call: Call) -> Answer:
    asked = call.parameters.get("DistributionConfigWithTags", call.parameters)
    config = _asked(call, asked["DistributionConfig"])
    if config["ContinuousDeploymentPolicyId"]:
        raise invalid("Continuous deployment policy is not supported during distribution creation.")
    key = identifier()
    made = Tagged(
        {
            "Id": key,
            "ARN": arn(call, "distribution", key),
            "Status": "InProgress",
            "LastModifiedTime": now(),
            "InProgressInvalidationBatches": 0,
            "DomainName": f"d{key.lower()}.cloudfront.net",
            **_signers(call, config),
            "DistributionConfig": config,
        }
    )
    call.store[DISTRIBUTIONS][key] = made
    set_tags(call, made.shown["ARN"], asked.get("Tags"))
    return {"Distribution": dict(made.shown), "ETag": made.etag, "Location": location("distribution", key)}


@service.operation("GetDistribution")
def get(call: Call) -> Answer:
    found = find(call, call.parameters["Id"])
    found.shown["Status"] = "Deployed"
    return {"Distribution": found.shown, "ETag": found.etag}


@service.operation("GetDistributionConfig")
def get_config(call: Call) -> Answer:
    found = find(call, call.parameters["Id"])
    return {"DistributionConfig": found.shown["DistributionConfig"], "ETag": found.etag}


@service.operation("ListDistributions")
def list_all(call: Call) -> Answer:
    items = [{**found.shown, **found.shown["DistributionConfig"]} for found in call.store[DISTRIBUTIONS].values()]
    return {"DistributionList": listed(items, Marker="", IsTruncated=False)}


@service.operation("UpdateDistribution")
def update(call: Call) -> Answer:
    found = find(call, call.parameters["Id"])
    found.check(call)
    old = found.shown["DistributionConfig"]
    config = _asked(call, call.parameters["DistributionConfig"], found.shown["Id"])
    if (config["CallerReference"], config["Staging"]) != (old["CallerReference"], old["Staging"]):
        raise AwsError("IllegalUpdate", "You cannot update Staging or CallerReference.")
    changed = {"DistributionConfig": config, "Status": "InProgress", "LastModifiedTime": now()}
    found.change({**found.shown, **changed, **_signers(call, config)})
    return {"Distribution": dict(found.shown), "ETag": found.etag}


@service.operation("DeleteDistribution")
def delete(call: Call) -> Answer:
    found = find(call, call.parameters["Id"])
    found.check(call)
    if found.shown["DistributionConfig"]["Enabled"]:
        raise AwsError("DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.")
    if staged_by(call, found.shown["DomainName"]):
        raise AwsError("StagingDistributionInUse", "A continuous deployment policy refers to the staging distribution.")
    del call.store[DISTRIBUTIONS][found.shown["Id"]]
    return {}


def _asked(call: Call, given: Answer, own: str = "") -> Answer:
    """Return the configuration that a request asks for; raise where it refers to nothing or takes what is taken."""
    config: Answer = copy.deepcopy({**_DEFAULTS, **given})
    _check_origins(config)
    check(call, config)
    _check_aliases(call, config, own)
    return config


def _check_origins(config: Answer) -> None:
    """Refuse behaviors and groups with an origin that the distribution does not have."""
    origins = {origin["Id"] for origin in config["Origins"]["Items"]}
    groups = {group["Id"] for group in config["OriginGroups"].get("Items", [])}
    targets = {"TargetOriginId": origins | groups, "OriginId": origins}
    for name, value in leaves(config):
        if value not in targets.get(name, {value}):
            raise AwsError("NoSuchOrigin", f"The origin {value} does not exist in the distribution.")


def _check_aliases(call: Call, config: Answer, own: str) -> None:
    aliases = set(config["Aliases"].get("Items", []))
    if aliases and not config["ViewerCertificate"].get("ACMCertificateArn"):
        raise AwsError("InvalidViewerCertificate", "To add an alternate domain name you must attach a certificate.")
    for key, found in call.store[DISTRIBUTIONS].items():
        if key != own and aliases & set(found.shown["DistributionConfig"]["Aliases"].get("Items", [])):
            raise AwsError("CNAMEAlreadyExists", f"One of the aliases is in use by distribution {key}.")


def _signers(call: Call, config: Answer) -> Answer:
    """Return who may sign for the distribution: the key groups of its behaviors, with their keys."""
    groups = sorted({value for name, value in leaves(config) if name == "TrustedKeyGroups" and isinstance(value, str)})
    items = [{"KeyGroupId": group, "KeyPairIds": _listed_keys(call, group)} for group in groups]
    trusted = {"Enabled": bool(items), "Quantity": len(items), **({"Items": items} if items else {})}
    return {"ActiveTrustedSigners": {"Enabled": False, "Quantity": 0}, "ActiveTrustedKeyGroups": trusted}


def _listed_keys(call: Call, group: str) -> Answer:
    keys = call.store[KEY_GROUPS.name][group].shown[KEY_GROUPS.config]["Items"]
    return {"Quantity": len(keys), "Items": keys}
