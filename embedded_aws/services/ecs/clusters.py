"""Clusters: what they may refer to, and what keeps them from being deleted."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.ecs import references
from embedded_aws.services.ecs.base import active_services, cluster_name, cluster_of, invalid, service
from embedded_aws.services.ecs.services import KEPT


@service.operation("PutClusterCapacityProviders")
def put_capacity_providers(call: Call) -> Answer:
    cluster, asked = cluster_of(call), call.parameters["capacityProviders"]
    if len(asked) > 20:  # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1086, 10 then
        raise invalid("The maximum number of capacity providers per cluster has been exceeded.")
    references.check_capacity_providers(call, asked)
    strategy = call.parameters["defaultCapacityProviderStrategy"]
    references.check_strategy(strategy, asked)
    name = cluster_name(call)
    for each in active_services(call, name):
        kept = call.store[KEPT].get((name, each["serviceName"]), {})
        used = {item["capacityProvider"] for item in kept.get("capacityProviderStrategy", [])}
        if used - set(asked):
            raise AwsError(
                "ResourceInUseException",
                "The specified capacity provider is in use and cannot be removed.",
            )
    return call.ask(
        "PutClusterCapacityProviders",
        cluster=cluster["clusterName"],
        capacityProviders=asked,
        defaultCapacityProviderStrategy=strategy,
    )


@service.operation("DeleteCluster")
def delete(call: Call) -> Answer:
    cluster = cluster_of(call)
    if active_services(call, cluster["clusterName"]):
        raise AwsError("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")
    return call.ask("DeleteCluster", cluster=cluster["clusterName"])
