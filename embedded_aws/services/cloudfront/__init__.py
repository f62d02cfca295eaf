"""CloudFront, all of it ours: moto invents fields of distributions and knows neither policies nor ETags."""

from embedded_aws.services.cloudfront import (
    distributions,
    functions,
    invalidations,
    key_value_stores,
    kinds,
    managed_policies,
    monitoring,
    realtime_logs,
    tags,
    vpc_origins,
)
from embedded_aws.services.cloudfront.base import service

__all__ = [
    "distributions",
    "functions",
    "invalidations",
    "key_value_stores",
    "kinds",
    "managed_policies",
    "monitoring",
    "realtime_logs",
    "service",
    "tags",
    "vpc_origins",
]
