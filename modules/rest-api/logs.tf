locals {
  # No query string and no header: tokens travel there.
  access_log_format = {
    apiId              = "$context.apiId"
    requestId          = "$context.requestId"
    extendedRequestId  = "$context.extendedRequestId"
    requestTimeEpoch   = "$context.requestTimeEpoch"
    sourceIp           = "$context.identity.sourceIp"
    userAgent          = "$context.identity.userAgent"
    domainName         = "$context.domainName"
    httpMethod         = "$context.httpMethod"
    resourcePath       = "$context.resourcePath"
    path               = "$context.path"
    protocol           = "$context.protocol"
    status             = "$context.status"
    responseType       = "$context.error.responseType"
    responseLength     = "$context.responseLength"
    responseLatency    = "$context.responseLatency"
    integrationStatus  = "$context.integration.status"
    integrationLatency = "$context.integration.latency"
    integrationError   = "$context.integration.error"
    authorizerError    = "$context.authorizer.error"
    principalId        = "$context.authorizer.principalId"
    apiKeyId           = "$context.identity.apiKeyId"
    wafResponseCode    = "$context.wafResponseCode"
    traceId            = "$context.xrayTraceId"
  }

  access_logged  = local.has_routes && var.access_logs_enabled
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

  name              = "/aws/apigateway/rest/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

# The name is API Gateway's.
resource "aws_cloudwatch_log_group" "execution" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  count = local.has_routes && var.execution_log_level != "OFF" ? 1 : 0

  name              = "API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.this.id}/${var.stage_name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
