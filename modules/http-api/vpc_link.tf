locals {
  _load_balancers = [for route in values(var.routes) : route.load_balancer if route.load_balancer != null]
  _own_link       = length(local._load_balancers) > 0 ? 1 : 0

  load_balancer_ports = toset([
    for balancer in local._load_balancers : tostring(balancer.port != null ? balancer.port : balancer.plain_http ? 80 : 443)
  ])
}

# AWS knows a link's subnets and groups from when it is made, and keeps it while an integration uses it.
resource "aws_apigatewayv2_vpc_link" "this" {
  count = local._own_link

  name               = var.name
  subnet_ids         = var.vpc_link.subnet_ids
  security_group_ids = concat([aws_security_group.vpc_link[0].id], var.vpc_link.security_group_ids)
  tags               = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "vpc_link" {
  #checkov:skip=CKV2_AWS_5:Attached to the VPC link above.
  count = local._own_link

  name        = "${var.name}-vpc-link"
  description = "VPC link of HTTP API ${var.name}."
  vpc_id      = var.vpc_link.vpc_id
  tags        = merge(var.tags, { Name = "${var.name}-vpc-link" })
}

resource "aws_vpc_security_group_egress_rule" "vpc_link" {
  for_each = local.load_balancer_ports

  security_group_id = aws_security_group.vpc_link[0].id
  description       = "Load balancers on port ${each.key}."
  cidr_ipv4         = var.vpc_link.vpc_cidr_block
  ip_protocol       = "tcp"
  from_port         = each.key
  to_port           = each.key
  tags              = var.tags
}
