# The function when its code is deployed from outside: the same as main.tf, but Terraform uploads a package only once.
# Two resources, for ignore_changes takes no expressions, and nothing else keeps Terraform off the code (tried with provider 5.100):
# without it a plan shows no difference after an upload of a package, but it does take back an image and a processor, which the
# provider reads from Lambda, and a file that moves or disappears would upload the placeholder. A test holds both equal; the roots'
# moved.tf makes a change of code_owner a move.
resource "aws_lambda_function" "external" {
  #checkov:skip=CKV_AWS_116:On by default; a function that is never called asynchronously says dead_letter_queue_enabled = false.
  #checkov:skip=CKV_AWS_272:Signing needs a signing profile, which an environment may not have; with one, code_signing checks it.
  count = var.code_owner == "external" ? 1 : 0

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

  depends_on = [aws_iam_role_policy.this, aws_iam_role_policy.network, aws_sqs_queue.dead_letter]

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
