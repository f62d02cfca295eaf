locals {
  # At most one of the two exists.
  namespace = one(concat(aws_service_discovery_private_dns_namespace.this, aws_service_discovery_http_namespace.this))

  _namespace_type = var.namespace == null ? "none" : var.namespace.type
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  count = local._namespace_type == "private_dns" ? 1 : 0

  name        = var.namespace.name
  description = "Services of ECS cluster ${var.name}."
  vpc         = var.namespace.vpc_id
  tags        = var.tags
}

resource "aws_service_discovery_http_namespace" "this" {
  count = local._namespace_type == "http" ? 1 : 0

  name        = var.namespace.name
  description = "Services of ECS cluster ${var.name}."
  tags        = var.tags
}
