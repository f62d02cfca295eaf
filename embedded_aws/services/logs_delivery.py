"""CloudWatch Logs: deliveries that change; ends in use, or gone with their tags. Beside logs.py, of this service."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.logs import service

__all__ = ["service"]

_DELIVERIES = "deliveries that changed"  # by id
_FIELDS = ("recordFields", "fieldDelimiter", "s3DeliveryConfiguration")


@service.operation("UpdateDeliveryConfiguration")
def update(call: Call) -> Answer:
    identifier = call.parameters["id"]
    call.ask("GetDelivery", id=identifier)
    kept = call.store[_DELIVERIES].setdefault(identifier, {})
    kept |= {field: call.parameters[field] for field in _FIELDS if field in call.parameters}
    return {}


@service.completion("GetDelivery")
def show(call: Call, answer: Answer) -> None:
    answer["delivery"].update(call.store[_DELIVERIES].get(answer["delivery"]["id"], {}))


@service.completion("DescribeDeliveries")
def show_all(call: Call, answer: Answer) -> None:
    for delivery in answer["deliveries"]:
        delivery.update(call.store[_DELIVERIES].get(delivery["id"], {}))


@service.completion("DeleteDelivery")
def forget(call: Call, _answer: Answer) -> None:
    call.store[_DELIVERIES].pop(call.parameters["id"], None)


@service.operation("DeleteDeliverySource")
def delete_source(call: Call) -> Answer:
    name = call.parameters["name"]
    found = call.ask("GetDeliverySource", name=name)["deliverySource"]
    _check_unused(call, "deliverySourceName", name)
    _drop_tags(call, found["arn"])
    return call.ask("DeleteDeliverySource", name=name)


@service.operation("DeleteDeliveryDestination")
def delete_destination(call: Call) -> Answer:
    name = call.parameters["name"]
    found = call.ask("GetDeliveryDestination", name=name)["deliveryDestination"]
    _check_unused(call, "deliveryDestinationArn", found["arn"])
    _drop_tags(call, found["arn"])
    return call.ask("DeleteDeliveryDestination", name=name)


def _check_unused(call: Call, field: str, value: str) -> None:
    """Refuse to delete an end of a delivery that is still there."""
    if any(delivery[field] == value for delivery in call.ask("DescribeDeliveries").get("deliveries", [])):
        raise AwsError("ConflictException", "This resource is still in use by a delivery.")


def _drop_tags(call: Call, arn: str) -> None:
    """Take the tags off what goes: moto keeps them by ARN, so the next of that name would have them."""
    if tags := call.ask("ListTagsForResource", resourceArn=arn)["tags"]:
        call.ask("UntagResource", resourceArn=arn, tagKeys=list(tags))
