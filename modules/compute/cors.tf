locals {
  # Preflights by path. The other answers get their headers from the function, errors of API Gateway below.
  cors_headers = {
    for path, methods in local._methods : path => {
      Access-Control-Allow-Headers = "'authorization,content-type,idempotency-key'"
      Access-Control-Allow-Methods = "'${join(",", methods)}'"
      Access-Control-Allow-Origin  = "'${var.cors_allowed_origin}'"
      Access-Control-Max-Age       = "'600'"
    }
  }

  # The body that the backend gives its errors, too.
  error_template = "{\"error\":{\"code\":\"$context.error.responseType\",\"message\":$context.error.messageString,\"request_id\":\"$context.requestId\"}}"
}

resource "aws_api_gateway_method" "preflight" {
  #checkov:skip=CKV_AWS_59:Browsers send no token with a preflight; API Gateway answers it itself.
  #checkov:skip=CKV2_AWS_53:A preflight has nothing to validate.
  for_each = local.cors_headers

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = local._resource_ids[each.key]
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "preflight" {
  for_each = local.cors_headers

  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = local._resource_ids[each.key]
  http_method = aws_api_gateway_method.preflight[each.key].http_method
  type        = "MOCK"

  request_templates = {
    "application/json" = jsonencode({ statusCode = 204 })
  }
}

resource "aws_api_gateway_method_response" "preflight" {
  for_each = local.cors_headers

  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = local._resource_ids[each.key]
  http_method         = aws_api_gateway_method.preflight[each.key].http_method
  status_code         = "204"
  response_parameters = { for header in keys(each.value) : "method.response.header.${header}" => true }
}

resource "aws_api_gateway_integration_response" "preflight" {
  for_each = local.cors_headers

  rest_api_id         = aws_api_gateway_rest_api.this.id
  resource_id         = local._resource_ids[each.key]
  http_method         = aws_api_gateway_method_response.preflight[each.key].http_method
  status_code         = aws_api_gateway_method_response.preflight[each.key].status_code
  response_parameters = { for header, value in each.value : "method.response.header.${header}" => value }

  depends_on = [aws_api_gateway_integration.preflight]
}

# Without the header a browser hides from its page that a token was refused or a limit reached.
resource "aws_api_gateway_gateway_response" "error" {
  for_each = toset(["DEFAULT_4XX", "DEFAULT_5XX"])

  rest_api_id         = aws_api_gateway_rest_api.this.id
  response_type       = each.key
  response_parameters = { "gatewayresponse.header.Access-Control-Allow-Origin" = "'${var.cors_allowed_origin}'" }
  response_templates  = { "application/json" = local.error_template }
}
