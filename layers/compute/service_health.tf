# One alarm "unhealthy" for each service with critical alarms, silent while what the service stands on is unhealthy: the
# fault is told once, where it is. Who stands on whom goes one way only, so that no two wait for one another: functions and
# tasks, load balancers, APIs, distributions. An alarm of Batch or of a failover stands alone and tells of itself.
locals {
  # Critical alarms of these services leave the page to it, and tell those who wait until morning which of them it was.
  service_topic_arns = !var.service_health.enabled ? local.alarm_topic_arns : {
    critical = local.alarm_topic_arns.warning, warning = local.alarm_topic_arns.warning
  }
  edge_service_topic_arns = !var.service_health.enabled ? local.edge_alarm_topic_arns : {
    critical = local.edge_alarm_topic_arns.warning, warning = local.edge_alarm_topic_arns.warning
  }

  # Services of the cluster's own instances, which wait for its capacity.
  _ecs_default_providers = var.ecs_default_capacity_provider_strategy != null ? keys(var.ecs_default_capacity_provider_strategy) : slice(coalesce(var.ecs_capacity_providers, ["FARGATE"]), 0, 1)
  _ecs_capacity_alarms = {
    for key, service in local.ecs_services : key => merge([
      for cluster in module.ecs_cluster : cluster.critical_alarms
      if contains(service.capacity_provider_strategy == null ? local._ecs_default_providers : keys(service.capacity_provider_strategy), "EC2")
    ]...)
  }

  # What stands on none of the others.
  _base_services = merge(
    { for key, function in module.lambda : "function-${key}" => { description = "Function ${function.name}", alarms = function.critical_alarms, dependencies = {} } },
    { for key, service in module.ecs_service : "ecs-${key}" => { description = "ECS service ${service.name}", alarms = service.critical_alarms, dependencies = local._ecs_capacity_alarms[key] } },
    { for cluster in module.eks : "eks" => { description = "EKS cluster ${cluster.name}", alarms = cluster.critical_alarms, dependencies = {} } },
    { for key, application in module.elastic_beanstalk : "beanstalk-${key}" => { description = "Elastic Beanstalk application ${application.application_name}", alarms = application.critical_alarms, dependencies = {} } },
    { for assistant in module.ai_assistant : "ai-assistant" => { description = "The AI Assistant", alarms = assistant.compute_config.critical_alarms, dependencies = {} } },
  )
  _base_health = { for key, health in module.base_health : key => health.alarm }

  _balancer_services = {
    for key, alb in module.alb : "load-balancer-${key}" => {
      description = "Load balancer ${alb.name}"
      alarms      = alb.critical_alarms
      dependencies = merge([
        for service, balancers in local._ecs_load_balancers : lookup(local._base_health, "ecs-${service}", {}) if contains(values(balancers)[*].alb_key, key)
      ]...)
    }
  }
  _balancer_health = { for key, health in module.balancer_health : key => health.alarm }

  # By kind and key, the functions and load balancers that an API calls.
  _api_calls = merge(
    {
      for key, api in var.api_gateway_rest_apis : "rest-api-${key}" => [
        for name in compact(concat(values(api.routes)[*].lambda_key, values(api.authorizers)[*].lambda_key, flatten(api.openapi[*].lambda_keys))) : "function-${name}"
      ]
    },
    {
      for key, api in var.api_gateway_http_apis : "http-api-${key}" => concat(
        [for name in compact(concat(values(api.routes)[*].lambda_key, values(api.authorizers)[*].lambda_key)) : "function-${name}"],
        [for name in compact(values(api.routes)[*].alb_key) : "load-balancer-${name}"],
      )
    },
    {
      for key, api in var.api_gateway_websocket_apis : "websocket-api-${key}" => [
        for name in concat(values(api.routes)[*].lambda_key, api.authorizer[*].lambda_key) : "function-${name}"
      ]
    },
  )
  _api_services = {
    for key, api in merge(
      { for key, api in module.rest_api : "rest-api-${key}" => { description = "REST API ${api.name}", alarms = api.critical_alarms } },
      { for key, api in module.http_api : "http-api-${key}" => { description = "HTTP API ${api.name}", alarms = api.critical_alarms } },
      { for key, api in module.websocket_api : "websocket-api-${key}" => { description = "WebSocket API ${api.name}", alarms = api.critical_alarms } },
      ) : key => merge(api, {
        dependencies = merge([for called in local._api_calls[key] : lookup(merge(local._base_health, local._balancer_health), called, {})]...)
    })
  }
  _api_health = { for key, health in module.api_health : key => health.alarm }

  # A composite alarm knows alarms of its own region only, and those of distributions are in us-east-1.
  _origin_health = local._in_us_east_1 ? merge(local._balancer_health, local._api_health) : {}
  _edge_services = {
    for key, distribution in module.cloudfront : "distribution-${key}" => {
      description = "Distribution ${local.name_prefix}-${key}"
      alarms      = distribution.critical_alarms
      dependencies = merge(flatten([
        for origin in values(var.cloudfront_distributions[key].origins) : [
          for kind, name in { load-balancer = origin.alb_key, http-api = origin.http_api_key, rest-api = origin.rest_api_key } :
          lookup(local._origin_health, "${kind}-${name}", {}) if name != null
        ]
      ])...)
    }
  }
}

module "base_health" {
  source   = "../../modules/service-health"
  for_each = { for key, service in local._base_services : key => service if var.service_health.enabled && length(service.alarms) > 0 }

  name              = "${local.name_prefix}-${each.key}"
  description       = each.value.description
  alarms            = each.value.alarms
  dependencies      = each.value.dependencies
  wait_seconds      = var.service_health.wait_seconds
  extension_seconds = var.service_health.extension_seconds
  topic_arns        = local.alarm_topic_arns.critical
  runbook_url       = var.runbook_url
}

module "balancer_health" {
  source   = "../../modules/service-health"
  for_each = { for key, service in local._balancer_services : key => service if var.service_health.enabled && length(service.alarms) > 0 }

  name              = "${local.name_prefix}-${each.key}"
  description       = each.value.description
  alarms            = each.value.alarms
  dependencies      = each.value.dependencies
  wait_seconds      = var.service_health.wait_seconds
  extension_seconds = var.service_health.extension_seconds
  topic_arns        = local.alarm_topic_arns.critical
  runbook_url       = var.runbook_url
}

module "api_health" {
  source   = "../../modules/service-health"
  for_each = { for key, service in local._api_services : key => service if var.service_health.enabled && length(service.alarms) > 0 }

  name              = "${local.name_prefix}-${each.key}"
  description       = each.value.description
  alarms            = each.value.alarms
  dependencies      = each.value.dependencies
  wait_seconds      = var.service_health.wait_seconds
  extension_seconds = var.service_health.extension_seconds
  topic_arns        = local.alarm_topic_arns.critical
  runbook_url       = var.runbook_url
}

module "edge_health" {
  source    = "../../modules/service-health"
  for_each  = { for key, service in local._edge_services : key => service if var.service_health.enabled && length(service.alarms) > 0 }
  providers = { aws = aws.us_east_1 }

  name              = "${local.name_prefix}-${each.key}"
  description       = each.value.description
  alarms            = each.value.alarms
  dependencies      = each.value.dependencies
  wait_seconds      = var.service_health.wait_seconds
  extension_seconds = var.service_health.extension_seconds
  topic_arns        = local.edge_alarm_topic_arns.critical
  runbook_url       = var.runbook_url
}
