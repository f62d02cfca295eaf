"""EC2: descriptions of security group rules that name a group or prefix list; groups in use; launch templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("ec2")

_KIND = "rule descriptions"


@service.completion("AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress")
def remember(call: Call, answer: Answer) -> None:
    descriptions = dict(_described(call.parameters.get("IpPermissions", [])))
    for rule in answer["SecurityGroupRules"]:
        if _peer(rule) in descriptions:
            call.store[_KIND][rule["SecurityGroupRuleId"]] = descriptions[_peer(rule)]


@service.operation("ModifySecurityGroupRules")
def modify(call: Call) -> Answer:
    changes = call.parameters["SecurityGroupRules"]
    for change in changes:
        if change["SecurityGroupRule"].get("IpProtocol") == "-1":
            # "All protocols" has no ports, but moto insists on some.
            change["SecurityGroupRule"] |= {"FromPort": -1, "ToPort": -1}
    answer = call.ask("ModifySecurityGroupRules", **call.parameters)
    for change in changes:
        call.store[_KIND][change["SecurityGroupRuleId"]] = change["SecurityGroupRule"].get("Description", "")
    return answer


@service.completion("AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "DescribeSecurityGroupRules")
def show(call: Call, answer: Answer) -> None:
    for rule in answer["SecurityGroupRules"]:
        if call.store[_KIND].get(rule["SecurityGroupRuleId"]):
            rule["Description"] = call.store[_KIND][rule["SecurityGroupRuleId"]]


@service.completion("RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress")
def forget(call: Call, _answer: Answer) -> None:
    # Who revokes by what the rule says leaves a description behind, under an id that never comes again.
    for rule in call.parameters.get("SecurityGroupRuleIds", []):
        call.store[_KIND].pop(rule, None)


@service.refusal("DeleteSecurityGroup")
def keep_used_group(call: Call) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html"""
    group = call.parameters.get("GroupId")
    if group and any(_uses(call, group)):
        raise AwsError("DependencyViolation", f"resource {group} has a dependent object")


def _uses(call: Call, group: str) -> Iterator[bool]:
    """Ask one after the other who names the group: interfaces, rules of other groups, what has interfaces on AWS."""
    named = {"Name": "group-id", "Values": [group]}
    yield bool(call.ask("DescribeNetworkInterfaces", Filters=[named])["NetworkInterfaces"])
    for rule in call.ask("DescribeSecurityGroupRules")["SecurityGroupRules"]:
        yield rule["GroupId"] != group and rule.get("ReferencedGroupInfo", {}).get("GroupId") == group
    for balancer in call.ask_all("elbv2:DescribeLoadBalancers")["LoadBalancers"]:
        yield group in balancer.get("SecurityGroups", [])
    for function in call.ask_all("lambda:ListFunctions")["Functions"]:
        yield group in function.get("VpcConfig", {}).get("SecurityGroupIds", [])
    for link in call.ask_all("apigatewayv2:GetVpcLinks").get("Items", []):
        yield group in link.get("SecurityGroupIds", [])
    for cluster in call.ask_all("ecs:ListClusters")["clusterArns"]:
        for arn in call.ask_all("ecs:ListServices", cluster=cluster)["serviceArns"]:
            [found] = call.ask_all("ecs:DescribeServices", cluster=cluster, services=[arn])["services"]
            network = found.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
            yield found["status"] != "INACTIVE" and group in network.get("securityGroups", [])


@service.completion("DescribeLaunchTemplateVersions")
def show_template(_call: Call, answer: Answer) -> None:
    """Leave the template's own tags out of what it starts, where moto puts them too."""
    for version in answer["LaunchTemplateVersions"]:
        data = version["LaunchTemplateData"]
        specifications = data.get("TagSpecifications", [])
        data["TagSpecifications"] = [each for each in specifications if each["ResourceType"] != "launch-template"]


@service.completion("DescribeLaunchTemplates")
def show_tags(call: Call, answer: Answer) -> None:
    """Show a template's tags as they are; moto shows those of its creation for ever."""
    for template in answer["LaunchTemplates"]:
        named = {"Name": "resource-id", "Values": [template["LaunchTemplateId"]]}
        tags = call.ask("DescribeTags", Filters=[named])["Tags"]
        template["Tags"] = [{"Key": tag["Key"], "Value": tag["Value"]} for tag in tags]


def _described(permissions: list[Mapping[str, Any]]) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield who is allowed what, in the words of `_peer`, with the description."""
    for permission in permissions:
        for other in [*permission.get("UserIdGroupPairs", []), *permission.get("PrefixListIds", [])]:
            if "Description" in other:
                name = other.get("GroupId") or other.get("PrefixListId")
                yield (permission["IpProtocol"], permission.get("FromPort", -1), name), other["Description"]


def _peer(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    """Say what tells the rules of one request apart: protocol, first port, and the group or prefix list named."""
    name = rule.get("ReferencedGroupInfo", {}).get("GroupId") or rule.get("PrefixListId")
    return rule["IpProtocol"], rule.get("FromPort", -1), name
