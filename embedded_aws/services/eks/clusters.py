"""Clusters: the security group that EKS makes, what moto drops at creation, and updates."""

from __future__ import annotations

import contextlib
import re
import secrets
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.eks.base import (
    ARN_FIELDS,
    CLUSTERS,
    FARGATE_PROFILES,
    NODE_GROUPS,
    all_of,
    check_role,
    cluster_of,
    given,
    invalid,
    now,
    service,
    settled,
    update,
)
from embedded_aws.services.eks.versions import DEFAULT, minor

_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")

# What UpdateClusterConfig changes, and the type of update that makes.
_CONFIGURATION = {
    "accessConfig": "AccessConfigUpdate",
    "computeConfig": "AutoModeUpdate",
    "controlPlaneScalingConfig": "ControlPlaneScalingConfigUpdate",
    "deletionProtection": "DeletionProtectionUpdate",
    "kubernetesNetworkConfig": "AutoModeUpdate",
    "logging": "LoggingUpdate",
    "remoteNetworkConfig": "RemoteNetworkConfigUpdate",
    "resourcesVpcConfig": "VpcConfigUpdate",
    "storageConfig": "AutoModeUpdate",
    "upgradePolicy": "UpgradePolicyUpdate",
    "zonalShiftConfig": "ZonalShiftConfigUpdate",
}
_AUTHENTICATION_MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")


@service.operation("CreateCluster")
def create(call: Call) -> Answer:
    name, version = call.parameters["name"], call.parameters.get("version", DEFAULT)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}", name):
        raise invalid("The name can contain only alphanumeric characters (case-sensitive), hyphens and underscores.")
    minor(version)
    check_role(call, call.parameters["roleArn"])
    _check_keys(call)
    network = _network(call)
    made: Answer = call.ask("CreateCluster", **call.parameters)["cluster"]
    identifier = secrets.token_hex(16).upper()
    call.store[CLUSTERS][name] = made | {
        "status": "CREATING",
        "version": version,
        "platformVersion": "eks.1",
        "createdAt": now(),
        "tags": dict(call.parameters.get("tags", {})),
        "health": {"issues": []},
        "endpoint": f"https://{identifier}.gr7.{call.region}.eks.amazonaws.com",
        # moto gives all clusters of a region the same issuer, and IAM takes a provider only once.
        "identity": {"oidc": {"issuer": f"https://oidc.eks.{call.region}.amazonaws.com/id/{identifier}"}},
        "resourcesVpcConfig": network | {"clusterSecurityGroupId": _make_security_group(call, network["vpcId"])},
        "kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/16", "ipFamily": "ipv4"}
        | call.parameters.get("kubernetesNetworkConfig", {}),
        "logging": _logging({}, call.parameters.get("logging", {})),
        "accessConfig": {
            "authenticationMode": call.parameters.get("accessConfig", {}).get("authenticationMode", "CONFIG_MAP")
        },
        "upgradePolicy": call.parameters.get("upgradePolicy", {"supportType": "EXTENDED"}),
        "deletionProtection": call.parameters.get("deletionProtection", False),
        **given(call, "computeConfig", "controlPlaneScalingConfig", "storageConfig", "zonalShiftConfig"),
    }
    return {"cluster": call.store[CLUSTERS][name]}


@service.operation("DescribeCluster")
def describe(call: Call) -> Answer:
    return {"cluster": settled(cluster_of(call))}


@service.operation("DeleteCluster")
def delete(call: Call) -> Answer:
    cluster = cluster_of(call)
    if cluster["deletionProtection"]:
        raise AwsError("InvalidRequestException", f"Deletion protection is on for cluster {cluster['name']}.")
    for kind, words in ((NODE_GROUPS, "nodegroups"), (FARGATE_PROFILES, "fargate profiles")):
        if all_of(call, kind):
            raise AwsError("ResourceInUseException", f"Cluster has {words} attached")
    call.ask("DeleteCluster", name=cluster["name"])
    # AWS, too, leaves the group where something still uses it.
    with contextlib.suppress(AwsError):
        group = cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
        call.ask("ec2:DeleteSecurityGroup", GroupId=group)
    del call.store[CLUSTERS][cluster["name"]]
    for kind in ARN_FIELDS.keys() - {CLUSTERS}:
        for key in [key for key in call.store[kind] if key[0] == cluster["name"]]:
            del call.store[kind][key]
    return {"cluster": cluster | {"status": "DELETING"}}


@service.operation("UpdateClusterVersion")
def update_version(call: Call) -> Answer:
    cluster, wanted = cluster_of(call), call.parameters["version"]
    if minor(wanted) != minor(cluster["version"]) + 1:
        raise invalid(f"Unsupported Kubernetes minor version update from {cluster['version']} to {wanted}")
    cluster["version"] = wanted
    return update(call, "VersionUpdate", Version=wanted)


@service.operation("UpdateClusterConfig")
def update_configuration(call: Call) -> Answer:
    cluster, changes = cluster_of(call), given(call, *_CONFIGURATION)
    kinds = {_CONFIGURATION[name] for name in changes}
    if len(kinds) != 1:
        raise invalid("Only one type of update can be allowed.")
    if "accessConfig" in changes:
        _check_authentication_mode(cluster, changes["accessConfig"])
    for name, value in changes.items():
        if name == "logging":
            cluster[name] = _logging(cluster[name], value)
        elif isinstance(value, dict):
            cluster[name] = cluster.get(name, {}) | value
        else:
            cluster[name] = value
    _check_endpoints(cluster["resourcesVpcConfig"])
    return update(call, kinds.pop(), **{name[0].upper() + name[1:]: value for name, value in changes.items()})


@service.operation("AssociateEncryptionConfig")
def encrypt(call: Call) -> Answer:
    cluster = cluster_of(call)
    if cluster.get("encryptionConfig"):
        raise invalid(f"Secrets of cluster {cluster['name']} are encrypted already; the key cannot be changed.")
    _check_keys(call)
    cluster["encryptionConfig"] = call.parameters["encryptionConfig"]
    return update(call, "AssociateEncryptionConfig", EncryptionConfig=cluster["encryptionConfig"])


def _check_keys(call: Call) -> None:
    """Refuse to encrypt with a key that does not exist."""
    for config in call.parameters.get("encryptionConfig", []):
        key = config["provider"]["keyArn"]
        try:
            call.ask("kms:DescribeKey", KeyId=key)
        except AwsError:
            raise invalid(f"The key {key} does not exist.") from None


def _network(call: Call) -> dict[str, Any]:
    """Say what DescribeCluster says about the network; refuse subnets that do not exist or are in one zone."""
    network: dict[str, Any] = {"endpointPublicAccess": True, "endpointPrivateAccess": False, "securityGroupIds": []}
    network |= call.parameters["resourcesVpcConfig"]
    _check_endpoints(network)
    try:
        subnets = call.ask("ec2:DescribeSubnets", SubnetIds=network["subnetIds"])["Subnets"]
    except AwsError as error:
        raise invalid(error.message) from None
    for group in network["securityGroupIds"]:
        try:
            call.ask("ec2:DescribeSecurityGroups", GroupIds=[group])
        except AwsError:
            raise invalid(f"The security group '{group}' does not exist") from None
    if len({subnet["AvailabilityZone"] for subnet in subnets}) < 2:
        raise invalid("Subnets specified must be in at least two different AZs")
    everyone = ["0.0.0.0/0"] if network["endpointPublicAccess"] else []
    return {"publicAccessCidrs": everyone, "vpcId": subnets[0]["VpcId"]} | network


def _check_endpoints(network: dict[str, Any]) -> None:
    if not network["endpointPublicAccess"] and not network["endpointPrivateAccess"]:
        raise invalid("Private and public endpoint access cannot be false")


def _make_security_group(call: Call, vpc: str) -> str:
    """Make the group that lets control plane and nodes talk to one another."""
    name = call.parameters["name"]
    tags = [{"Key": f"kubernetes.io/cluster/{name}", "Value": "owned"}]
    group: str = call.ask(
        "ec2:CreateSecurityGroup",
        GroupName=f"eks-cluster-sg-{name}-{secrets.token_hex(4)}",
        Description="EKS created security group applied to ENI that is attached to EKS Control Plane master nodes.",
        VpcId=vpc,
        TagSpecifications=[{"ResourceType": "security-group", "Tags": tags}],
    )["GroupId"]
    permission = {"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}
    call.ask("ec2:AuthorizeSecurityGroupIngress", GroupId=group, IpPermissions=[permission])
    return group


def _logging(before: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """Say which logs are on and which are off, the ones that are not asked about as before."""
    enabled = {
        log: setup["enabled"]
        for logs in (before, asked)
        for setup in logs.get("clusterLogging", [])
        for log in setup["types"]
    }
    on = [log for log in _LOGS if enabled.get(log)]
    off = [log for log in _LOGS if not enabled.get(log)]
    setups = [{"types": on, "enabled": True}, {"types": off, "enabled": False}]
    return {"clusterLogging": [setup for setup in setups if setup["types"]]}


def _check_authentication_mode(cluster: Answer, wanted: dict[str, str]) -> None:
    """Refuse the way back: once access entries decide, the ConfigMap cannot again."""
    before, after = cluster["accessConfig"]["authenticationMode"], wanted["authenticationMode"]
    if _AUTHENTICATION_MODES.index(after) < _AUTHENTICATION_MODES.index(before):
        raise invalid(f"Unsupported authentication mode update from {before} to {after}")
