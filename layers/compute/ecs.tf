locals {
  # Per-task metrics cost more; production pays for them.
  _container_insights = var.environment == "prod" ? "enhanced" : "enabled"
  ecs_services        = { for key, service in var.ecs_services : key => service if var.enable_ecs }
  _ecs_on_ec2         = contains(coalesce(var.ecs_capacity_providers, []), "EC2")

  # Ports at which services of the namespace are called: all of those in DNS, the named ones of Service Connect.
  _ecs_ports = {
    for key, service in local.ecs_services : key => flatten([
      for container in service.task_definition.containers : container.portMappings == null ? [] : container.portMappings
    ])
  }
  _ecs_called = flatten([
    for key, service in local.ecs_services : [
      for port in local._ecs_ports[key] : port
      if service.service_discovery || (service.service_connect == null ? false : contains(values(service.service_connect)[*].port_name, port.name == null ? "" : port.name))
    ]
  ])
  _ecs_namespace_ports = [
    for port in local._ecs_called : { port = port.containerPort, protocol = port.protocol == null ? "tcp" : port.protocol }
  ]
  _ecs_namespaced = { for key, service in local.ecs_services : key => service.service_discovery || service.service_connect != null }

  # Who calls whom, whichever of the two says so.
  _ecs_calls = flatten([
    for key, service in local.ecs_services : [
      [for rule in values(service.egress) : merge(rule, { caller = key, callee = rule.ecs_service_key }) if rule.ecs_service_key != null],
      [for rule in values(service.ingress) : merge(rule, { caller = rule.ecs_service_key, callee = key }) if rule.ecs_service_key != null],
    ]
  ])
  ecs_calls = {
    for call in local._ecs_calls :
    join("-", compact([call.caller, "to", call.callee, call.protocol, call.port, call.to_port])) => call...
  }

  _ecs_load_balancers = {
    for key, service in local.ecs_services : key => merge(
      { for name, balancer in { main = service.load_balancer } : name => balancer if balancer != null },
      { for balancer in values(service.load_balancers) : "${balancer.alb_key}-${balancer.target_group_key}" => balancer },
    )
  }

  # The entries of one load balancer that share a port, the one that opens it first.
  _ecs_sharing = {
    for key, balancers in local._ecs_load_balancers : key => {
      for name in concat([for main in ["main"] : main if contains(keys(balancers), main)], [for name in keys(balancers) : name if name != "main"]) :
      "${balancers[name].alb_key}:${balancers[name].container_port}" => name...
    }
  }
}

module "ecs_cluster" {
  source = "../../modules/ecs-cluster"
  count  = var.enable_ecs ? 1 : 0

  name                               = local.name_prefix
  account_id                         = data.aws_caller_identity.current.account_id
  container_insights                 = var.ecs_enable_container_insights ? local._container_insights : "disabled"
  capacity_providers                 = var.ecs_capacity_providers
  default_capacity_provider_strategy = var.ecs_default_capacity_provider_strategy

  ec2 = !local._ecs_on_ec2 ? null : {
    subnet_ids         = var.networking.private_subnet_ids
    security_group_ids = [for key in var.ecs_ec2.security_group_keys : var.networking.security_group_ids[key]]
    instance_type      = var.ecs_ec2.instance_type
    min_size           = var.ecs_ec2.min_size
    max_size           = var.ecs_ec2.max_size
    target_capacity    = var.ecs_ec2.target_capacity
    volume_size        = var.ecs_ec2.volume_size
    volume_kms_key_arn = var.ecs_ec2.volume_kms_key_arn
  }

  namespace = {
    name   = var.ecs_namespace.name != null ? var.ecs_namespace.name : "${local.name_prefix}.internal"
    type   = var.ecs_namespace.type
    vpc_id = var.networking.vpc_id
  }
  namespace_ports = local._ecs_namespace_ports

  kms_key_arn              = var.security.kms_key_arn
  storage_kms_key_arn      = var.ecs_storage_kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  log_retention_days       = var.log_retention_days
  alarm_topic_arns         = local.alarm_topic_arns
  runbook_url              = var.runbook_url
  alarms                   = var.ecs_cluster_alarms
}

module "ecs_service" {
  source   = "../../modules/ecs-service"
  for_each = local.ecs_services

  name            = "${local.name_prefix}-${each.key}"
  account_id      = data.aws_caller_identity.current.account_id
  cluster_name    = module.ecs_cluster[0].name
  task_definition = each.value.task_definition

  # network
  subnet_ids             = var.networking.private_subnet_ids
  security_group         = { vpc_id = var.networking.vpc_id }
  default_egress_enabled = each.value.default_egress_enabled

  security_group_ids = concat(
    local._ecs_namespaced[each.key] ? module.ecs_cluster[0].namespace_security_group_ids : [],
    [for key in each.value.security_group_keys : var.networking.security_group_ids[key]],
  )

  # By what a rule opens, not by its name: a renamed rule is the same rule, and AWS takes no rule twice.
  ingress = {
    for rule in values(each.value.ingress) :
    join("-", compact([rule.protocol, rule.port, rule.to_port, rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_key, rule.security_group_id])) => {
      port              = rule.port
      to_port           = rule.to_port
      protocol          = rule.protocol
      cidr_ipv4         = rule.cidr_ipv4
      prefix_list_id    = rule.prefix_list_id
      security_group_id = rule.security_group_key == null ? rule.security_group_id : var.networking.security_group_ids[rule.security_group_key]
    } if rule.ecs_service_key == null
  }

  egress = {
    for rule in values(each.value.egress) :
    join("-", compact([rule.protocol, rule.port, rule.to_port, rule.cidr_ipv4, rule.prefix_list_id, rule.security_group_key, rule.security_group_id])) => {
      port              = rule.port
      to_port           = rule.to_port
      protocol          = rule.protocol
      cidr_ipv4         = rule.cidr_ipv4
      prefix_list_id    = rule.prefix_list_id
      security_group_id = rule.security_group_key == null ? rule.security_group_id : var.networking.security_group_ids[rule.security_group_key]
    } if rule.ecs_service_key == null
  }

  load_balancers = { for name, balancer in local._ecs_load_balancers[each.key] : name => {
    load_balancer_arn = module.alb[balancer.alb_key].arn
    security_group_id = module.alb[balancer.alb_key].security_group_id
    ingress_enabled   = local._ecs_sharing[each.key]["${balancer.alb_key}:${balancer.container_port}"][0] == name
    target_group_arn  = module.alb[balancer.alb_key].target_group_arns[balancer.target_group_key]
    container_name    = balancer.container_name
    container_port    = balancer.container_port
  } }
  health_check_grace_period = each.value.health_check_grace_period

  # discovery
  service_discovery = each.value.service_discovery ? { namespace_id = module.ecs_cluster[0].namespace_id } : null
  service_connect = each.value.service_connect == null ? null : {
    namespace_arn = module.ecs_cluster[0].namespace_arn
    services      = each.value.service_connect
  }

  # capacity: EC2 is a keyword for the cluster's own capacity provider
  capacity_provider_strategy = each.value.capacity_provider_strategy == null ? null : {
    for provider, share in each.value.capacity_provider_strategy :
    module.ecs_cluster[0].capacity_provider_names[provider] => share
  }
  desired_count = each.value.desired_count
  autoscaling   = each.value.autoscaling
  paused        = each.value.paused

  # deployments
  deployment_owner                   = each.value.deployment_owner
  deployment_minimum_healthy_percent = each.value.deployment_minimum_healthy_percent
  deployment_maximum_percent         = each.value.deployment_maximum_percent
  rollback_enabled                   = each.value.rollback_enabled
  wait_for_steady_state              = each.value.wait_for_steady_state
  blue_green = each.value.blue_green == null ? null : {
    target_group_arn         = module.alb[each.value.load_balancer.alb_key].target_group_arns["${each.value.load_balancer.target_group_key}/green"]
    listener_arn             = module.alb[each.value.load_balancer.alb_key].listener_arns["traffic"]
    test_listener_arn        = lookup(module.alb[each.value.load_balancer.alb_key].listener_arns, "test", null)
    deployment_config_name   = each.value.blue_green.deployment_config_name
    termination_wait_minutes = each.value.blue_green.termination_wait_minutes
  }

  # permissions
  secrets                  = each.value.secrets
  queues                   = each.value.queues
  tables                   = each.value.tables
  buckets                  = each.value.buckets
  policy_statements        = each.value.policy_statements
  ecr_repository_arns      = each.value.ecr_repository_arns
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn

  exec = each.value.exec_enabled ? {
    log_group_name = module.ecs_cluster[0].exec_log_group_name
    kms_key_arn    = var.security.kms_key_arn
  } : null

  # logs and alarms
  log_retention_days = var.log_retention_days
  alarm_topic_arns   = local.service_topic_arns
  runbook_url        = var.runbook_url
  alarms             = each.value.alarms
}

# Calls between services have a rule at both ends. They stand here, not in the module: each end needs the other's security group.
resource "aws_vpc_security_group_egress_rule" "ecs_call" {
  for_each = local.ecs_calls

  security_group_id            = module.ecs_service[each.value[0].caller].security_group_id
  referenced_security_group_id = module.ecs_service[each.value[0].callee].security_group_id
  description                  = each.key
  ip_protocol                  = each.value[0].protocol
  from_port                    = each.value[0].port
  to_port                      = each.value[0].to_port == null ? each.value[0].port : each.value[0].to_port
}

resource "aws_vpc_security_group_ingress_rule" "ecs_call" {
  for_each = local.ecs_calls

  security_group_id            = module.ecs_service[each.value[0].callee].security_group_id
  referenced_security_group_id = module.ecs_service[each.value[0].caller].security_group_id
  description                  = each.key
  ip_protocol                  = each.value[0].protocol
  from_port                    = each.value[0].port
  to_port                      = each.value[0].to_port == null ? each.value[0].port : each.value[0].to_port
}
