module "websocket_api" {
  source   = "../../modules/websocket-api"
  for_each = var.api_gateway_websocket_apis

  name            = coalesce(each.value.name, "${local.name_prefix}-${each.key}")
  description     = each.value.description
  ip_address_type = each.value.ip_address_type
  stage_name      = each.value.stage_name

  # connections and messages
  routes = {
    for key, route in each.value.routes : key => {
      authorization = route.authorization
      public        = route.public
      lambda        = module.lambda[route.lambda_key]
      response      = route.response
      timeout       = route.timeout
      throttling    = route.throttling
    }
  }
  route_selection_expression = each.value.route_selection_expression
  authorizer = each.value.authorizer == null ? null : {
    lambda           = module.lambda[each.value.authorizer.lambda_key]
    identity_sources = each.value.authorizer.identity_sources
  }
  sender_role_names = { for key in each.value.sender_lambda_keys : key => module.lambda[key].role_name }
  throttling        = each.value.throttling

  # domains
  domains = {
    for name, domain in each.value.domains : name => merge(domain, {
      certificate_arn = domain.certificate_key == null ? domain.certificate_arn : var.security.certificate_arns[domain.certificate_key]
    })
  }
  shared_domains           = each.value.shared_domains
  default_endpoint_enabled = each.value.default_endpoint_enabled

  # logs and alarms
  account_logging_ready    = local.api_gateway_logging_ready
  access_logs_enabled      = each.value.access_logs_enabled
  execution_log_level      = each.value.execution_log_level
  detailed_metrics_enabled = each.value.detailed_metrics_enabled
  log_retention_days       = var.log_retention_days
  kms_key_arn              = var.security.kms_key_arn
  alarm_topic_arns         = local.service_topic_arns
  runbook_url              = var.runbook_url
  alarms                   = each.value.alarms
}
