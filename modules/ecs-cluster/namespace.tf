locals {
  # At most one of the two exists.
  namespace = one(concat(aws_service_discovery_private_dns_namespace.this, aws_service_discovery_http_namespace.this))

  _namespace_type = var.namespace == null ? "none" : var.namespace.type

  # By what they are, so that the order of the list is nobody's business.
  _namespace_ports = {
    for port in var.namespace_ports : "${port.protocol}-${port.port}" => port if var.namespace != null
  }
}

resource "aws_service_discovery_private_dns_namespace" "this" {
  count = local._namespace_type == "private_dns" ? 1 : 0

  name        = var.namespace.name
  description = "Services of ECS cluster ${var.name}."
  vpc         = var.namespace.vpc_id
  tags        = var.tags

  # Cluster and services leave it first.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_service_discovery_http_namespace" "this" {
  count = local._namespace_type == "http" ? 1 : 0

  name        = var.namespace.name
  description = "Services of ECS cluster ${var.name}."
  tags        = var.tags

  # Cluster and services leave it first.
  lifecycle {
    create_before_destroy = true
  }
}

# Services that find one another must also reach one another: whoever is in this group may call the others at these ports. A group of the
# cluster, not a rule per pair of services, so that services come and go without order.
resource "aws_security_group" "namespace" {
  #checkov:skip=CKV2_AWS_5:Attached to services by modules/ecs-service.
  count = local._namespace_type == "private_dns" || length(local._namespace_ports) > 0 ? 1 : 0

  name        = "ecs-${var.name}-namespace"
  description = "Services of ${var.namespace.name} that call one another."
  vpc_id      = var.namespace.vpc_id
  tags        = merge(var.tags, { Name = "ecs-${var.name}-namespace" })

  # Services leave it first.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "namespace" {
  for_each = local._namespace_ports

  security_group_id            = aws_security_group.namespace[0].id
  description                  = "Services of the namespace at ${each.key}."
  referenced_security_group_id = aws_security_group.namespace[0].id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "namespace" {
  for_each = local._namespace_ports

  security_group_id            = aws_security_group.namespace[0].id
  description                  = "Services of the namespace at ${each.key}."
  referenced_security_group_id = aws_security_group.namespace[0].id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}
