locals {
  rest_name = "${local.name}-rest"

  # The same as lambda/backend answers. A route is authorized unless it is listed as public.
  _methods = {
    "/api/v1/health"                         = ["GET"]
    "/api/v1/knowledge-bases"                = ["GET"]
    "/api/v1/sessions"                       = ["GET", "POST"]
    "/api/v1/sessions/{session_id}"          = ["DELETE", "GET", "PUT"]
    "/api/v1/sessions/{session_id}/messages" = ["POST"]
  }
  _public_routes = ["GET /api/v1/health"]

  routes = merge([
    for path, methods in local._methods : {
      for method in methods : "${method} ${path}" => {
        path   = path
        method = method
        public = contains(local._public_routes, "${method} ${path}")
      }
    }
  ]...)

  _resource_ids = {
    "/api/v1/health"                         = aws_api_gateway_resource.collection["health"].id
    "/api/v1/knowledge-bases"                = aws_api_gateway_resource.collection["knowledge-bases"].id
    "/api/v1/sessions"                       = aws_api_gateway_resource.collection["sessions"].id
    "/api/v1/sessions/{session_id}"          = aws_api_gateway_resource.session.id
    "/api/v1/sessions/{session_id}/messages" = aws_api_gateway_resource.messages.id
  }

  # What API Gateway allows an integration.
  _integration_timeout = 29000

  # What a deployment is a copy of, as far as it can change: computed attributes would redeploy without a reason.
  _rest_definition = {
    routes     = local.routes
    timeout    = local._integration_timeout
    cors       = local.cors_headers
    responses  = local.error_template
    authorizer = [local.bearer_token_pattern, local.authorizer_cache_seconds]
  }
}

resource "aws_api_gateway_rest_api" "this" {
  name        = local.rest_name
  description = "Sessions and knowledge bases of the AI Assistant, ${var.environment}."

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  tags = var.tags

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_resource" "api" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = "api"
}

resource "aws_api_gateway_resource" "v1" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.api.id
  path_part   = "v1"
}

resource "aws_api_gateway_resource" "collection" {
  for_each = toset(["health", "knowledge-bases", "sessions"])

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.v1.id
  path_part   = each.key
}

resource "aws_api_gateway_resource" "session" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.collection["sessions"].id
  path_part   = "{session_id}"
}

resource "aws_api_gateway_resource" "messages" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.session.id
  path_part   = "messages"
}

resource "aws_api_gateway_method" "this" {
  #checkov:skip=CKV_AWS_59:Only the health is open, as the specification says; every other route has the authorizer.
  #checkov:skip=CKV2_AWS_53:The backend validates requests itself and answers mistakes in its own words.
  for_each = local.routes

  rest_api_id   = aws_api_gateway_rest_api.this.id
  resource_id   = local._resource_ids[each.value.path]
  http_method   = each.value.method
  authorization = each.value.public ? "NONE" : "CUSTOM"
  authorizer_id = each.value.public ? null : aws_api_gateway_authorizer.this.id
}

resource "aws_api_gateway_integration" "this" {
  for_each = local.routes

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = local._resource_ids[each.value.path]
  http_method             = aws_api_gateway_method.this[each.key].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = module.function["main"].invoke_arn
  timeout_milliseconds    = local._integration_timeout
}

resource "aws_lambda_permission" "rest" {
  statement_id  = "rest"
  action        = "lambda:InvokeFunction"
  function_name = module.function["main"].name
  qualifier     = module.function["main"].alias_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/${var.api_gateway_stage_name}/*"
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  triggers = {
    redeployment = sha1(jsonencode(local._rest_definition))
  }

  depends_on = [
    aws_api_gateway_gateway_response.error,
    aws_api_gateway_integration.this,
    aws_api_gateway_integration_response.preflight,
  ]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV_AWS_120:Answers belong to one user each and must not be cached.
  #checkov:skip=CKV2_AWS_29:A web ACL is the caller's to associate, with compute_config.rest_api.stage_arn.
  #checkov:skip=CKV2_AWS_51:The integration is a function, which is called with IAM and cannot ask for a certificate.
  rest_api_id          = aws_api_gateway_rest_api.this.id
  deployment_id        = aws_api_gateway_deployment.this.id
  stage_name           = var.api_gateway_stage_name
  xray_tracing_enabled = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.api.arn
    format          = jsonencode(local.rest_access_log)
  }

  tags = var.tags

  depends_on = [aws_cloudwatch_log_group.rest_execution, module.api_gateway_account]
}

# For all methods at once: settings of a single nested one do not reach AWS reliably,
# https://github.com/hashicorp/terraform-provider-aws/issues/13612 and 41104.
resource "aws_api_gateway_method_settings" "this" {
  #checkov:skip=CKV_AWS_225:Answers belong to one user each and must not be cached.
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    # The access log has a line for every request; the execution log says why one failed, and never what was said.
    logging_level      = "ERROR"
    data_trace_enabled = false
    metrics_enabled    = true

    throttling_rate_limit  = var.api_gateway_throttle_rate_limit
    throttling_burst_limit = var.api_gateway_throttle_burst_limit

    caching_enabled      = false
    cache_data_encrypted = true
  }
}
