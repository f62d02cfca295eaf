"""Pod Identity: which role a service account gets."""

from __future__ import annotations

import secrets
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.eks.base import (
    POD_IDENTITIES,
    all_of,
    arn,
    check_role,
    cluster_of,
    find,
    given,
    now,
    service,
)

_SUMMARY = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId", "ownerArn")
_CHANGEABLE = ("roleArn", "disableSessionTags", "targetRoleArn", "policy")


@service.operation("CreatePodIdentityAssociation")
def create(call: Call) -> Answer:
    return {"association": associate(call, **given(call, "namespace", "serviceAccount", "tags", *_CHANGEABLE))}


@service.operation("DescribePodIdentityAssociation")
def describe(call: Call) -> Answer:
    return {"association": find(call, POD_IDENTITIES, call.parameters["associationId"])}


@service.operation("UpdatePodIdentityAssociation")
def update(call: Call) -> Answer:
    association = find(call, POD_IDENTITIES, call.parameters["associationId"])
    _refuse_if_owned(association)
    check_role(call, call.parameters.get("roleArn", ""))
    association |= given(call, *_CHANGEABLE) | {"modifiedAt": now()}
    return {"association": association}


@service.operation("DeletePodIdentityAssociation")
def delete(call: Call) -> Answer:
    association = find(call, POD_IDENTITIES, call.parameters["associationId"])
    _refuse_if_owned(association)
    dissociate(call, association)
    return {"association": association}


@service.operation("ListPodIdentityAssociations")
def list_all(call: Call) -> Answer:
    asked = given(call, "namespace", "serviceAccount")
    return {
        "associations": [
            {field: association[field] for field in _SUMMARY if field in association}
            for association in all_of(call, POD_IDENTITIES)
            if all(association[field] == value for field, value in asked.items())
        ]
    }


def associate(call: Call, **fields: Any) -> Answer:
    """Give a service account a role; refuse a second one, and a role that does not exist."""
    cluster = cluster_of(call)["name"]
    check_role(call, fields["roleArn"])
    account = fields["namespace"], fields["serviceAccount"]
    if any((each["namespace"], each["serviceAccount"]) == account for each in all_of(call, POD_IDENTITIES)):
        raise AwsError("ResourceInUseException", f"Association already exists: {'/'.join(account)}")
    identifier = f"a-{secrets.token_hex(9)[:17]}"
    association = {
        "clusterName": cluster,
        "associationArn": arn(call, "podidentityassociation", cluster, identifier),
        "associationId": identifier,
        "createdAt": now(),
        "modifiedAt": now(),
        "disableSessionTags": False,
        "tags": {},
        **fields,
    }
    call.store[POD_IDENTITIES][cluster, identifier] = association
    return association


def dissociate(call: Call, association: Answer) -> None:
    del call.store[POD_IDENTITIES][association["clusterName"], association["associationId"]]


def _refuse_if_owned(association: Answer) -> None:
    if "ownerArn" in association:
        raise AwsError(
            "InvalidRequestException",
            f"Pod identity association {association['associationArn']} is managed by {association['ownerArn']}.",
        )
