"""Cloud Map: what is in use stays, and a name is taken once.

https://docs.aws.amazon.com/cloud-map/latest/api/: DeleteService, DeleteNamespace, CreateService
"""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("servicediscovery")


@service.refusal("CreateService")
def check_name(call: Call) -> None:
    namespace = call.parameters.get("NamespaceId") or call.parameters.get("DnsConfig", {}).get("NamespaceId")
    for each in call.ask("ListServices")["Services"]:
        found = call.ask("GetService", Id=each["Id"])["Service"]
        if (_namespace(found), found["Name"]) == (namespace, call.parameters["Name"]):
            raise AwsError("ServiceAlreadyExists", "Service already exists.")


@service.refusal("DeleteService")
def check_instances(call: Call) -> None:
    """Refuse while tasks are registered: by whoever registered them, or by an ECS service, whose tasks never end here.

    The sentence is in https://github.com/hashicorp/terraform-provider-aws/issues/4853.
    """
    identifier = call.parameters["Id"]
    if call.ask("ListInstances", ServiceId=identifier)["Instances"] or identifier in _used_by_ecs(call):
        raise AwsError(
            "ResourceInUse",
            "Service contains registered instances; delete the instances before deleting the service",
        )


@service.refusal("DeleteNamespace")
def check_services(call: Call) -> None:
    services = call.ask("ListServices")["Services"]
    if call.parameters["Id"] in [_namespace(call.ask("GetService", Id=each["Id"])["Service"]) for each in services]:
        # https://github.com/hashicorp/terraform-provider-aws/issues/7607
        raise AwsError(
            "ResourceInUse", "Namespace has associated services; delete the services before deleting the namespace"
        )


@service.operation("DeleteNamespace")
def delete_namespace(call: Call) -> Answer:
    """Delete the namespace with its hosted zone, which moto leaves behind."""
    namespace = call.ask("GetNamespace", Id=call.parameters["Id"])["Namespace"]
    answer = call.ask("DeleteNamespace", Id=call.parameters["Id"])
    zone = namespace.get("Properties", {}).get("DnsProperties", {}).get("HostedZoneId")
    if zone:
        call.ask("route53:DeleteHostedZone", Id=zone.rpartition("/")[2])
    return answer


def _namespace(service: Answer) -> str | None:
    """Return the namespace of a service; who makes it by its DnsConfig names it only there."""
    named: str | None = service.get("NamespaceId") or service.get("DnsConfig", {}).get("NamespaceId")
    return named


def _used_by_ecs(call: Call) -> set[str]:
    """Return the ids of the services in which ECS registers tasks."""
    used = set()
    for cluster in call.ask("ecs:ListClusters")["clusterArns"]:
        arns = call.ask("ecs:ListServices", cluster=cluster)["serviceArns"]
        found = call.ask_all("ecs:DescribeServices", cluster=cluster, services=arns)["services"] if arns else []
        for each in found:
            if each["status"] == "ACTIVE":
                used |= {registry["registryArn"].rpartition("/")[2] for registry in each.get("serviceRegistries", [])}
    return used
