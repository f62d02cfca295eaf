"""Distributions: kept as they were asked for, with what AWS fills in, and refused where they refer to nothing."""

from __future__ import annotations

import copy
import ipaddress
from fnmatch import fnmatchcase

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront import edge_functions
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
        # https://github.com/hashicorp/terraform-provider-aws/issues/33575
        raise AwsError(
            "StagingDistributionInUse",
            "The specified staging distribution is currently used by a continuous deployment policy. "
            "Please the update policy before deleting.",
        )
    del call.store[DISTRIBUTIONS][found.shown["Id"]]
    return {}


def _asked(call: Call, given: Answer, own: str = "") -> Answer:
    """Return the configuration that a request asks for; raise where it refers to nothing or takes what is taken."""
    config: Answer = copy.deepcopy({**_DEFAULTS, **given})
    _check_origins(config)
    _check_limits(config)
    _check_staging(config)
    _check_log_bucket(call, config)
    check(call, config)
    for behavior in [config["DefaultCacheBehavior"], *config["CacheBehaviors"].get("Items", [])]:
        edge_functions.check(call, behavior)
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


def _check_limits(config: Answer) -> None:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"""
    for field, most, code in (("Origins", 25, "TooManyOrigins"), ("CacheBehaviors", 25, "TooManyCacheBehaviors")):
        if len(config[field].get("Items", [])) > most:
            raise AwsError(code, f"Your request contains more {field} than are allowed per distribution.")
    for origin in config["Origins"]["Items"]:
        if _is_address(origin["DomainName"]):
            raise invalid("The parameter Origin DomainName does not refer to a valid domain name.")
        path = origin.get("OriginPath", "")
        if path and (not path.startswith("/") or path.endswith("/")):
            raise invalid("The parameter OriginPath is not valid: it must begin with '/' and must not end with '/'.")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _check_staging(config: Answer) -> None:
    """https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/continuous-deployment-quotas-considerations.html"""
    if config["Staging"] and config["Aliases"].get("Items"):
        raise invalid("Aliases are not supported on staging distributions.")
    if config["HttpVersion"] in ("http3", "http2and3") and (
        config["Staging"] or config["ContinuousDeploymentPolicyId"]
    ):
        raise invalid("Continuous deployment does not support HTTP/3.")


def _check_log_bucket(call: Call, config: Answer) -> None:
    """Refuse a bucket without ACLs for logs of the first version; new buckets have none unless they are switched on."""
    name = config["Logging"].get("Bucket", "").partition(".")[0]
    if not (config["Logging"]["Enabled"] and name):
        return
    try:
        controls = call.ask("s3:GetBucketOwnershipControls", Bucket=name)["OwnershipControls"]
    except AwsError:
        controls = {"Rules": []}
    if not any(rule["ObjectOwnership"] != "BucketOwnerEnforced" for rule in controls["Rules"]):
        raise invalid(f"The S3 bucket that you specified for CloudFront logs does not enable ACL access: {name}")


def _check_aliases(call: Call, config: Answer, own: str) -> None:
    aliases = set(config["Aliases"].get("Items", []))
    if aliases and not config["ViewerCertificate"].get("ACMCertificateArn"):
        raise AwsError("InvalidViewerCertificate", "To add an alternate domain name you must attach a certificate.")
    covered = _covered(call, config)
    for alias in aliases:
        if not any(fnmatchcase(alias, name) and alias.count(".") == name.count(".") for name in covered):
            raise AwsError(
                "InvalidViewerCertificate",
                "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) "
                "that you're trying to add.",
            )
    for key, found in call.store[DISTRIBUTIONS].items():
        if key != own and aliases & set(found.shown["DistributionConfig"]["Aliases"].get("Items", [])):
            # https://github.com/klaemo/lambda-at-edge-example/issues/25
            raise AwsError(
                "CNAMEAlreadyExists",
                "One or more of the CNAMEs you provided are already associated with a different resource.",
            )


def _covered(call: Call, config: Answer) -> list[str]:
    """Return the names that the distribution's certificate is for."""
    arn = config["ViewerCertificate"].get("ACMCertificateArn")
    if not arn:
        return []
    found = call.ask("acm:DescribeCertificate", CertificateArn=arn)["Certificate"]
    return [found["DomainName"], *found.get("SubjectAlternativeNames", [])]


def _signers(call: Call, config: Answer) -> Answer:
    """Return who may sign for the distribution: the key groups of its behaviors, with their keys."""
    groups = sorted({value for name, value in leaves(config) if name == "TrustedKeyGroups" and isinstance(value, str)})
    items = [{"KeyGroupId": group, "KeyPairIds": _listed_keys(call, group)} for group in groups]
    trusted = {"Enabled": bool(items), "Quantity": len(items), **({"Items": items} if items else {})}
    return {"ActiveTrustedSigners": {"Enabled": False, "Quantity": 0}, "ActiveTrustedKeyGroups": trusted}


def _listed_keys(call: Call, group: str) -> Answer:
    keys = call.store[KEY_GROUPS.name][group].shown[KEY_GROUPS.config]["Items"]
    return {"Quantity": len(keys), "Items": keys}
