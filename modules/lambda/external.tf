# The function when its code is deployed from outside: the same as main.tf, but Terraform uploads a package only once.
# Two resources, because ignore_changes takes no expressions.
resource "aws_lambda_function" "external" {
  #checkov:skip=CKV_AWS_272:Signing needs a signing profile, which an environment may not have; the package is hashed instead.
  count = var.code_owner == "external" ? 1 : 0

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

  depends_on = [aws_iam_role_policy.this, aws_sqs_queue.dead_letter]

  lifecycle {
    ignore_changes = [
      filename,
      source_code_hash,
      s3_bucket,
      s3_key,
      s3_object_version,
      image_uri,
      architectures, # changing it uploads the package again, that is the placeholder over the live code
    ]
  }
}
