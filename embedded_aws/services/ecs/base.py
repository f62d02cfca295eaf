"""What the parts of ECS share: who is meant, and what exists."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call, Service

service = Service("ecs")

FARGATE = ("FARGATE", "FARGATE_SPOT")


def invalid(said: str) -> AwsError:
    return AwsError("InvalidParameterException", said)


def name_of(name_or_arn: str) -> str:
    return name_or_arn.rpartition("/")[2]


def cluster_name(call: Call) -> str:
    return name_of(call.parameters.get("cluster", "default"))


def cluster_of(call: Call) -> Answer:
    """Return the cluster that the request names; raise ClusterNotFoundException where there is none."""
    found = call.ask("DescribeClusters", clusters=[cluster_name(call)])["clusters"]
    if not found or found[0]["status"] == "INACTIVE":
        raise AwsError("ClusterNotFoundException", "Cluster not found.")
    cluster: Answer = found[0]
    return cluster


def active_services(call: Call, cluster: str) -> list[Answer]:
    arns = call.ask("ListServices", cluster=cluster)["serviceArns"]
    if not arns:
        return []
    found = call.ask("DescribeServices", cluster=cluster, services=arns)["services"]
    return [each for each in found if each["status"] == "ACTIVE"]
