locals {
  logging = var.access_logs_enabled || var.execution_log_level != "OFF"

  # No query string, header or message: tokens travel there.
  access_log_format = {
    requestId          = "$context.requestId"
    requestTimeEpoch   = "$context.requestTimeEpoch"
    sourceIp           = "$context.identity.sourceIp"
    domainName         = "$context.domainName"
    connectionId       = "$context.connectionId"
    eventType          = "$context.eventType"
    routeKey           = "$context.routeKey"
    messageId          = "$context.messageId"
    status             = "$context.status"
    integrationStatus  = "$context.integrationStatus"
    integrationLatency = "$context.integrationLatency"
    integrationError   = "$context.integrationErrorMessage"
    authorizerError    = "$context.authorizer.error"
  }
}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  count = var.access_logs_enabled ? local.deployed : 0

  name              = "/aws/apigateway/websocket/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# The name is API Gateway's.
resource "aws_cloudwatch_log_group" "execution" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  count = var.execution_log_level == "OFF" ? 0 : local.deployed

  name              = "/aws/apigateway/${aws_apigatewayv2_api.this.id}/${var.stage_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
