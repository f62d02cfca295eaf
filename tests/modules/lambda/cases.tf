# Cases beyond the README's, in the same plan.

locals {
  account_id = "123456789012"
  handler    = "lambda_function.lambda_handler"
}

# Everything that can be off, is off.
module "off" {
  source = "../../modules/lambda"

  name                      = "off"
  handler                   = local.handler
  account_id                = local.account_id
  dead_letter_queue_enabled = false
  tracing_enabled           = false
  paused                    = true
  reserved_concurrency      = 5
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/lambda"

  name                      = "nulls"
  handler                   = local.handler
  account_id                = local.account_id
  alarm_topic_arns          = null
  alias_name                = null
  architecture              = null
  code_owner                = null
  dead_letter_queue_enabled = null
  description               = null
  environment_variables     = null
  filename                  = null
  kms_key_arn               = null
  log_level                 = null
  log_retention_days        = null
  memory_size               = null
  paused                    = null
  permissions_boundary_arn  = null
  policy_statements         = null
  reserved_concurrency      = null
  runtime                   = null
  tags                      = null
  timeout                   = null
  tracing_enabled           = null
  vpc_config                = null
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/lambda"

  name        = "dependent"
  handler     = local.handler
  account_id  = local.account_id
  code_owner  = "external"
  kms_key_arn = aws_kms_key.main.arn

  vpc_config = {
    subnet_ids         = module.networking.private_subnet_ids
    security_group_ids = values(module.networking.security_group_ids)
  }

  depends_on = [aws_sns_topic.alarms]
}

# The longest legal name, every permission, all known at plan time; a log level of the caller's own; one subnet only.
module "long" {
  source = "../../modules/lambda"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123"
  handler                  = local.handler
  account_id               = local.account_id
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  alarm_topic_arns         = ["arn:aws:sns:us-east-1:123456789012:alarms"]
  environment_variables    = { LOG_LEVEL = "ERROR" }
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

  vpc_config = {
    subnet_ids         = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}

# Differs from it in the last letter only; permissions of the caller's own; a package that exists.
module "long_twin" {
  source = "../../modules/lambda"

  name       = "a123456789-123456789-123456789-123456789-123456789-123456789-124"
  handler    = local.handler
  account_id = local.account_id
  filename   = "package.zip"

  policy_statements = {
    ReadOrders = {
      actions    = ["dynamodb:GetItem"]
      resources  = ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"]
      conditions = { StringEquals = { "dynamodb:Attributes" = ["id"] } }
    }
    WriteMetrics = {
      actions             = ["cloudwatch:PutMetricData"]
      allow_all_resources = true
    }
  }
}
