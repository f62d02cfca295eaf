locals {
  _default_cidrs = var.public ? { everyone = "0.0.0.0/0" } : { vpc = var.vpc_cidr_block }
  _traffic_cidrs = var.ingress_cidrs == null ? local._default_cidrs : var.ingress_cidrs

  _ingress_cidrs = {
    traffic  = local._traffic_cidrs
    redirect = var.https == null ? {} : local._traffic_cidrs
    test     = var.test_listener == null ? {} : var.test_listener.ingress_cidrs
  }

  _ingress_ports = merge({ redirect = 80 }, { for kind, listener in local.listeners : kind => listener.port })

  ingress_rules = merge([
    for kind, cidrs in local._ingress_cidrs : {
      for name, cidr in cidrs : "${kind}/${name}" => { client = name, cidr = cidr, port = local._ingress_ports[kind] }
    }
  ]...)

  # One rule per port, as AWS refuses the same rule twice: the groups on a port share it.
  egress_rules = transpose({
    for key, group in var.target_groups : key => distinct([
      for port in concat([group.port], group.health_check.port[*]) : tostring(port)
    ])
  })
}

resource "aws_security_group" "this" {
  #checkov:skip=CKV2_AWS_5:Attached to the load balancer in main.tf.
  name        = "${local.name}-alb"
  description = "Load balancer ${var.name}."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "${local.name}-alb" })
}

resource "aws_vpc_security_group_ingress_rule" "cidr" {
  #checkov:skip=CKV_AWS_260:Port 80 only redirects, or is asked for as plain_http.
  for_each = local.ingress_rules

  security_group_id = aws_security_group.this.id
  description       = "Clients ${each.value.client} on port ${each.value.port}."
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  tags              = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "prefix_list" {
  for_each = var.ingress_prefix_list_ids

  security_group_id = aws_security_group.this.id
  description       = "Clients ${each.key} on port ${local.traffic_port}."
  prefix_list_id    = each.value
  ip_protocol       = "tcp"
  from_port         = local.traffic_port
  to_port           = local.traffic_port
  tags              = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "security_group" {
  for_each = var.ingress_security_group_ids

  security_group_id            = aws_security_group.this.id
  description                  = "Clients ${each.key} on port ${local.traffic_port}."
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = local.traffic_port
  to_port                      = local.traffic_port
  tags                         = var.tags
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.egress_rules

  security_group_id = aws_security_group.this.id
  description       = "Targets ${join(", ", each.value)} on port ${each.key}."
  cidr_ipv4         = var.vpc_cidr_block
  ip_protocol       = "tcp"
  from_port         = each.key
  to_port           = each.key
  tags              = var.tags
}
