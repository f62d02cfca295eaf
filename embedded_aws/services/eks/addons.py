"""Add-ons: one version of each per Kubernetes version, and the roles they get by Pod Identity."""

from __future__ import annotations

import json
import uuid

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.eks import pod_identity
from embedded_aws.services.eks.base import (
    ADDONS,
    POD_IDENTITIES,
    all_of,
    arn,
    check_role,
    cluster_of,
    find,
    given,
    invalid,
    now,
    service,
    settled,
    update,
)
from embedded_aws.services.eks.versions import DEFAULT, minor

# The namespace of each, and its version before the part that follows Kubernetes.
_CATALOGUE = {
    "adot": ("opentelemetry-operator-system", "v0.131.0-eksbuild.1"),
    "amazon-cloudwatch-observability": ("amazon-cloudwatch", "v4.7.0-eksbuild.1"),
    "aws-ebs-csi-driver": ("kube-system", "v1.54.0-eksbuild.1"),
    "aws-efs-csi-driver": ("kube-system", "v2.2.0-eksbuild.1"),
    "aws-fsx-csi-driver": ("kube-system", "v1.8.0-eksbuild.1"),
    "aws-guardduty-agent": ("amazon-guardduty", "v1.12.1-eksbuild.2"),
    "aws-mountpoint-s3-csi-driver": ("kube-system", "v2.3.0-eksbuild.1"),
    "aws-network-flow-monitoring-agent": ("amazon-network-flow-monitor", "v1.1.2-eksbuild.1"),
    "aws-privateca-connector-for-kubernetes": ("aws-privateca-issuer", "v1.7.0-eksbuild.1"),
    "aws-secrets-store-csi-driver-provider": ("aws-secrets-manager", "v2.1.0-eksbuild.1"),
    "cert-manager": ("cert-manager", "v1.19.2-eksbuild.1"),
    "coredns": ("kube-system", "v1.13.1-eksbuild.1"),
    "eks-node-monitoring-agent": ("kube-system", "v1.5.0-eksbuild.1"),
    "eks-pod-identity-agent": ("kube-system", "v1.3.10-eksbuild.2"),
    "external-dns": ("external-dns", "v0.20.0-eksbuild.3"),
    "kube-proxy": ("kube-system", "v1.{minor}.0-eksbuild.2"),
    "kube-state-metrics": ("kube-state-metrics", "v2.17.0-eksbuild.4"),
    "metrics-server": ("kube-system", "v0.8.0-eksbuild.6"),
    "prometheus-node-exporter": ("prometheus-node-exporter", "v1.10.2-eksbuild.4"),
    "snapshot-controller": ("kube-system", "v8.4.0-eksbuild.1"),
    "vpc-cni": ("kube-system", "v1.21.1-eksbuild.1"),
}
# What EKS offers of some besides the version that it takes by default.
_FURTHER_VERSIONS = {
    "coredns": ("v1.12.4-eksbuild.1", "v1.13.2-eksbuild.1"),
    "kube-proxy": ("v1.{minor}.0-eksbuild.1",),
    "metrics-server": ("v0.8.0-eksbuild.5",),
    "vpc-cni": ("v1.20.4-eksbuild.1",),
}
_CHANGEABLE = ("configurationValues", "serviceAccountRoleArn")


@service.operation("DescribeAddonVersions")
def describe_versions(call: Call) -> Answer:
    version, asked = call.parameters.get("kubernetesVersion", DEFAULT), call.parameters.get("addonName")
    return {"addons": [_information(name, version) for name in _CATALOGUE if asked in (None, name)]}


@service.operation("CreateAddon")
def create(call: Call) -> Answer:
    cluster, name = cluster_of(call), call.parameters["addonName"]
    if name not in _CATALOGUE:
        raise invalid("Addon specified is not supported")  # aws/containers-roadmap#1429
    if (cluster["name"], name) in call.store[ADDONS]:
        raise AwsError("ResourceInUseException", "Addon already exists.")
    _check(call)
    namespace = call.parameters.get("namespaceConfig", {}).get("namespace", _CATALOGUE[name][0])
    addon = {
        "addonName": name,
        "clusterName": cluster["name"],
        "status": "CREATING",
        "addonVersion": call.parameters.get("addonVersion", _default_version(name, cluster["version"])),
        "health": {"issues": []},
        "addonArn": arn(call, "addon", cluster["name"], name, str(uuid.uuid4())),
        "createdAt": now(),
        "modifiedAt": now(),
        "namespaceConfig": {"namespace": namespace},
        "tags": dict(call.parameters.get("tags", {})),
        **given(call, *_CHANGEABLE),
    }
    call.store[ADDONS][cluster["name"], name] = addon
    try:
        _associate(call, addon)
    except AwsError:
        del call.store[ADDONS][cluster["name"], name]
        raise
    return {"addon": addon}


@service.operation("DescribeAddon")
def describe(call: Call) -> Answer:
    return {"addon": settled(find(call, ADDONS, call.parameters["addonName"]))}


@service.operation("ListAddons")
def list_all(call: Call) -> Answer:
    return {"addons": sorted(addon["addonName"] for addon in all_of(call, ADDONS))}


@service.operation("UpdateAddon")
def update_addon(call: Call) -> Answer:
    addon = find(call, ADDONS, call.parameters["addonName"])
    if addon["status"] == "UPDATING":  # aws-quickstart/cdk-eks-blueprints#447
        said = f"Addon {addon['addonName']} cannot be updated as it is currently in UPDATING state"
        raise AwsError("ResourceInUseException", said)
    _check(call)
    _associate(call, addon)
    addon |= given(call, "addonVersion", *_CHANGEABLE) | {"modifiedAt": now(), "status": "UPDATING"}
    return update(call, "AddonUpdate", AddonVersion=addon["addonVersion"])


@service.operation("DeleteAddon")
def delete(call: Call) -> Answer:
    addon = find(call, ADDONS, call.parameters["addonName"])
    _dissociate(call, addon)
    del call.store[ADDONS][addon["clusterName"], addon["addonName"]]
    return {"addon": addon | {"status": "DELETING"}}


def _check(call: Call) -> None:
    """Refuse versions that the cluster does not have, settings that are no JSON, and roles that do not exist."""
    version = call.parameters.get("addonVersion")
    if version and version not in _versions(call.parameters["addonName"], cluster_of(call)["version"]):
        raise invalid("Addon version specified is not supported")  # hashicorp/terraform-provider-aws#32238
    try:
        json.loads(call.parameters.get("configurationValues") or "{}")
    except ValueError:
        raise invalid("ConfigurationValue is not in valid JSON or YAML format") from None
    check_role(call, call.parameters.get("serviceAccountRoleArn", ""))


def _associate(call: Call, addon: Answer) -> None:
    """Give the add-on's service accounts the roles that the request names; none named leaves them alone."""
    asked = call.parameters.get("podIdentityAssociations")
    if asked is None:
        return
    for association in asked:
        check_role(call, association["roleArn"])
    _dissociate(call, addon)
    namespace = addon["namespaceConfig"]["namespace"]
    made = [pod_identity.associate(call, namespace=namespace, ownerArn=addon["addonArn"], **each) for each in asked]
    addon["podIdentityAssociations"] = [association["associationArn"] for association in made]


def _dissociate(call: Call, addon: Answer) -> None:
    for association in all_of(call, POD_IDENTITIES):
        if association.get("ownerArn") == addon["addonArn"]:
            pod_identity.dissociate(call, association)


def _default_version(name: str, kubernetes_version: str) -> str:
    return _CATALOGUE[name][1].format(minor=minor(kubernetes_version))


def _versions(name: str, kubernetes_version: str) -> list[str]:
    """Return all that DescribeAddonVersions offers, the default first."""
    further = _FURTHER_VERSIONS.get(name, ())
    return [
        _default_version(name, kubernetes_version),
        *(each.format(minor=minor(kubernetes_version)) for each in further),
    ]


def _information(name: str, kubernetes_version: str) -> Answer:
    versions = _versions(name, kubernetes_version)
    compatible = {"clusterVersion": kubernetes_version, "platformVersions": ["*"]}
    return {
        "addonName": name,
        "publisher": "eks",
        "owner": "aws",
        "defaultNamespace": _CATALOGUE[name][0],
        "addonVersions": [
            {
                "addonVersion": version,
                "architecture": ["amd64", "arm64"],
                "compatibilities": [compatible | {"defaultVersion": version == versions[0]}],
                "requiresConfiguration": False,
            }
            for version in versions
        ],
    }
