locals {
  # A domain that several APIs name is one domain, with a path for each of them. It is made apart from all of them, so that
  # another API may come to it, or its first one go, and it stays.
  rest_api_domains = merge([
    for api in var.api_gateway_rest_apis : {
      for name, domain in api.domains : name => merge(domain, { endpoint_type = one(flatten(api.endpoint_configuration[*].types)) })
    }
  ]...)
}

module "rest_api_domain" {
  source   = "../../modules/rest-api-domain"
  for_each = local.rest_api_domains

  name                      = each.key
  certificate_arn           = each.value.certificate_key == null ? each.value.certificate_arn : var.security.certificate_arns[each.value.certificate_key]
  ownership_certificate_arn = each.value.ownership_certificate_arn
  endpoint_type             = each.value.endpoint_type
  trust_store               = each.value.trust_store
  route53                   = each.value.route53
}

module "rest_api" {
  source   = "../../modules/rest-api"
  for_each = var.api_gateway_rest_apis

  name        = coalesce(each.value.name, "${local.name_prefix}-${each.key}")
  description = each.value.description

  # what it does
  functions = {
    for key in distinct(compact(concat(
      values(each.value.routes)[*].lambda_key,
      values(each.value.authorizers)[*].lambda_key,
      flatten(each.value.openapi[*].lambda_keys),
    ))) : key => module.lambda[key]
  }
  routes = {
    for key, route in each.value.routes : key => merge(route, {
      function_key = route.lambda_key
      aws_service = route.aws_service == null ? null : merge(route.aws_service, {
        role_arn = (
          route.aws_service.role_key == null ? route.aws_service.role_arn : var.security.role_arns[route.aws_service.role_key]
        )
      })
    })
  }
  openapi = one([
    for openapi in each.value.openapi[*] : {
      document = templatefile("${path.root}/${openapi.filename}", {
        invoke_arns = { for key in openapi.lambda_keys : key => module.lambda[key].invoke_arn }
      })
      routes = openapi.routes
    }
  ])
  models                   = each.value.models
  vpc_links                = each.value.vpc_links
  binary_media_types       = each.value.binary_media_types
  minimum_compression_size = each.value.minimum_compression_size

  # who may call it, and how much of it
  authorizers = {
    for key, authorizer in each.value.authorizers : key => {
      token         = authorizer.token == null ? null : merge(authorizer.token, { function_key = authorizer.lambda_key })
      request       = authorizer.request == null ? null : merge(authorizer.request, { function_key = authorizer.lambda_key })
      cognito       = authorizer.cognito
      cache_seconds = authorizer.cache_seconds
    }
  }
  cors_configuration = each.value.cors_configuration
  gateway_responses  = each.value.gateway_responses
  throttling         = each.value.throttling
  usage_plans        = each.value.usage_plans
  api_key_source     = each.value.api_key_source
  policy_statements  = each.value.policy_statements
  associate_web_acl  = each.value.web_acl_key != null
  web_acl_arn        = each.value.web_acl_key == null ? null : module.waf[each.value.web_acl_key].arn

  # where
  endpoint_configuration = each.value.endpoint_configuration
  shared_domains = merge(
    each.value.shared_domains,
    merge([
      for name, domain in each.value.domains : {
        for path in domain.paths : "${name}/${path}" => { domain_name = module.rest_api_domain[name].domain_name, path = path }
      }
    ]...),
  )
  default_endpoint_enabled = each.value.default_endpoint_enabled

  # stage
  stage_name         = each.value.stage_name
  stage_variables    = each.value.stage_variables
  cache_cluster_size = each.value.cache_cluster_size
  canary             = each.value.canary

  # logs, traces and alarms
  account_logging_ready    = local.api_gateway_logging_ready
  access_logs_enabled      = each.value.access_logs_enabled
  execution_log_level      = each.value.execution_log_level
  detailed_metrics_enabled = each.value.detailed_metrics_enabled
  tracing_enabled          = each.value.tracing_enabled
  log_retention_days       = var.log_retention_days
  kms_key_arn              = var.security.kms_key_arn
  alarm_topic_arns         = local.service_topic_arns
  runbook_url              = var.runbook_url
  alarms                   = each.value.alarms
}
