"""WAF: what is in use is not deleted, CloudFront's web ACLs are in us-east-1, and wrong requests are refused.

The sentences are those of the errors' own documentation in botocore's model, where no source is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.session import get_session
from moto.wafv2.models import wafv2_backends

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("wafv2")

_IN_USE = (
    "AWS WAF couldn’t perform the operation because your resource is being used by another resource "
    "or it’s associated with another resource."
)
_COUNTRIES = frozenset(get_session().get_service_model("wafv2").shape_for("CountryCode").metadata["enum"])
_ASSOCIABLE = ("arn:aws:elasticloadbalancing:", "arn:aws:apigateway:", "arn:aws:appsync:", "arn:aws:cognito-idp:")
_LOGS = "aws-waf-logs-"


def _invalid(reason: str, field: str, parameter: str) -> AwsError:
    """https://github.com/cloud-custodian/cloud-custodian/issues/10818 shows how such a message is made up."""
    return AwsError("WAFInvalidParameterException", f"Error reason: {reason}, field: {field}, parameter: {parameter}")


@service.refusal(
    "CreateIPSet",
    "CreateWebACL",
    "DeleteIPSet",
    "DeleteWebACL",
    "ListIPSets",
    "ListWebACLs",
    "UpdateIPSet",
    "UpdateWebACL",
)
def check_scope(call: Call) -> None:
    """https://github.com/cloud-custodian/cloud-custodian/issues/10818"""
    if call.parameters["Scope"] == "CLOUDFRONT" and call.region != "us-east-1":
        raise _invalid("The scope is not valid.", "SCOPE_VALUE", "CLOUDFRONT")


@service.refusal("CreateWebACL")
def check_name(call: Call) -> None:
    _check_unused_name(call, "ListWebACLs", "WebACLs")


@service.refusal("CreateIPSet")
def check_set_name(call: Call) -> None:
    _check_unused_name(call, "ListIPSets", "IPSets")


@service.refusal("CreateWebACL", "UpdateWebACL")
def check_rules(call: Call) -> None:
    """Refuse rules that share a priority or name, refer to no set, or name no country."""
    rules = call.parameters.get("Rules", [])
    for field in ("Name", "Priority"):
        values = [rule[field] for rule in rules]
        if twice := sorted({str(value) for value in values if values.count(value) > 1}):
            raise _invalid("Your rules have duplicates.", "RULE", ", ".join(twice))
    known = {found["ARN"] for found in call.ask("ListIPSets", Scope=call.parameters["Scope"])["IPSets"]}
    for name, value in _walk(rules):
        if name == "IPSetReferenceStatement" and value["ARN"] not in known:
            raise AwsError(
                "WAFNonexistentItemException",
                "AWS WAF couldn’t perform the operation because your resource doesn’t exist.",
            )
        if name == "GeoMatchStatement":
            unknown = [code for code in value["CountryCodes"] if code not in _COUNTRIES]
            if unknown:
                raise _invalid("The country code is not valid.", "GEO_MATCH_STATEMENT", ", ".join(unknown))
        if name == "RateBasedStatement" and value["Limit"] < 10:
            raise _invalid("The rate limit is below the minimum.", "RATE_BASED_STATEMENT", str(value["Limit"]))
        if name in ("AndStatement", "OrStatement") and len(value["Statements"]) < 2:
            raise _invalid("You must have at least two statements.", name[:-9].upper() + "_STATEMENT", "Statements")


@service.completion("UpdateWebACL")
def take_last_rule(call: Call, _answer: Answer) -> None:
    """Leave a web ACL without rules where it is asked to have none; moto keeps the old ones."""
    for web_acl in _web_acls(call):
        if web_acl.id == call.parameters["Id"] and not call.parameters.get("Rules"):
            web_acl.rules = []


@service.refusal("DeleteIPSet")
def keep_used_set(call: Call) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/17601, /issues/37229"""
    found = call.ask("GetIPSet", **_named(call))["IPSet"]["ARN"]
    for web_acl in _web_acls(call):
        if any(name == "ARN" and value == found for name, value in _walk([rule.to_dict() for rule in web_acl.rules])):
            raise AwsError("WAFAssociatedItemException", _IN_USE)


@service.refusal("DeleteWebACL")
def keep_used_web_acl(call: Call) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/37229; distributions name theirs themselves."""
    for web_acl in _web_acls(call):
        guarded = any(_exists(call, arn) for arn in web_acl.associated_resources)
        if web_acl.id == call.parameters["Id"] and (guarded or _guards(call, web_acl.arn)):
            raise AwsError("WAFAssociatedItemException", _IN_USE)


@service.refusal("AssociateWebACL")
def check_association(call: Call) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/28753; a resource has one web ACL, the last."""
    arn = call.parameters["ResourceArn"]
    if not arn.startswith(_ASSOCIABLE) or ("apigateway" in arn and "/restapis/" not in arn):
        raise _invalid("The ARN isn't valid. A valid ARN begins with arn:", "RESOURCE_ARN", arn)
    if ":loadbalancer/" in arn:
        try:
            call.ask("elbv2:DescribeLoadBalancers", LoadBalancerArns=[arn])
        except AwsError:
            raise AwsError(
                "WAFUnavailableEntityException",
                "AWS WAF couldn’t retrieve a resource that you specified for this operation. Verify the resources that "
                "you are specifying in your request parameters and then retry the operation.",
            ) from None
    call.ask("DisassociateWebACL", ResourceArn=arn)


@service.refusal("PutLoggingConfiguration")
def check_destination(call: Call) -> None:
    """https://github.com/hashicorp/terraform-provider-aws/issues/29114"""
    for arn in call.parameters["LoggingConfiguration"]["LogDestinationConfigs"]:
        name = arn.removesuffix(":*").rpartition("/" if ":firehose:" in arn else ":")[2]
        if not name.startswith(_LOGS):
            raise _invalid("The ARN isn't valid. A valid ARN begins with arn:", "LOG_DESTINATION", arn)


def _exists(call: Call, arn: str) -> bool:
    """Tell whether what is guarded is there; a stage or load balancer that is gone leaves its association in moto."""
    try:
        if ":loadbalancer/" in arn:
            call.ask("elbv2:DescribeLoadBalancers", LoadBalancerArns=[arn])
        elif "/restapis/" in arn:
            api, stage = arn.split("/")[-3::2]
            call.ask("apigateway:GetStage", restApiId=api, stageName=stage)
    except AwsError:
        return False
    return True


def forget_resource(account: str, region: str, arn: str) -> None:
    """Forget the association of a load balancer or stage that is gone."""
    wafv2_backends[account][region].disassociate_web_acl(arn)


def _check_unused_name(call: Call, listing: str, field: str) -> None:
    offered: Answer = call.ask(listing, Scope=call.parameters["Scope"])
    if call.parameters["Name"] in [found["Name"] for found in offered[field]]:
        raise AwsError(
            "WAFDuplicateItemException",
            "AWS WAF could not perform the operation because some resource in your request is a duplicate of an "
            "existing one.",
        )


def _named(call: Call) -> Answer:
    return {field: call.parameters[field] for field in ("Name", "Scope", "Id")}


def _web_acls(call: Call) -> list[Any]:
    """Return the web ACLs of the scope as moto has them, who shows rules and associations nowhere else."""
    region = "global" if call.parameters["Scope"] == "CLOUDFRONT" else call.region
    return list(wafv2_backends[call.account][region].wacls.values())


def _guards(call: Call, arn: str) -> bool:
    """Tell whether a distribution names this web ACL."""
    if call.parameters["Scope"] != "CLOUDFRONT":
        return False
    offered = call.ask_all("cloudfront:ListDistributions")["DistributionList"].get("Items", [])
    return any(found["WebACLId"] == arn for found in offered)


def _walk(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Walk through rules: each value with the name of its field."""
    yield name, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner, name if isinstance(inner, str) else "")
