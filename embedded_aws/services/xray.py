"""X-Ray: groups and sampling rules.

Source: AWS X-Ray API Reference, CreateGroup, CreateSamplingRule; quotas: 25 sampling rules, 25 groups a region.
"""

from __future__ import annotations

import time
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("xray")

_GROUPS, _RULES, _TAGS = "groups", "rules", "tags"
_MOST = 25
_INSIGHTS = {"InsightsEnabled": False, "NotificationsEnabled": False}


@service.operation("CreateGroup")
def create_group(call: Call) -> Answer:
    name = call.parameters["GroupName"]
    if name in call.store[_GROUPS] or name == "Default":
        raise AwsError("InvalidRequestException", f"Group with name {name} already exists")
    if len(call.store[_GROUPS]) >= _MOST:
        raise AwsError("InvalidRequestException", f"Maximum number of groups ({_MOST}) reached")
    group = {"GroupName": name, "GroupARN": _arn(call, "group", name)}
    call.store[_GROUPS][name] = group
    _remember_tags(call, group["GroupARN"])
    return {"Group": _changed(group, call)}


@service.operation("UpdateGroup")
def update_group(call: Call) -> Answer:
    return {"Group": _changed(_group(call), call)}


@service.operation("GetGroup")
def get_group(call: Call) -> Answer:
    return {"Group": _group(call)}


@service.operation("GetGroups")
def get_groups(call: Call) -> Answer:
    return {"Groups": list(call.store[_GROUPS].values())}


@service.operation("DeleteGroup")
def delete_group(call: Call) -> Answer:
    del call.store[_GROUPS][_group(call)["GroupName"]]
    return {}


@service.operation("CreateSamplingRule")
def create_rule(call: Call) -> Answer:
    rule = dict(call.parameters["SamplingRule"])
    name = rule["RuleName"]
    if name in call.store[_RULES] or name == "Default":
        raise AwsError("InvalidRequestException", f"Sampling rule with name {name} already exists")
    if len(call.store[_RULES]) >= _MOST:
        raise AwsError("RuleLimitExceededException", "Maximum number of sampling rules reached")
    rule |= {"RuleARN": _arn(call, "sampling-rule", name), "Attributes": rule.get("Attributes", {})}
    call.store[_RULES][name] = {"SamplingRule": rule, "CreatedAt": time.time(), "ModifiedAt": time.time()}
    _remember_tags(call, rule["RuleARN"])
    return {"SamplingRuleRecord": call.store[_RULES][name]}


@service.operation("UpdateSamplingRule")
def update_rule(call: Call) -> Answer:
    record = _rule(call, call.parameters["SamplingRuleUpdate"])
    record["SamplingRule"].update(call.parameters["SamplingRuleUpdate"])
    record["ModifiedAt"] = time.time()
    return {"SamplingRuleRecord": record}


@service.operation("GetSamplingRules")
def get_rules(call: Call) -> Answer:
    return {"SamplingRuleRecords": list(call.store[_RULES].values())}


@service.operation("DeleteSamplingRule")
def delete_rule(call: Call) -> Answer:
    record = _rule(call, call.parameters)
    del call.store[_RULES][record["SamplingRule"]["RuleName"]]
    return {"SamplingRuleRecord": record}


@service.operation("TagResource")
def tag(call: Call) -> Answer:
    _remember_tags(call, call.parameters["ResourceARN"])
    return {}


@service.operation("UntagResource")
def untag(call: Call) -> Answer:
    for key in call.parameters["TagKeys"]:
        call.store[_TAGS].get(call.parameters["ResourceARN"], {}).pop(key, None)
    return {}


@service.operation("ListTagsForResource")
def tags(call: Call) -> Answer:
    kept = call.store[_TAGS].get(call.parameters["ResourceARN"], {})
    return {"Tags": [{"Key": key, "Value": value} for key, value in kept.items()]}


def _arn(call: Call, kind: str, name: str) -> str:
    return f"arn:aws:xray:{call.region}:{call.account}:{kind}/{name}"


def _changed(group: dict[str, Any], call: Call) -> dict[str, Any]:
    if "FilterExpression" in call.parameters:
        group["FilterExpression"] = call.parameters["FilterExpression"]
    insights = group.get("InsightsConfiguration", _INSIGHTS) | call.parameters.get("InsightsConfiguration", {})
    if insights["NotificationsEnabled"] and not insights["InsightsEnabled"]:
        raise AwsError("InvalidRequestException", "Notifications cannot be enabled while insights are disabled")
    group["InsightsConfiguration"] = insights
    return group


def _group(call: Call) -> dict[str, Any]:
    for group in call.store[_GROUPS].values():
        if (
            call.parameters.get("GroupName") == group["GroupName"]
            or call.parameters.get("GroupARN") == group["GroupARN"]
        ):
            found: dict[str, Any] = group
            return found
    raise AwsError("InvalidRequestException", "Group not found")


def _rule(call: Call, named: Any) -> dict[str, Any]:
    for record in call.store[_RULES].values():
        rule = record["SamplingRule"]
        if named.get("RuleName") == rule["RuleName"] or named.get("RuleARN") == rule["RuleARN"]:
            found: dict[str, Any] = record
            return found
    raise AwsError("InvalidRequestException", "Sampling rule does not exist")


def _remember_tags(call: Call, arn: str) -> None:
    given = {each["Key"]: each["Value"] for each in call.parameters.get("Tags", [])}
    call.store[_TAGS].setdefault(arn, {}).update(given)
