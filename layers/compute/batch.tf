locals {
  # EC2 takes a rule once. With what it says as the key, a rule that gets another name stays the rule that it was; with the
  # name as the key, the new one would be made while the old one is still there.
  _batch_rules_as_given = {
    for direction, rules in { egress = var.batch_egress, ingress = var.batch_ingress } : direction => {
      for name, rule in rules :
      join(" ", compact([
        coalesce(rule.protocol, "tcp"), rule.to_port == null ? rule.port : "${rule.port}-${rule.to_port}",
        rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_id, rule.security_group_key, rule.ecs_service_key,
      ])) => rule
    }
  }

  _batch_rules = {
    for direction, rules in local._batch_rules_as_given : direction => {
      for key, rule in rules : key => {
        port           = rule.port
        to_port        = rule.to_port
        protocol       = rule.protocol
        cidr_ipv4      = rule.cidr_ipv4
        prefix_list_id = rule.prefix_list_id
        security_group_id = (
          rule.security_group_key != null ? var.networking.security_group_ids[rule.security_group_key]
          : rule.ecs_service_key != null ? module.ecs_service[rule.ecs_service_key].security_group_id : rule.security_group_id
        )
      }
    }
  }

  # The services' own side of rules that name them.
  _batch_service_rules = {
    for direction, rules in local._batch_rules_as_given : direction => {
      for key, rule in rules : key => rule if rule.ecs_service_key != null && length(module.batch) > 0
    }
  }
}

module "batch" {
  source = "../../modules/batch"
  count  = length(var.batch_compute_environments) > 0 ? 1 : 0

  name       = local.name_prefix
  account_id = data.aws_caller_identity.current.account_id
  vpc_id     = var.networking.vpc_id
  subnet_ids = var.networking.private_subnet_ids

  compute_environments = {
    for key, environment in var.batch_compute_environments : key => merge(environment, {
      eks = environment.eks_namespace == null ? null : {
        cluster_arn  = module.eks[0].arn
        cluster_name = module.eks[0].name
        namespace    = environment.eks_namespace
      }
    })
  }
  job_queues = var.batch_job_queues

  job_definitions = {
    for key, definition in var.batch_job_definitions : key => merge(definition, {
      container = merge(definition.container, {
        secrets = {
          for name, secret in coalesce(definition.container.secrets, {}) :
          name => startswith(secret, "arn:") ? secret : var.data.secret_arns[secret]
        }
      })
    })
  }

  # network
  egress                 = local._batch_rules.egress
  default_egress_enabled = var.batch_default_egress_enabled
  ingress                = local._batch_rules.ingress
  security_group_ids     = [for key in var.batch_security_group_keys : var.networking.security_group_ids[key]]

  volume_kms_key_arn       = var.batch_volume_kms_key_arn
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  log_retention_days       = var.log_retention_days
  alarm_topic_arns         = local.alarm_topic_arns
  runbook_url              = var.runbook_url
  alarms                   = var.batch_alarms

  # The provider's default tags do not reach instances and volumes that Batch makes.
  tags = merge(var.tags, { Project = var.project_name, Environment = var.environment })
}

resource "aws_vpc_security_group_ingress_rule" "batch" {
  for_each = local._batch_service_rules.egress

  security_group_id            = module.ecs_service[each.value.ecs_service_key].security_group_id
  description                  = "Batch jobs."
  referenced_security_group_id = module.batch[0].security_group_id
  ip_protocol                  = coalesce(each.value.protocol, "tcp")
  from_port                    = each.value.port
  to_port                      = coalesce(each.value.to_port, each.value.port)
}

resource "aws_vpc_security_group_egress_rule" "batch" {
  for_each = local._batch_service_rules.ingress

  security_group_id            = module.ecs_service[each.value.ecs_service_key].security_group_id
  description                  = "To Batch jobs."
  referenced_security_group_id = module.batch[0].security_group_id
  ip_protocol                  = coalesce(each.value.protocol, "tcp")
  from_port                    = each.value.port
  to_port                      = coalesce(each.value.to_port, each.value.port)
}
