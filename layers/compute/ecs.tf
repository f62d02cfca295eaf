locals {
  # Per-task metrics cost more; production pays for them.
  _container_insights = var.environment == "prod" ? "enhanced" : "enabled"
  ecs_services        = { for key, service in var.ecs_services : key => service if var.enable_ecs }
}

module "ecs_cluster" {
  source = "../../modules/ecs-cluster"
  count  = var.enable_ecs ? 1 : 0

  name               = local.name_prefix
  account_id         = data.aws_caller_identity.current.account_id
  container_insights = var.ecs_enable_container_insights ? local._container_insights : "disabled"
  capacity_providers = var.ecs_capacity_providers

  ec2 = !contains(coalesce(var.ecs_capacity_providers, []), "EC2") ? null : {
    subnet_ids         = var.networking.private_subnet_ids
    security_group_ids = [var.networking.security_group_ids["ecs"]]
    instance_type      = var.ecs_ec2.instance_type
    min_size           = var.ecs_ec2.min_size
    max_size           = var.ecs_ec2.max_size
  }

  namespace = {
    name   = "${local.name_prefix}.internal"
    vpc_id = var.networking.vpc_id
  }

  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  log_retention_days       = var.log_retention_days
  alarm_topic_arns         = local.alarm_topic_arns.critical
}

module "ecs_service" {
  source   = "../../modules/ecs-service"
  for_each = local.ecs_services

  name            = "${local.name_prefix}-${each.key}"
  account_id      = data.aws_caller_identity.current.account_id
  cluster_name    = module.ecs_cluster[0].name
  task_definition = each.value.task_definition

  # network
  subnet_ids     = var.networking.private_subnet_ids
  security_group = { vpc_id = var.networking.vpc_id }

  load_balancers = { for name, it in { main = each.value.load_balancer } : name => {
    load_balancer_arn = module.alb[it.alb_key].arn
    security_group_id = module.alb[it.alb_key].security_group_id
    target_group_arn  = module.alb[it.alb_key].target_group_arns[it.target_group_key]
    container_name    = it.container_name
    container_port    = it.container_port
  } if it != null }

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
  deployment_owner = each.value.deployment_owner
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
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn

  exec = each.value.exec_enabled ? {
    log_group_name = module.ecs_cluster[0].exec_log_group_name
    kms_key_arn    = var.security.kms_key_arn
  } : null

  # logs and alarms
  log_retention_days = var.log_retention_days
  alarm_topic_arns   = local.alarm_topic_arns.critical
}
