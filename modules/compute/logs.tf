locals {
  api_log_group_name = "/aws/apigateway/${local.name}"

  # Known by name, so that a plan tells its readers; the ARN waits for the group.
  _access_log_group = { name = local.api_log_group_name, arn = aws_cloudwatch_log_group.api.arn }

  _logging_ready = anytrue(concat(module.api_gateway_account[*].logging_ready, [var.account_logging_ready]))
}

# Both APIs' access logs.
resource "aws_cloudwatch_log_group" "api" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; the specification's 30 days are the default.
  name              = local.api_log_group_name
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
