data "aws_region" "current" {}

locals {
  region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))
}

resource "aws_apigatewayv2_api" "this" {
  name                         = var.name
  description                  = var.description
  protocol_type                = "HTTP"
  ip_address_type              = var.ip_address_type
  disable_execute_api_endpoint = local.default_endpoint_closed

  dynamic "cors_configuration" {
    for_each = var.cors_configuration[*]

    content {
      allow_origins     = cors_configuration.value.allow_origins
      allow_methods     = cors_configuration.value.allow_methods
      allow_headers     = cors_configuration.value.allow_headers
      expose_headers    = cors_configuration.value.expose_headers
      allow_credentials = cors_configuration.value.allow_credentials
      max_age           = cors_configuration.value.max_age
    }
  }

  tags = var.tags
}

# AWS deploys every change to this stage by itself. A deployment of our own would add nothing: an HTTP API has no canary,
# a route is made together with its authorization, and a stage without a deployment answers 403 to everything.
resource "aws_apigatewayv2_stage" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode(local.access_log_format)
  }

  default_route_settings {
    detailed_metrics_enabled = var.detailed_metrics_enabled
    throttling_rate_limit    = var.throttling.rate_limit
    throttling_burst_limit   = var.throttling.burst_limit
  }

  dynamic "route_settings" {
    for_each = { for key, route in var.routes : key => route.throttling if route.throttling != null }

    content {
      route_key                = route_settings.key
      detailed_metrics_enabled = var.detailed_metrics_enabled
      throttling_rate_limit    = route_settings.value.rate_limit
      throttling_burst_limit   = route_settings.value.burst_limit
    }
  }

  tags = var.tags

  # A stage takes the settings of routes that exist.
  depends_on = [aws_apigatewayv2_route.this]
}
