locals {
  # By application, direction and what a rule opens, not by its name: a renamed rule is the same rule, and AWS takes no rule twice.
  _beanstalk_rules = {
    for key, application in var.elastic_beanstalk_applications : key => {
      for direction, rules in { egress = application.egress, ingress = application.ingress } : direction => {
        for rule in values(rules) :
        join("-", compact([rule.protocol, rule.port, rule.to_port, rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_key, rule.security_group_id])) => {
          port              = rule.port
          to_port           = rule.to_port
          protocol          = rule.protocol
          cidr_ipv4         = rule.cidr_ipv4
          prefix_list_id    = rule.prefix_list_id
          security_group_id = rule.security_group_key == null ? rule.security_group_id : var.networking.security_group_ids[rule.security_group_key]
        } if rule.ecs_service_key == null
      }
    }
  }

  # Calls between instances and ECS services, whose security groups know one another.
  _beanstalk_calls = flatten([
    for key, application in var.elastic_beanstalk_applications : [
      for direction, rules in { egress = application.egress, ingress = application.ingress } : [
        for rule in values(rules) : merge(rule, { application = key, direction = direction }) if rule.ecs_service_key != null
      ]
    ]
  ])
  _beanstalk_ends = {
    for call in local._beanstalk_calls :
    join("-", compact([call.application, call.direction, call.ecs_service_key, call.protocol, call.port, call.to_port])) => merge(call, {
      caller = call.direction == "egress" ? module.elastic_beanstalk[call.application].security_group_id : module.ecs_service[call.ecs_service_key].security_group_id
      callee = call.direction == "egress" ? module.ecs_service[call.ecs_service_key].security_group_id : module.elastic_beanstalk[call.application].security_group_id
    })
  }
}

module "elastic_beanstalk" {
  source   = "../../modules/elastic-beanstalk"
  for_each = var.elastic_beanstalk_applications

  name        = "${local.name_prefix}-${each.key}"
  description = each.value.description
  account_id  = data.aws_caller_identity.current.account_id
  vpc_id      = var.networking.vpc_id
  subnet_ids  = var.networking.private_subnet_ids

  versions          = each.value.versions
  version_lifecycle = each.value.version_lifecycle

  environments = {
    for key, environment in each.value.environments : key => merge(environment, {
      load_balancer = environment.load_balancer == null ? null : merge(environment.load_balancer, {
        subnet_ids        = environment.load_balancer.public == true ? var.networking.public_subnet_ids : var.networking.private_subnet_ids
        ingress_cidrs     = coalesce(environment.load_balancer.ingress_cidrs, environment.load_balancer.public == true ? ["0.0.0.0/0"] : [var.networking.vpc_cidr_block])
        certificate_arn   = environment.load_balancer.certificate_key == null ? null : var.security.certificate_arns[environment.load_balancer.certificate_key]
        associate_web_acl = environment.load_balancer.web_acl_key != null
        web_acl_arn       = environment.load_balancer.web_acl_key == null ? null : module.waf[environment.load_balancer.web_acl_key].arn
      })
      worker = environment.worker == null ? null : merge(environment.worker, {
        queue_arn = var.data.queue_arns[environment.worker.queue_key]
        # arn:aws:sqs:REGION:ACCOUNT:NAME
        queue_url = "https://sqs.${split(":", var.data.queue_arns[environment.worker.queue_key])[3]}.${data.aws_partition.current.dns_suffix}/${split(":", var.data.queue_arns[environment.worker.queue_key])[4]}/${split(":", var.data.queue_arns[environment.worker.queue_key])[5]}"
      })
      secrets = {
        for name, secret in coalesce(environment.secrets, {}) : name => startswith(secret, "arn:") ? secret : var.data.secret_arns[secret]
      }
    })
  }
  configuration_templates = each.value.configuration_templates

  default_egress_enabled = each.value.default_egress_enabled
  egress                 = local._beanstalk_rules[each.key].egress
  ingress                = local._beanstalk_rules[each.key].ingress

  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  policy_statements        = each.value.policy_statements
  log_retention_days       = var.log_retention_days
  alarm_topic_arns         = local.service_topic_arns
  runbook_url              = var.runbook_url
  alarms                   = each.value.alarms
}

resource "aws_vpc_security_group_egress_rule" "elastic_beanstalk_call" {
  for_each = local._beanstalk_ends

  security_group_id            = each.value.caller
  referenced_security_group_id = each.value.callee
  description                  = each.key
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.to_port == null ? each.value.port : each.value.to_port
}

resource "aws_vpc_security_group_ingress_rule" "elastic_beanstalk_call" {
  for_each = local._beanstalk_ends

  security_group_id            = each.value.callee
  referenced_security_group_id = each.value.caller
  description                  = each.key
  ip_protocol                  = each.value.protocol
  from_port                    = each.value.port
  to_port                      = each.value.to_port == null ? each.value.port : each.value.to_port
}
