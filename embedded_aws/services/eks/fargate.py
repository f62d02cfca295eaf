"""Fargate profiles: roles that exist, private subnets, one at a time, and tags."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.eks.base import (
    FARGATE_PROFILES,
    all_of,
    check_role,
    cluster_of,
    find,
    invalid,
    service,
    settled,
)

# https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html
_MOST_SELECTORS = 5
_MOST_LABELS = 5


@service.operation("CreateFargateProfile")
def create(call: Call) -> Answer:
    key = cluster_of(call)["name"], call.parameters["fargateProfileName"]
    check_role(call, call.parameters["podExecutionRoleArn"])
    selectors = call.parameters.get("selectors", [])
    if len(selectors) > _MOST_SELECTORS or any(len(each.get("labels", {})) > _MOST_LABELS for each in selectors):
        raise invalid(f"A Fargate profile has up to {_MOST_SELECTORS} selectors, of up to {_MOST_LABELS} labels each.")
    _check_subnets(call)
    _check_others(call)
    made: Answer = call.ask("CreateFargateProfile", **call.parameters)["fargateProfile"]
    call.store[FARGATE_PROFILES][key] = made | {"status": "CREATING", "health": {"issues": []}}
    return {"fargateProfile": call.store[FARGATE_PROFILES][key]}


@service.operation("DescribeFargateProfile")
def describe(call: Call) -> Answer:
    return {"fargateProfile": settled(find(call, FARGATE_PROFILES, call.parameters["fargateProfileName"]))}


@service.operation("DeleteFargateProfile")
def delete(call: Call) -> Answer:
    profile = find(call, FARGATE_PROFILES, call.parameters["fargateProfileName"])
    call.ask("DeleteFargateProfile", **call.parameters)
    del call.store[FARGATE_PROFILES][profile["clusterName"], profile["fargateProfileName"]]
    return {"fargateProfile": profile | {"status": "DELETING"}}


def _check_others(call: Call) -> None:
    """Refuse a second profile while one is being made: aws/aws-cdk#6074."""
    for other in all_of(call, FARGATE_PROFILES):
        if other["status"] == "CREATING":
            raise AwsError(
                "ResourceInUseException",
                f"Cannot create Fargate Profile {call.parameters['fargateProfileName']} because "
                f"cluster {other['clusterName']} currently has Fargate profile {other['fargateProfileName']} "
                "in status CREATING",
            )


def _check_subnets(call: Call) -> None:
    """Refuse a subnet that routes to an internet gateway: terraform-aws-modules/terraform-aws-eks#1170."""
    subnets = call.parameters.get("subnets", [])
    try:
        found = call.ask("ec2:DescribeSubnets", SubnetIds=subnets)["Subnets"] if subnets else []
    except AwsError as error:
        raise invalid(error.message) from None
    for subnet in found:
        filters = [{"Name": "vpc-id", "Values": [subnet["VpcId"]]}]
        tables = call.ask("ec2:DescribeRouteTables", Filters=filters)["RouteTables"]
        if any(str(route.get("GatewayId", "")).startswith("igw-") for route in _routes(tables, subnet["SubnetId"])):
            raise invalid(f"Subnet {subnet['SubnetId']} provided in Fargate Profile is not a private subnet")


def _routes(tables: list[Answer], subnet: str) -> list[Answer]:
    """Return the routes of a subnet: those of its own table, or else of the VPC's main one."""
    associations = [(table, each) for table in tables for each in table.get("Associations", [])]
    own = [table for table, each in associations if each.get("SubnetId") == subnet]
    main = [table for table, each in associations if each.get("Main")]
    return [route for table in (own or main)[:1] for route in table["Routes"]]
