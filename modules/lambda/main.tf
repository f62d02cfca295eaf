locals {
  # Exactly one of the two variants exists; everything else reads from here.
  function = one(concat(aws_lambda_function.this, aws_lambda_function.external))

  environment_variables  = merge({ LOG_LEVEL = var.log_level }, var.environment_variables)
  tracing_mode           = var.tracing_enabled ? "Active" : "PassThrough"
  concurrency            = var.paused ? 0 : var.reserved_concurrency
  dead_letter_target_arn = var.dead_letter_queue_enabled ? [local.dead_letter_arn] : []
}

# The function when Terraform deploys its code. Keep the same as external.tf but for lifecycle.
resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_272:Signing needs a signing profile, which an environment may not have; the package is hashed instead.
  count = var.code_owner == "terraform" ? 1 : 0

  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn

  # code
  filename         = local.package
  source_code_hash = filebase64sha256(local.package)
  handler          = var.handler
  runtime          = var.runtime
  architectures    = [var.architecture]
  publish          = true

  # capacity
  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = local.concurrency

  kms_key_arn = var.kms_key_arn

  environment {
    variables = local.environment_variables
  }

  logging_config {
    log_format            = "JSON"
    log_group             = aws_cloudwatch_log_group.this.name
    application_log_level = var.log_level
    system_log_level      = "INFO"
  }

  tracing_config {
    mode = local.tracing_mode
  }

  dynamic "dead_letter_config" {
    for_each = local.dead_letter_target_arn

    content {
      target_arn = dead_letter_config.value
    }
  }

  dynamic "vpc_config" {
    for_each = var.vpc_config[*]

    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  tags = var.tags

  # Lambda tries the queue and the network interface with the role as soon as the function is made, and needs the
  # role's permissions to remove the interface after the function is gone.
  depends_on = [aws_iam_role_policy.this, aws_sqs_queue.dead_letter]
}

check "availability" {
  assert {
    condition     = var.vpc_config == null ? true : length(var.vpc_config.subnet_ids) != 1
    error_message = "Function ${var.name} stops with its one availability zone: give vpc_config.subnet_ids a second subnet."
  }
}
