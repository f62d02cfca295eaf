locals {
  # AWS lets an authorizer sit on $connect only; whoever is connected has passed it.
  _websocket_routes = {
    "$connect"    = { authorization = "CUSTOM" }
    "$disconnect" = { authorization = "NONE" }
    "$default"    = { authorization = "NONE" }
  }

  # Spelled out, not read from the stage: the function knows where to send before the stage is made, which needs it.
  websocket_management_endpoint = "https://${aws_apigatewayv2_api.this.id}.execute-api.${local.region}.${local._dns_suffix}/${var.api_gateway_stage_name}"
  websocket_stage_arn           = "arn:${local._partition}:execute-api:${local.region}:${local.account_id}:${aws_apigatewayv2_api.this.id}/${var.api_gateway_stage_name}"
}

resource "aws_apigatewayv2_api" "this" {
  name                       = "${local.name}-websocket"
  description                = "Conversations with the AI Assistant, ${var.environment}."
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
  tags                       = var.tags
}

resource "aws_apigatewayv2_integration" "this" {
  api_id                    = aws_apigatewayv2_api.this.id
  integration_type          = "AWS_PROXY"
  integration_method        = "POST"
  integration_uri           = module.function["websocket"].invoke_arn
  content_handling_strategy = "CONVERT_TO_TEXT"
  timeout_milliseconds      = local._integration_timeout
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309:AWS lets an authorizer sit on the connect route only, and there it sits.
  for_each = local._websocket_routes

  api_id             = aws_apigatewayv2_api.this.id
  route_key          = each.key
  target             = "integrations/${aws_apigatewayv2_integration.this.id}"
  authorization_type = each.value.authorization
  authorizer_id      = each.value.authorization == "CUSTOM" ? aws_apigatewayv2_authorizer.this.id : null
}

resource "aws_lambda_permission" "websocket" {
  statement_id  = "websocket"
  action        = "lambda:InvokeFunction"
  function_name = module.function["websocket"].name
  qualifier     = module.function["websocket"].alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/${var.api_gateway_stage_name}/*"
}

resource "aws_apigatewayv2_deployment" "this" {
  api_id = aws_apigatewayv2_api.this.id

  triggers = {
    redeployment = sha1(jsonencode([local._websocket_routes, local._integration_timeout]))
  }

  depends_on = [aws_apigatewayv2_route.this]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "this" {
  #checkov:skip=CKV2_AWS_51:The integration is a function, which is called with IAM and cannot ask for a certificate.
  api_id        = aws_apigatewayv2_api.this.id
  name          = var.api_gateway_stage_name
  deployment_id = aws_apigatewayv2_deployment.this.id

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format          = jsonencode(local.websocket_access_log)
  }

  default_route_settings {
    # As for the REST API: why a message failed, and never what was said.
    logging_level            = "ERROR"
    data_trace_enabled       = false
    detailed_metrics_enabled = true

    throttling_rate_limit  = var.api_gateway_throttle_rate_limit
    throttling_burst_limit = var.api_gateway_throttle_burst_limit
  }

  tags = var.tags

  depends_on = [aws_cloudwatch_log_group.websocket_execution, module.api_gateway_account]
}
