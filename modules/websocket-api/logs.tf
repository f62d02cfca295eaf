locals {
  logging = var.access_logs_enabled || var.execution_log_level != "OFF"

  # No query string, header or message: tokens travel there.
  access_log_format = {
    apiId              = "$context.apiId"
    requestId          = "$context.requestId"
    requestTimeEpoch   = "$context.requestTimeEpoch"
    sourceIp           = "$context.identity.sourceIp"
    userAgent          = "$context.identity.userAgent"
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
    principalId        = "$context.authorizer.principalId"
  }

  access_logged  = local.deployed == 1 && var.access_logs_enabled
  own_access_log = local.access_logged && var.access_log_group == null

  # The group of the access log, whoever made it.
  access_log_groups = concat(
    [for group in aws_cloudwatch_log_group.access : { name = group.name, arn = group.arn }],
    local.access_logged ? var.access_log_group[*] : [],
  )
}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  count = local.own_access_log ? 1 : 0

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
