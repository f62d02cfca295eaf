resource "aws_security_group" "instances" {
  #checkov:skip=CKV2_AWS_5:Attached by Elastic Beanstalk, which gets its id in a setting.
  name        = "beanstalk-${local.short_name}"
  description = "Instances of Elastic Beanstalk application ${var.name}."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "beanstalk-${local.short_name}" })
}

resource "aws_vpc_security_group_ingress_rule" "instances" {
  for_each = local._balanced

  security_group_id            = aws_security_group.instances.id
  description                  = "Load balancer of ${each.key}."
  referenced_security_group_id = aws_security_group.load_balancer[each.key].id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = var.ingress

  security_group_id            = aws_security_group.instances.id
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
  for_each = merge(local._default_egress, var.egress)

  security_group_id            = aws_security_group.instances.id
  description                  = each.key
  cidr_ipv4                    = each.value.cidr_ipv4
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.security_group_id
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.to_port != null ? each.value.to_port : each.value.port
  tags                         = var.tags
}

locals {
  # Elastic Beanstalk, logs and packages.
  _https          = { port = 443, to_port = null, protocol = "tcp", cidr_ipv4 = "0.0.0.0/0", prefix_list_id = null, security_group_id = null }
  _default_egress = { for name, rule in { https = local._https } : name => rule if var.default_egress_enabled }

  _balanced = { for key, environment in var.environments : key => environment.load_balancer if environment.load_balancer != null }

  _callers = merge([
    for key, balancer in local._balanced : {
      for cidr in balancer.ingress_cidrs :
      "${key}/${cidr}" => { environment = key, cidr = cidr, port = balancer.plain_http ? 80 : 443 }
    }
  ]...)
}

resource "aws_security_group" "load_balancer" {
  #checkov:skip=CKV2_AWS_5:Attached by Elastic Beanstalk, which gets its id in a setting.
  for_each = local._balanced

  name        = "beanstalk-${local.environment_names[each.key]}-alb"
  description = "Load balancer of Elastic Beanstalk environment ${local.environment_names[each.key]}."
  vpc_id      = var.vpc_id
  tags        = merge(var.tags, { Name = "beanstalk-${local.environment_names[each.key]}-alb" })

  # The environment gives its load balancer up before the group goes.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  #checkov:skip=CKV_AWS_260:Port 80 is open only where plain_http says so, to whom ingress_cidrs names.
  for_each = local._callers

  security_group_id = aws_security_group.load_balancer[each.value.environment].id
  description       = "Users."
  cidr_ipv4         = each.value.cidr
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  tags              = var.tags
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  for_each = local._balanced

  security_group_id            = aws_security_group.load_balancer[each.key].id
  description                  = "Instances."
  referenced_security_group_id = aws_security_group.instances.id
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
  tags                         = var.tags
}

resource "aws_wafv2_web_acl_association" "this" {
  for_each = { for key, balancer in local._balanced : key => balancer if balancer.associate_web_acl }

  resource_arn = aws_elastic_beanstalk_environment.this[each.key].load_balancers[0]
  web_acl_arn  = each.value.web_acl_arn
}
