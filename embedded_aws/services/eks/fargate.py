"""Fargate profiles: roles that exist, and tags."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.services.eks.base import FARGATE_PROFILES, check_role, cluster_of, find, service, settled


@service.operation("CreateFargateProfile")
def create(call: Call) -> Answer:
    key = cluster_of(call)["name"], call.parameters["fargateProfileName"]
    check_role(call, call.parameters["podExecutionRoleArn"])
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
