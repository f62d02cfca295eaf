locals {
  # A label of a DNS name has 63 characters at most.
  dns_name = length(var.name) <= 63 ? var.name : "${substr(var.name, 0, 54)}-${substr(sha1(var.name), 0, 8)}"
}

resource "aws_service_discovery_service" "this" {
  count = var.service_discovery == null ? 0 : 1

  name        = local.dns_name
  description = "Tasks of ECS service ${var.name}."

  dns_config {
    namespace_id   = var.service_discovery.namespace_id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 10
    }
  }

  # ECS tells which tasks are healthy.
  health_check_custom_config {
    failure_threshold = 1
  }

  tags = var.tags
}
