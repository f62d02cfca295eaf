locals {
  _methods = { for key in keys(var.routes) : key => key == "$default" ? "ANY" : split(" ", key)[0] }

  _to_lambda = {
    for key, route in var.routes : key => {
      type            = "AWS_PROXY"
      uri             = route.lambda.invoke_arn
      method          = "POST"
      payload_version = "2.0"
      connection_type = "INTERNET"
      server_name     = null
    } if route.lambda != null
  }

  _to_load_balancer = {
    for key, route in var.routes : key => {
      type            = "HTTP_PROXY"
      uri             = route.load_balancer.listener_arn
      method          = local._methods[key]
      payload_version = "1.0"
      connection_type = "VPC_LINK"
      server_name     = route.load_balancer.server_name
    } if route.load_balancer != null
  }

  _to_url = {
    for key, route in var.routes : key => {
      type            = "HTTP_PROXY"
      uri             = route.url
      method          = local._methods[key]
      payload_version = "1.0"
      connection_type = "INTERNET"
      server_name     = null
    } if route.lambda == null && route.load_balancer == null
  }

  integrations = merge(local._to_lambda, local._to_load_balancer, local._to_url)

  # What a route's requests look like to Lambda: method and path, a parameter being any text. AWS does not say whether
  # there is a method before $default; the star takes both.
  permitted = {
    for key in keys(local._to_lambda) : key => key == "$default" ? "*$default" : join("", [
      local._methods[key] == "ANY" ? "*" : local._methods[key],
      replace(split(" ", key)[1], "/\\{[^}]+\\}/", "*"),
    ])
  }
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = local.integrations

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = each.value.type
  integration_uri        = each.value.uri
  integration_method     = each.value.method
  payload_format_version = each.value.payload_version
  connection_type        = each.value.connection_type
  connection_id          = each.value.connection_type == "VPC_LINK" ? aws_apigatewayv2_vpc_link.this[0].id : null
  timeout_milliseconds   = var.routes[each.key].timeout * 1000
  request_parameters     = var.routes[each.key].request_parameters

  dynamic "tls_config" {
    for_each = each.value.server_name[*]

    content {
      server_name_to_verify = tls_config.value
    }
  }

  # AWS keeps an integration for as long as a route points to it.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309:Every route names its authorization; NONE also needs public = true.
  for_each = var.routes

  api_id               = aws_apigatewayv2_api.this.id
  route_key            = each.key
  target               = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
  authorization_type   = each.value.authorization
  authorization_scopes = each.value.scopes
  authorizer_id        = one([for key in each.value.authorizer_key[*] : aws_apigatewayv2_authorizer.this[key].id])

  # The stage lets go of a route's settings before the route goes.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_permission" "route" {
  for_each = local.permitted

  statement_id  = "${var.name}-${substr(sha1(each.key), 0, 8)}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = var.routes[each.key].lambda.name
  qualifier     = var.routes[each.key].lambda.alias_name
  source_arn    = "${aws_apigatewayv2_stage.this.execution_arn}/${each.value}"
}
