"""Access entries: who may use the Kubernetes API, and with which of EKS's policies."""

from __future__ import annotations

import uuid

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.eks.base import (
    ACCESS_ENTRIES,
    all_of,
    arn,
    cluster_of,
    find,
    given,
    invalid,
    missing,
    now,
    service,
)

_POLICIES = (
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSBlockStorageClusterPolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSClusterInsightsPolicy",
    "AmazonEKSComputeClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSHybridPolicy",
    "AmazonEKSLoadBalancingClusterPolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingClusterPolicy",
    "AmazonEKSNetworkingPolicy",
    "AmazonEKSSecretReaderPolicy",
    "AmazonEKSViewPolicy",
)
_POLICY_ARNS = {f"arn:aws:eks::aws:cluster-access-policy/{name}": name for name in _POLICIES}
_POLICIES_OF_ENTRY = "access policies of entry"


@service.operation("CreateAccessEntry")
def create(call: Call) -> Answer:
    cluster, principal = _cluster(call), call.parameters["principalArn"]
    if (cluster, principal) in call.store[ACCESS_ENTRIES]:
        raise AwsError(
            "ResourceInUseException", "The specified access entry resource is already in use on this cluster."
        )
    if ":iam::" not in principal:
        raise invalid(f"The specified principalArn is invalid: {principal}")
    name = principal.rpartition(":")[2]  # role/NAME or user/NAME, a path before the name left out
    kind, _, named = name.partition("/")
    call.store[ACCESS_ENTRIES][cluster, principal] = {
        "clusterName": cluster,
        "principalArn": principal,
        "accessEntryArn": arn(
            call, "access-entry", cluster, kind, call.account, named.rpartition("/")[2], str(uuid.uuid4())
        ),
        "createdAt": now(),
        "modifiedAt": now(),
        "kubernetesGroups": [],
        "username": principal,
        "type": "STANDARD",
        "tags": {},
        **given(call, "kubernetesGroups", "username", "type", "tags"),
    }
    return {"accessEntry": call.store[ACCESS_ENTRIES][cluster, principal]}


@service.operation("DescribeAccessEntry")
def describe(call: Call) -> Answer:
    return {"accessEntry": _entry(call)}


@service.operation("UpdateAccessEntry")
def update(call: Call) -> Answer:
    entry = _entry(call)
    entry |= given(call, "kubernetesGroups", "username") | {"modifiedAt": now()}
    return {"accessEntry": entry}


@service.operation("DeleteAccessEntry")
def delete(call: Call) -> Answer:
    entry = _entry(call)
    del call.store[ACCESS_ENTRIES][entry["clusterName"], entry["principalArn"]]
    return {}


@service.operation("ListAccessEntries")
def list_all(call: Call) -> Answer:
    _cluster(call)
    policy = call.parameters.get("associatedPolicyArn")
    return {
        "accessEntries": [
            entry["principalArn"]
            for entry in all_of(call, ACCESS_ENTRIES)
            if not policy or policy in entry.get(_POLICIES_OF_ENTRY, {})
        ]
    }


@service.operation("AssociateAccessPolicy")
def associate(call: Call) -> Answer:
    entry, policy, scope = _entry(call), call.parameters["policyArn"], call.parameters["accessScope"]
    if policy not in _POLICY_ARNS:
        raise invalid(f"The policyArn {policy} is none of EKS's access policies.")
    if (scope["type"] == "namespace") != bool(scope.get("namespaces")):
        raise invalid("An access scope names namespaces if, and only if, its type is namespace.")
    associated = entry.setdefault(_POLICIES_OF_ENTRY, {})
    before = associated.get(policy, {"associatedAt": now()})
    associated[policy] = before | {"policyArn": policy, "accessScope": scope, "modifiedAt": now()}
    return {**given(call, "clusterName", "principalArn"), "associatedAccessPolicy": associated[policy]}


@service.operation("DisassociateAccessPolicy")
def disassociate(call: Call) -> Answer:
    policy = call.parameters["policyArn"]
    if _entry(call).get(_POLICIES_OF_ENTRY, {}).pop(policy, None) is None:
        raise missing(f"The policy {policy} is not associated with {call.parameters['principalArn']}.")
    return {}


@service.operation("ListAssociatedAccessPolicies")
def list_associated(call: Call) -> Answer:
    associated = list(_entry(call).get(_POLICIES_OF_ENTRY, {}).values())
    return {**given(call, "clusterName", "principalArn"), "associatedAccessPolicies": associated}


@service.operation("ListAccessPolicies")
def list_policies(_call: Call) -> Answer:
    return {"accessPolicies": [{"name": name, "arn": arn} for arn, name in _POLICY_ARNS.items()]}


def _cluster(call: Call) -> str:
    """Return the cluster's name; refuse where a ConfigMap alone decides."""
    cluster = cluster_of(call)
    if cluster["accessConfig"]["authenticationMode"] == "CONFIG_MAP":
        raise AwsError(
            "InvalidRequestException",
            "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] "
            "to perform this operation.",
        )
    return str(cluster["name"])


def _entry(call: Call) -> Answer:
    _cluster(call)
    return find(call, ACCESS_ENTRIES, call.parameters["principalArn"])
