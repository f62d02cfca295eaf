"""API Gateway's REST APIs: ours from end to end, for moto keeps them in objects that few updates reach."""

from embedded_aws.services.apigateway import (
    account,
    definitions,
    documentation,
    domain_names,
    links,
    methods,
    openapi,
    plans,
    rest_apis,
    stages,
    tags,
)
from embedded_aws.services.apigateway.base import service

__all__ = [
    "account",
    "definitions",
    "documentation",
    "domain_names",
    "links",
    "methods",
    "openapi",
    "plans",
    "rest_apis",
    "service",
    "stages",
    "tags",
]
