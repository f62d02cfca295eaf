"""VPC origins, which take a moment to be deployed."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import Tagged, arn, identifier, listed, location, now, service, users
from embedded_aws.services.cloudfront.tags import set_tags

ORIGINS = "VPC origins"  # by id


@service.operation("CreateVpcOrigin")
def create(call: Call) -> Answer:
    config = call.parameters["VpcOriginEndpointConfig"]
    if any(found.shown["VpcOriginEndpointConfig"]["Name"] == config["Name"] for found in call.store[ORIGINS].values()):
        raise AwsError("EntityAlreadyExists", f"A VPC origin with the name {config['Name']} already exists.")
    key = f"vo_{identifier()}"
    made = Tagged(
        {
            "Id": key,
            "Arn": arn(call, "vpcorigin", key),
            "Status": "Deploying",
            "CreatedTime": now(),
            "LastModifiedTime": now(),
            "VpcOriginEndpointConfig": config,
        }
    )
    call.store[ORIGINS][key] = made
    set_tags(call, made.shown["Arn"], call.parameters.get("Tags"))
    return {"VpcOrigin": dict(made.shown), "ETag": made.etag, "Location": location("vpc-origin", key)}


@service.operation("GetVpcOrigin")
def get(call: Call) -> Answer:
    found = _existing(call)
    found.shown["Status"] = "Deployed"
    return {"VpcOrigin": found.shown, "ETag": found.etag}


@service.operation("ListVpcOrigins")
def list_all(call: Call) -> Answer:
    items = [
        {**found.shown, "OriginEndpointArn": config["Arn"], "Name": config["Name"]}
        for found in call.store[ORIGINS].values()
        for config in [found.shown["VpcOriginEndpointConfig"]]
    ]
    return {"VpcOriginList": listed(items, Marker="", IsTruncated=False)}


@service.operation("UpdateVpcOrigin")
def update(call: Call) -> Answer:
    found = _existing(call)
    found.check(call)
    _check_unused(call, found, "CannotUpdateEntityWhileInUse")
    found.change({**found.shown, "VpcOriginEndpointConfig": call.parameters["VpcOriginEndpointConfig"]})
    return {"VpcOrigin": found.shown, "ETag": found.etag}


@service.operation("DeleteVpcOrigin")
def delete(call: Call) -> Answer:
    found = _existing(call)
    found.check(call)
    _check_unused(call, found, "CannotDeleteEntityWhileInUse")
    del call.store[ORIGINS][found.shown["Id"]]
    return {"VpcOrigin": {**found.shown, "Status": "Deleting"}, "ETag": found.etag}


def _existing(call: Call) -> Tagged:
    if call.parameters["Id"] not in call.store[ORIGINS]:
        raise AwsError("EntityNotFound", "The VPC origin does not exist.")
    found: Tagged = call.store[ORIGINS][call.parameters["Id"]]
    return found


def _check_unused(call: Call, found: Tagged, code: str) -> None:
    if users(call, found.shown["Id"]):
        raise AwsError(code, f"The VPC origin {found.shown['Id']} is in use by a distribution.")
