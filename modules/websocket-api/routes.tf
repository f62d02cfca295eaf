resource "aws_apigatewayv2_integration" "this" {
  for_each = var.routes

  api_id               = aws_apigatewayv2_api.this.id
  integration_type     = "AWS_PROXY"
  integration_method   = "POST"
  integration_uri      = each.value.lambda.invoke_arn
  timeout_milliseconds = each.value.timeout * 1000

  # AWS keeps an integration for as long as a route points to it.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309:AWS checks callers on $connect alone, where the module demands a decision.
  for_each = var.routes

  api_id                              = aws_apigatewayv2_api.this.id
  route_key                           = each.key
  target                              = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
  authorization_type                  = each.value.authorization == null ? "NONE" : each.value.authorization
  authorizer_id                       = each.value.authorization == "CUSTOM" ? aws_apigatewayv2_authorizer.this[0].id : null
  route_response_selection_expression = each.value.response ? "$default" : null

  # The stage lets go of a route's settings before the route goes.
  lifecycle {
    create_before_destroy = true
  }
}

# What lets a function's answer go back to the sender.
resource "aws_apigatewayv2_route_response" "this" {
  for_each = { for key, route in var.routes : key => route if route.response }

  api_id             = aws_apigatewayv2_api.this.id
  route_id           = aws_apigatewayv2_route.this[each.key].id
  route_response_key = "$default"
}

resource "aws_lambda_permission" "route" {
  for_each = var.routes

  statement_id  = "${var.name}-${substr(sha1(each.key), 0, 8)}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = each.value.lambda.name
  qualifier     = each.value.lambda.alias_name
  source_arn    = "${local.stage_arn}/${each.key}"
}
