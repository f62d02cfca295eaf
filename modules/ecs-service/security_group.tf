resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:Attached to the service of this module, through a list that checkov does not follow.
  count = var.security_group == null ? 0 : 1

  name        = "ecs-${var.name}"
  description = "Tasks of ECS service ${var.name}."
  vpc_id      = var.security_group.vpc_id
  tags        = merge(var.tags, { Name = "ecs-${var.name}" })
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = { for key, each in var.load_balancers : key => each if var.security_group != null }

  security_group_id            = aws_security_group.this[0].id
  description                  = "Load balancer ${each.key}."
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.container_port
  to_port                      = each.value.container_port
  tags                         = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = var.security_group == null ? {} : var.security_group.ingress

  security_group_id            = aws_security_group.this[0].id
  description                  = each.key
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = var.security_group == null ? {} : var.security_group.egress

  security_group_id            = aws_security_group.this[0].id
  description                  = each.key
  cidr_ipv4                    = each.value.cidr_ipv4
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}
