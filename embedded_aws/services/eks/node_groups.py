"""Managed node groups: what moto drops or invents, their Auto Scaling group, and updates."""

from __future__ import annotations

import re
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.eks import scaling
from embedded_aws.services.eks.base import (
    NODE_GROUPS,
    all_of,
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
from embedded_aws.services.eks.versions import minor

_DELETING = "DELETING"


@service.operation("CreateNodegroup")
def create(call: Call) -> Answer:
    cluster, name = cluster_of(call), call.parameters["nodegroupName"]
    version = call.parameters.get("version", cluster["version"])
    _check_version(cluster, version)
    if (cluster["name"], name) in call.store[NODE_GROUPS]:
        # Also while the one of that name is still being deleted: aws/aws-cdk#26931.
        said = f"NodeGroup already exists with name {name} and cluster name {cluster['name']}"
        raise AwsError("ResourceInUseException", said)
    check_role(call, call.parameters["nodeRole"])
    _check_processors(call)
    sizes = call.parameters.get("scalingConfig", {"minSize": 1, "maxSize": 2, "desiredSize": 2})
    _check_sizes(sizes)
    template = _template(call)
    made: Answer = call.ask("CreateNodegroup", **call.parameters)["nodegroup"]
    # moto invents a key pair for remote access, which to the provider is another node group.
    for invented in ("remoteAccess", "diskSize"):
        made.pop(invented)
    group = made | {
        "status": "CREATING",
        "version": version,
        "releaseVersion": call.parameters.get("releaseVersion", f"{version}.0-20260101"),
        "amiType": call.parameters.get("amiType", "AL2023_x86_64_STANDARD"),
        "scalingConfig": sizes,
        "updateConfig": call.parameters.get("updateConfig", {"maxUnavailable": 1}),
        "health": {"issues": []},
        "resources": {"autoScalingGroups": [{"name": made["resources"]["autoScalingGroups"][0]["name"]}]},
        **({"launchTemplate": template} if template else {"diskSize": call.parameters.get("diskSize", 20)}),
        **given(call, "nodeRepairConfig", "remoteAccess", "warmPoolConfig"),
    }
    scaling.make(call, group)
    call.store[NODE_GROUPS][cluster["name"], name] = group
    return {"nodegroup": group}


@service.operation("DescribeNodegroup")
def describe(call: Call) -> Answer:
    """A group that is being deleted is seen so once, and gone after that."""
    group = _group(call)
    if group["status"] == _DELETING:
        del call.store[NODE_GROUPS][group["clusterName"], group["nodegroupName"]]
        return {"nodegroup": group}
    return {"nodegroup": settled(group)}


@service.operation("ListNodegroups")
def list_all(call: Call) -> Answer:
    return {"nodegroups": sorted(group["nodegroupName"] for group in all_of(call, NODE_GROUPS))}


@service.operation("DeleteNodegroup")
def delete(call: Call) -> Answer:
    group = _group(call)
    if group["status"] != _DELETING:
        call.ask("DeleteNodegroup", **call.parameters)
        scaling.remove(call, group)
        group["status"] = _DELETING
    return {"nodegroup": group}


@service.operation("UpdateNodegroupConfig")
def update_configuration(call: Call) -> Answer:
    group, changes = _group(call), call.parameters
    sizes = group["scalingConfig"] | changes.get("scalingConfig", {})
    _check_sizes(sizes)
    group["scalingConfig"] = sizes
    scaling.resize(call, group)
    _change_labels(group, changes.get("labels", {}))
    _change_taints(group, changes.get("taints", {}))
    group |= given(call, "updateConfig", "nodeRepairConfig", "warmPoolConfig") | {"modifiedAt": now()}
    return update(call, "ConfigUpdate")


@service.operation("UpdateNodegroupVersion")
def update_version(call: Call) -> Answer:
    group = _group(call)
    version = call.parameters.get("version", group["version"])
    _check_version(cluster_of(call), version)
    if minor(version) < minor(group["version"]):
        raise invalid(f"Requested Nodegroup version {version} is older than the current version {group['version']}")
    template = _template(call)
    if template:
        group["launchTemplate"] = template
    if version != group["version"] or "releaseVersion" in call.parameters:
        group["releaseVersion"] = call.parameters.get("releaseVersion", f"{version}.0-20260101")
    group |= {"version": version, "modifiedAt": now()}
    return update(call, "VersionUpdate", Version=version, ReleaseVersion=group["releaseVersion"])


def _group(call: Call) -> Answer:
    return find(call, NODE_GROUPS, call.parameters["nodegroupName"])


def _check_processors(call: Call) -> None:
    """Refuse instance types for which the image is not."""
    image = call.parameters.get("amiType", "")
    for kind in call.parameters.get("instanceTypes", []) if image and image != "CUSTOM" else []:
        arm = bool(re.match(r"(a1|[a-z]+\d+g[a-z]*)\.", kind))
        if arm != ("ARM_64" in image):
            raise invalid(f"[{kind}] is not a valid instance type for requested amiType {image}")


def _check_version(cluster: Answer, version: str) -> None:
    if minor(version) > minor(cluster["version"]):
        raise invalid(
            f"Requested Nodegroup version {version} is newer than version {cluster['version']} of the cluster"
        )


def _check_sizes(sizes: dict[str, int]) -> None:
    if sizes["minSize"] > sizes["desiredSize"]:
        raise invalid(f"Minimum capacity {sizes['minSize']} can't be greater than desired size {sizes['desiredSize']}")
    if sizes["desiredSize"] > sizes["maxSize"]:
        raise invalid(f"desired capacity {sizes['desiredSize']} can't be greater than max size {sizes['maxSize']}")


def _template(call: Call) -> dict[str, str] | None:
    """Return id, name and version of the launch template; refuse one that does not exist."""
    asked = call.parameters.get("launchTemplate")
    if asked is None:
        return None
    named = {"LaunchTemplateId": asked["id"]} if "id" in asked else {"LaunchTemplateName": asked["name"]}
    versions = [str(asked.get("version", "$Default"))]
    try:
        found = call.ask("ec2:DescribeLaunchTemplateVersions", Versions=versions, **named)
    except AwsError as error:
        raise invalid(error.message) from None
    if not found["LaunchTemplateVersions"]:
        raise invalid(f"Launch template {next(iter(named.values()))} has no version {versions[0]}.")
    template = found["LaunchTemplateVersions"][0]
    return {
        "id": template["LaunchTemplateId"],
        "name": template["LaunchTemplateName"],
        "version": str(asked.get("version", template["VersionNumber"])),
    }


def _change_labels(group: Answer, change: dict[str, Any]) -> None:
    labels = group.get("labels", {}) | change.get("addOrUpdateLabels", {})
    group["labels"] = {key: value for key, value in labels.items() if key not in change.get("removeLabels", [])}


def _change_taints(group: Answer, change: dict[str, Any]) -> None:
    new, old = change.get("addOrUpdateTaints", []), change.get("removeTaints", [])
    changed = {(taint["key"], taint["effect"]) for taint in [*new, *old]}
    kept = [taint for taint in group.get("taints", []) if (taint["key"], taint["effect"]) not in changed]
    group["taints"] = kept + new
