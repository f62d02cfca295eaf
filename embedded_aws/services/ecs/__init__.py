"""ECS: services with all of their settings, and clusters, capacity providers and services that hold one another."""

from embedded_aws.services.ecs import capacity_providers, clusters, references, services, task_definitions
from embedded_aws.services.ecs.base import service

__all__ = ["capacity_providers", "clusters", "references", "service", "services", "task_definitions"]
