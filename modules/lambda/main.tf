locals {
  # Exactly one of the two variants exists; everything else reads from here.
  function = one(concat(aws_lambda_function.this, aws_lambda_function.external))

  environment_variables = merge({ LOG_LEVEL = var.log_level }, var.environment_variables, local.wiring)
  tracing_mode          = var.tracing_enabled ? "Active" : "PassThrough"
  concurrency           = var.paused ? 0 : var.reserved_concurrency
  runtime               = var.image == null ? var.runtime : null
  image_configs         = [for image in var.image[*] : image if image.command != null || image.entry_point != null || image.working_directory != null]
  snap_starts           = var.snap_start_enabled ? ["PublishedVersions"] : []
}

# The function when Terraform deploys its code. Keep the same as external.tf but for lifecycle.
resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:On by default; a function that is never called asynchronously says dead_letter_queue_enabled = false.
  #checkov:skip=CKV_AWS_272:Signing needs a signing profile, which an environment may not have; with one, code_signing checks it.
  count = var.code_owner == "terraform" ? 1 : 0

  function_name = var.name
  description   = var.description
  role          = local.role_arn

  # code
  package_type            = var.image == null ? "Zip" : "Image"
  filename                = local.package
  source_code_hash        = local.package_hash
  s3_bucket               = one(var.s3_package[*].bucket)
  s3_key                  = one(var.s3_package[*].key)
  s3_object_version       = one(var.s3_package[*].object_version)
  image_uri               = one(var.image[*].uri)
  code_signing_config_arn = one(aws_lambda_code_signing_config.this[*].arn)
  handler                 = var.handler
  runtime                 = local.runtime
  architectures           = [var.architecture]
  layers                  = var.layer_arns
  publish                 = true

  # capacity
  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = local.concurrency

  ephemeral_storage {
    size = var.ephemeral_storage_size
  }

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

  dynamic "file_system_config" {
    for_each = var.file_system[*]

    content {
      arn              = local.access_point_arn
      local_mount_path = file_system_config.value.mount_path
    }
  }

  dynamic "image_config" {
    for_each = local.image_configs

    content {
      command           = image_config.value.command
      entry_point       = image_config.value.entry_point
      working_directory = image_config.value.working_directory
    }
  }

  dynamic "snap_start" {
    for_each = local.snap_starts

    content {
      apply_on = snap_start.value
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
  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy.network, aws_sqs_queue.dead_letter]
}

check "availability" {
  assert {
    condition     = var.vpc_config == null ? true : length(var.vpc_config.subnet_ids) != 1
    error_message = "Function ${var.name} stops with its one availability zone: give vpc_config.subnet_ids a second subnet."
  }
}
