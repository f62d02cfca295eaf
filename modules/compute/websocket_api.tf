locals {
  # AWS lets an authorizer sit on $connect only; whoever is connected has passed it.
  _websocket_routes = {
    "$connect"    = { function = "connections", authorization = "CUSTOM" }
    "$disconnect" = { function = "connections" }
    "$default"    = { function = "websocket" }
  }
}

module "websocket_api" {
  source = "../websocket-api"

  name        = "${local.name}-websocket"
  description = "Conversations with the AI Assistant, ${var.environment}."

  # connections and messages
  routes = {
    for key, route in local._websocket_routes : key => {
      authorization = try(route.authorization, null)
      lambda        = local._invoked[route.function]
      timeout       = local._integration_timeout
    }
  }

  # No identity source: programs send the token as a header, browsers, which cannot, as a subprotocol. Asking for either
  # would refuse the other.
  authorizer = { lambda = local._invoked.jwt-authorizer, identity_sources = [] }

  throttling = {
    rate_limit  = var.api_gateway_throttle_rate_limit
    burst_limit = var.api_gateway_throttle_burst_limit
  }

  # stage
  stage_name = var.api_gateway_stage_name

  # logs and alarms
  account_logging_ready    = local._logging_ready
  access_log_group         = local._access_log_group
  detailed_metrics_enabled = true
  log_retention_days       = var.log_retention_days
  kms_key_arn              = var.kms_key_arn
  alarm_topic_arns         = local.alarm_topic_arns
  runbook_url              = var.runbook_url
  alarms                   = local._api_alarms.websocket-api

  tags = var.tags
}

moved {
  from = aws_apigatewayv2_api.this
  to   = module.websocket_api.aws_apigatewayv2_api.this
}

moved {
  from = aws_apigatewayv2_authorizer.this
  to   = module.websocket_api.aws_apigatewayv2_authorizer.this[0]
}

moved {
  from = aws_apigatewayv2_deployment.this
  to   = module.websocket_api.aws_apigatewayv2_deployment.this[0]
}

moved {
  from = aws_apigatewayv2_integration.this
  to   = module.websocket_api.aws_apigatewayv2_integration.this["$default"]
}

moved {
  from = aws_apigatewayv2_route.this
  to   = module.websocket_api.aws_apigatewayv2_route.this
}

moved {
  from = aws_apigatewayv2_stage.this
  to   = module.websocket_api.aws_apigatewayv2_stage.this[0]
}

moved {
  from = aws_cloudwatch_log_group.websocket_execution
  to   = module.websocket_api.aws_cloudwatch_log_group.execution[0]
}
