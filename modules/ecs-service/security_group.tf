locals {
  _default_egress = { https = { port = 443, to_port = null, protocol = "tcp", cidr_ipv4 = "0.0.0.0/0", prefix_list_id = null, security_group_id = null } }

  _egress  = merge(var.default_egress_enabled ? local._default_egress : {}, var.egress)
  egress   = { for name, rule in local._egress : name => rule if var.security_group != null }
  _ingress = { for name, rule in var.ingress : name => rule if var.security_group != null }

  _load_balancer_ingress = { for key, balancer in var.load_balancers : key => balancer if var.security_group != null && balancer.ingress_enabled }
}

resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:Attached to the service of this module, through a list that checkov does not follow.
  count = var.security_group == null ? 0 : 1

  name        = "ecs-${var.name}"
  description = "Tasks of ECS service ${var.name}."
  vpc_id      = var.security_group.vpc_id
  tags        = merge(var.tags, { Name = "ecs-${var.name}" })

  # The service leaves it first.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = local._load_balancer_ingress

  security_group_id            = aws_security_group.this[0].id
  description                  = "Load balancer ${each.key}."
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.container_port
  to_port                      = each.value.container_port
  tags                         = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local._ingress

  security_group_id            = aws_security_group.this[0].id
  description                  = each.key
  cidr_ipv4                    = each.value.cidr_ipv4
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.to_port != null ? each.value.to_port : each.value.port
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.egress

  security_group_id            = aws_security_group.this[0].id
  description                  = each.key
  cidr_ipv4                    = each.value.cidr_ipv4
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.to_port != null ? each.value.to_port : each.value.port
  tags                         = var.tags
}
