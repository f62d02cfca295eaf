"""API Gateway v2, HTTP and WebSocket APIs: ours from end to end, for moto deploys nothing and changes little."""

from embedded_aws.services.apigatewayv2 import apis, domain_names, links, routes, stages, tags
from embedded_aws.services.apigatewayv2.base import service

__all__ = ["apis", "domain_names", "links", "routes", "service", "stages", "tags"]
