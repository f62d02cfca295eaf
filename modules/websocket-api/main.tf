data "aws_region" "current" {}

locals {
  region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  # AWS deploys no API without routes.
  deployed = length(var.routes) > 0 ? 1 : 0

  # What a deployment holds, in the words of the inputs: attributes of resources would change it without need, and
  # throttling and logs are the stage's own.
  definition = {
    route_selection_expression = var.route_selection_expression
    authorizer = var.authorizer == null ? null : {
      function         = "${var.authorizer.lambda.name}:${var.authorizer.lambda.alias_name}"
      identity_sources = var.authorizer.identity_sources
    }
    routes = {
      for key, route in var.routes : key => {
        authorization = route.authorization
        function      = "${route.lambda.name}:${route.lambda.alias_name}"
        response      = route.response
        timeout       = route.timeout
      }
    }
  }
}

resource "aws_apigatewayv2_api" "this" {
  name                         = var.name
  description                  = var.description
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = var.route_selection_expression
  ip_address_type              = var.ip_address_type
  disable_execute_api_endpoint = local.default_endpoint_closed
  tags                         = var.tags
}

resource "aws_apigatewayv2_deployment" "this" {
  count = local.deployed

  api_id   = aws_apigatewayv2_api.this.id
  triggers = { redeployment = sha1(jsonencode(local.definition)) }

  # A deployment is a copy of what is there when it is made.
  depends_on = [
    aws_apigatewayv2_integration.this,
    aws_apigatewayv2_route.this,
    aws_apigatewayv2_route_response.this,
  ]

  # The stage moves on before the last deployment goes.
  lifecycle {
    create_before_destroy = true
  }
}
