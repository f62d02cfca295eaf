"""Key value stores: what they are, not what is in them."""

from __future__ import annotations

import uuid

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import FUNCTIONS, Tagged, arn, leaves, listed, location, now, service

STORES = "key value stores"  # by name


@service.operation("CreateKeyValueStore")
def create(call: Call) -> Answer:
    name = call.parameters["Name"]
    if name in call.store[STORES]:
        raise AwsError("EntityAlreadyExists", f"The key value store {name} already exists.")
    identifier = str(uuid.uuid4())
    made = Tagged(
        {
            "Name": name,
            "Id": identifier,
            "Comment": call.parameters.get("Comment", ""),
            "ARN": arn(call, "key-value-store", identifier),
            "Status": "PROVISIONING",
            "LastModifiedTime": now(),
        }
    )
    call.store[STORES][name] = made
    return {"KeyValueStore": dict(made.shown), "ETag": made.etag, "Location": location("key-value-store", name)}


@service.operation("DescribeKeyValueStore")
def describe(call: Call) -> Answer:
    found = _existing(call)
    found.shown["Status"] = "READY"
    return {"KeyValueStore": found.shown, "ETag": found.etag}


@service.operation("ListKeyValueStores")
def list_all(call: Call) -> Answer:
    return {"KeyValueStoreList": listed([found.shown for found in call.store[STORES].values()])}


@service.operation("UpdateKeyValueStore")
def update(call: Call) -> Answer:
    found = _existing(call)
    found.check(call)
    found.change({**found.shown, "Comment": call.parameters["Comment"], "LastModifiedTime": now()})
    return {"KeyValueStore": found.shown, "ETag": found.etag}


@service.operation("DeleteKeyValueStore")
def delete(call: Call) -> Answer:
    found = _existing(call)
    found.check(call)
    for name, function in call.store[FUNCTIONS].items():
        if any(value == found.shown["ARN"] for _field, value in leaves(function.config)):
            raise AwsError("CannotDeleteEntityWhileInUse", f"The key value store is in use by function {name}.")
    del call.store[STORES][found.shown["Name"]]
    return {}


def known(call: Call) -> set[str]:
    """Return the ARNs of all stores."""
    return {found.shown["ARN"] for found in call.store[STORES].values()}


def _existing(call: Call) -> Tagged:
    if call.parameters["Name"] not in call.store[STORES]:
        raise AwsError("EntityNotFound", f"The key value store {call.parameters['Name']} does not exist.")
    found: Tagged = call.store[STORES][call.parameters["Name"]]
    return found
