module "lambda" {
  source   = "../../modules/lambda"
  for_each = var.lambda_functions

  name        = coalesce(each.value.function_name, "${local.name_prefix}-${each.key}")
  description = each.value.description
  account_id  = data.aws_caller_identity.current.account_id

  # code
  runtime      = each.value.runtime
  handler      = each.value.handler
  filename     = each.value.filename == null ? null : "${path.root}/${each.value.filename}"
  architecture = each.value.architecture
  code_owner   = each.value.code_owner
  alias_name   = each.value.alias_name

  # size
  memory_size          = each.value.memory_size
  timeout              = each.value.timeout
  reserved_concurrency = each.value.reserved_concurrency
  paused               = each.value.paused

  environment_variables = merge({ ENVIRONMENT = var.environment }, each.value.environment_variables)

  # Private subnets and the shared group, unless the function says otherwise.
  vpc_config = each.value.vpc_enabled ? {
    subnet_ids = (
      each.value.vpc_config.subnet_ids != null ? each.value.vpc_config.subnet_ids : var.networking.private_subnet_ids
    )
    security_group_ids = (
      each.value.vpc_config.security_group_ids != null ? each.value.vpc_config.security_group_ids : [
        for key in each.value.vpc_config.security_group_keys : var.networking.security_group_ids[key]
      ]
    )
  } : null

  # failures
  dead_letter_queue_enabled = each.value.dead_letter_queue_enabled
  alarm_topic_arns          = [module.alarm_topic.arn]

  # logs and traces
  log_level          = coalesce(each.value.log_level, var.lambda_log_level)
  log_retention_days = var.log_retention_days
  tracing_enabled    = each.value.tracing_enabled

  # permissions
  kms_key_arn              = var.security.kms_key_arn
  permissions_boundary_arn = var.security.permissions_boundary_arn
  policy_statements        = each.value.policy_statements
}
