resource "aws_apigatewayv2_stage" "this" {
  #checkov:skip=CKV_AWS_76:Logged unless access_logs_enabled says otherwise; a first plan does not know the group's ARN.
  #checkov:skip=CKV2_AWS_51:A client certificate tells HTTP backends that API Gateway is calling; functions know it by their permission.
  count = local.deployed

  api_id        = aws_apigatewayv2_api.this.id
  name          = var.stage_name
  deployment_id = aws_apigatewayv2_deployment.this[0].id

  dynamic "access_log_settings" {
    for_each = local.access_log_groups

    content {
      destination_arn = access_log_settings.value.arn
      format          = jsonencode(local.access_log_format)
    }
  }

  # No data trace: it writes whole messages to the log.
  default_route_settings {
    logging_level            = var.execution_log_level
    data_trace_enabled       = false
    detailed_metrics_enabled = var.detailed_metrics_enabled
    throttling_rate_limit    = var.throttling.rate_limit
    throttling_burst_limit   = var.throttling.burst_limit
  }

  dynamic "route_settings" {
    for_each = { for key, route in var.routes : key => route.throttling if route.throttling != null }

    content {
      route_key                = route_settings.key
      logging_level            = var.execution_log_level
      data_trace_enabled       = false
      detailed_metrics_enabled = var.detailed_metrics_enabled
      throttling_rate_limit    = route_settings.value.rate_limit
      throttling_burst_limit   = route_settings.value.burst_limit
    }
  }

  tags = var.tags

  # API Gateway makes this group itself, without retention, if it is not there first.
  depends_on = [aws_cloudwatch_log_group.execution]

  lifecycle {
    # Also what makes the stage wait for the role.
    precondition {
      condition     = var.account_logging_ready || !local.logging
      error_message = "WebSocket API ${var.name} writes logs, for which API Gateway needs a role in the settings of account and region: make it once with modules/api-gateway-account and set account_logging_ready = true, or set access_logs_enabled = false and execution_log_level = \"OFF\"."
    }
  }
}
