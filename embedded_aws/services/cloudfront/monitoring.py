"""Additional metrics of a distribution."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import service
from embedded_aws.services.cloudfront.distributions import find

_SUBSCRIPTIONS = "monitoring subscriptions"  # by id of the distribution


@service.operation("CreateMonitoringSubscription")
def create(call: Call) -> Answer:
    key = find(call, call.parameters["DistributionId"]).shown["Id"]
    if key in call.store[_SUBSCRIPTIONS]:
        raise AwsError("MonitoringSubscriptionAlreadyExists", "The monitoring subscription already exists.")
    call.store[_SUBSCRIPTIONS][key] = call.parameters["MonitoringSubscription"]
    return {"MonitoringSubscription": call.store[_SUBSCRIPTIONS][key]}


@service.operation("GetMonitoringSubscription")
def get(call: Call) -> Answer:
    return {"MonitoringSubscription": call.store[_SUBSCRIPTIONS][_existing(call)]}


@service.operation("DeleteMonitoringSubscription")
def delete(call: Call) -> Answer:
    del call.store[_SUBSCRIPTIONS][_existing(call)]
    return {}


@service.completion("DeleteDistribution")
def forget(call: Call, _answer: Answer) -> None:
    call.store[_SUBSCRIPTIONS].pop(call.parameters["Id"], None)


def _existing(call: Call) -> str:
    key: str = find(call, call.parameters["DistributionId"]).shown["Id"]
    if key not in call.store[_SUBSCRIPTIONS]:
        raise AwsError("NoSuchMonitoringSubscription", "The specified monitoring subscription does not exist.")
    return key
