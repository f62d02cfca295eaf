locals {
  # A label of a DNS name has 63 characters at most.
  dns_name = length(var.name) <= 63 ? var.name : "${substr(var.name, 0, 54)}-${substr(sha1(var.name), 0, 8)}"
}

resource "aws_service_discovery_service" "this" {
  count = var.service_discovery == null ? 0 : 1

  name          = local.dns_name
  description   = "Tasks of ECS service ${var.name}."
  force_destroy = true # a task that is still stopping is registered, and would keep it

  dns_config {
    namespace_id   = var.service_discovery.namespace_id
    routing_policy = "MULTIVALUE"

    dns_records {
      type = "A"
      ttl  = 10
    }
  }

  # ECS tells which tasks are healthy. AWS always takes the threshold as 1, but without it the provider leaves the whole block out:
  # https://github.com/hashicorp/terraform-provider-aws/issues/44285
  health_check_custom_config {
    failure_threshold = 1
  }

  tags = var.tags

  # The service leaves it first.
  lifecycle {
    create_before_destroy = true
  }
}
