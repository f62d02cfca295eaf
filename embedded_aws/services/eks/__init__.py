"""EKS. moto makes clusters, node groups and Fargate profiles; what they look like from then on is kept here."""

from embedded_aws.services.eks import (
    access,
    addons,
    clusters,
    fargate,
    node_groups,
    pod_identity,
    tags,
    updates,
    versions,
)
from embedded_aws.services.eks.base import service

__all__ = [
    "access",
    "addons",
    "clusters",
    "fargate",
    "node_groups",
    "pod_identity",
    "service",
    "tags",
    "updates",
    "versions",
]
