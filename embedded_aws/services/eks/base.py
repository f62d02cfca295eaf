"""What the parts of EKS share: the things it knows, whether a role exists, and how changes are told."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("eks")

CLUSTERS = "clusters"  # by name
NODE_GROUPS = "node groups"  # this and the following by name of the cluster and name or id
FARGATE_PROFILES = "Fargate profiles"
ADDONS = "add-ons"
ACCESS_ENTRIES = "access entries"
POD_IDENTITIES = "pod identity associations"

# What each kind of thing calls its own ARN.
ARN_FIELDS = {
    CLUSTERS: "arn",
    NODE_GROUPS: "nodegroupArn",
    FARGATE_PROFILES: "fargateProfileArn",
    ADDONS: "addonArn",
    ACCESS_ENTRIES: "accessEntryArn",
    POD_IDENTITIES: "associationArn",
}


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def missing(said: str) -> AwsError:
    return AwsError("ResourceNotFoundException", said)


def invalid(said: str) -> AwsError:
    return AwsError("InvalidParameterException", said)


def cluster_of(call: Call) -> Answer:
    """Return the cluster that the request names; raise ResourceNotFoundException where there is none."""
    name = call.parameters.get("clusterName") or call.parameters["name"]
    if name not in call.store[CLUSTERS]:
        raise missing(f"No cluster found for name: {name}.")
    cluster: Answer = call.store[CLUSTERS][name]
    return cluster


def find(call: Call, kind: str, name: str) -> Answer:
    """Return a thing of the cluster that the request names; raise ResourceNotFoundException where there is none."""
    key = cluster_of(call)["name"], name
    if key not in call.store[kind]:
        raise missing(f"None of the {kind} of cluster {key[0]} is {name}.")
    found: Answer = call.store[kind][key]
    return found


def all_of(call: Call, kind: str) -> list[Answer]:
    """Return all things of a kind that the named cluster has."""
    cluster = cluster_of(call)["name"]
    return [thing for (owner, _), thing in call.store[kind].items() if owner == cluster]


def arn(call: Call, kind: str, *parts: str) -> str:
    return f"arn:aws:eks:{call.region}:{call.account}:{kind}/{'/'.join(parts)}"


def given(call: Call, *fields: str) -> dict[str, Any]:
    return {field: call.parameters[field] for field in fields if field in call.parameters}


def settled(thing: Answer) -> Answer:
    """Return a thing as the next look finds it: whatever was under way is done."""
    thing["status"] = "ACTIVE"
    return thing


def check_role(call: Call, role_arn: str) -> None:
    """Refuse a role of this account that does not exist."""
    account, _, name = role_arn.partition(":iam::")[2].partition(":role/")
    if account != call.account:
        return
    try:
        call.ask("iam:GetRole", RoleName=name.rpartition("/")[2])
    except AwsError:
        raise invalid(f"The role {role_arn} does not exist.") from None


def update(call: Call, kind: str, **changes: Any) -> Answer:
    """Answer with an update in progress; DescribeUpdate finds it done."""
    started = {
        "id": str(uuid.uuid4()),
        "status": "InProgress",
        "type": kind,
        "params": [{"type": name, "value": str(value)} for name, value in changes.items()],
        "createdAt": now(),
        "errors": [],
    }
    call.store["updates"][started["id"]] = started
    return {"update": started}
