# CloudFront's servers, that ask origins.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.ingress_cloudfront ? 1 : 0

  name = "com.amazonaws.global.cloudfront.origin-facing"
}

locals {
  _everyone      = "0.0.0.0/0"
  _default_cidrs = var.ingress_cloudfront ? {} : var.public ? { everyone = local._everyone } : { vpc = var.vpc_cidr_block }
  _traffic_cidrs = var.ingress_cidrs == null ? local._default_cidrs : var.ingress_cidrs

  # By what state knows the ports as: traffic is 443, redirect 80, whichever serves.
  _ingress = {
    traffic  = { port = 443, cidrs = var.https == null ? {} : local._traffic_cidrs }
    redirect = { port = 80, cidrs = local._traffic_cidrs }
    test     = { port = try(var.test_listener.port, null), cidrs = try(var.test_listener.ingress_cidrs, {}) }
  }

  # Keyed by range instead of name, as AWS takes a range once: so a name may change. The ranges that stand for everyone and
  # for the VPC have names, since the latter may not be known yet.
  ingress_rules = merge(flatten([
    for kind, rule in local._ingress : [
      for name, cidr in rule.cidrs : {
        "${kind}/${var.ingress_cidrs == null && kind != "test" ? name : cidr == local._everyone ? "everyone" : cidr}" = {
          client = name, cidr = cidr, port = rule.port
        }
      }
    ]
  ])...)

  # The port that serves is reached by prefix lists and security groups; the redirect is not, for CloudFront and VPC links
  # need none.
  prefix_lists = merge(
    var.ingress_prefix_list_ids,
    { for list in data.aws_ec2_managed_prefix_list.cloudfront : "cloudfront-origin-facing" => list.id },
  )
  ingress_weight = (
    length(local.ingress_rules) + length(var.ingress_prefix_list_ids) + length(var.ingress_security_group_ids) + (var.ingress_cloudfront ? 55 : 0)
  )

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
  for_each = local.prefix_lists

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
