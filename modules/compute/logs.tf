locals {
  api_log_group_name = "/aws/apigateway/${local.name}"

  _access_log = {
    api          = "$context.apiId"
    request_id   = "$context.requestId"
    requested_at = "$context.requestTime"
    ip           = "$context.identity.sourceIp"
    user_agent   = "$context.identity.userAgent"
    user         = "$context.authorizer.principalId"
    status       = "$context.status"
    error        = "$context.error.message"
  }

  rest_access_log = merge(local._access_log, {
    route      = "$context.httpMethod $context.resourcePath"
    error_type = "$context.error.responseType"
    latency_ms = "$context.responseLatency"
    trace      = "$context.xrayTraceId"
  })

  websocket_access_log = merge(local._access_log, {
    route      = "$context.routeKey"
    event      = "$context.eventType"
    connection = "$context.connectionId"
    latency_ms = "$context.integrationLatency"
  })
}

# Both APIs' access logs.
resource "aws_cloudwatch_log_group" "api" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; the specification's 30 days are the default.
  name              = local.api_log_group_name
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# Made before the stages: API Gateway would make these groups itself, unencrypted and kept for ever. Their names are
# its own: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html

resource "aws_cloudwatch_log_group" "rest_execution" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; the specification's 30 days are the default.
  name              = "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.this.id}/${var.api_gateway_stage_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "websocket_execution" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; the specification's 30 days are the default.
  name              = "/aws/apigateway/${aws_apigatewayv2_api.this.id}/${var.api_gateway_stage_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# API Gateway takes no stage that logs before this is set, once for all APIs of account and region.
module "api_gateway_account" {
  source = "../api-gateway-account"
  count  = var.account_logging_ready ? 0 : 1

  account_id               = local.account_id
  permissions_boundary_arn = var.permissions_boundary_arn
  tags                     = var.tags
}
