locals {
  auth_enabled = var.identity_center_issuer_url != "" && var.jwt_audience != ""
  auth_message = "The AI Assistant ${local.name} denies everybody: give identity_center_issuer_url and jwt_audience to let anybody in."

  # API Gateway waits; the issuer is asked for its keys twice at most, two seconds each.
  authorizer_timeout = min(10, var.lambda_timeout)

  # A good answer is kept for this token, and so may outlive it, by a minute at most.
  authorizer_cache_seconds = 60

  # Three parts in base64url: anything else is refused before the function is paid for.
  bearer_token_pattern = "^[Bb]earer [A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$"
}

# Has a role of its own, which may do nothing but log and trace.
module "authorizer" {
  source = "../lambda"

  name        = "${local.name}-jwt-authorizer"
  description = "Tells both APIs of the AI Assistant whose token is good."
  account_id  = local.account_id

  # code: the placeholder, which denies, until somebody deploys the real one
  code_owner   = "external"
  filename     = "${path.module}/placeholder.zip"
  handler      = "authorizer.handler.handler"
  runtime      = var.lambda_runtime
  architecture = var.lambda_architecture

  # size
  memory_size          = var.lambda_memory_size
  timeout              = local.authorizer_timeout
  reserved_concurrency = var.lambda_reserved_concurrency

  environment_variables = {
    for name, value in {
      IDENTITY_CENTER_ISSUER_URL = var.identity_center_issuer_url
      JWT_AUDIENCE               = var.jwt_audience
      JWKS_URI                   = var.jwks_uri
    } : name => value if value != null
  }

  vpc_config = var.jwt_authorizer_in_vpc ? {
    subnet_ids         = var.private_subnet_ids
    security_group_ids = [var.lambda_security_group_id]
  } : null

  dead_letter_queue_enabled = false

  # permissions
  permissions_boundary_arn = var.permissions_boundary_arn
  kms_key_arn              = var.kms_key_arn

  # logs and traces
  log_level          = var.lambda_log_level
  log_retention_days = var.log_retention_days

  tags = var.tags
}
