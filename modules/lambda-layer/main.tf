resource "aws_lambda_layer_version" "this" {
  layer_name               = var.name
  description              = var.description
  filename                 = var.filename
  source_code_hash         = var.filename == null ? null : filebase64sha256(var.filename)
  s3_bucket                = one(var.s3_package[*].bucket)
  s3_key                   = one(var.s3_package[*].key)
  s3_object_version        = one(var.s3_package[*].object_version)
  compatible_runtimes      = var.compatible_runtimes
  compatible_architectures = var.compatible_architectures

  lifecycle {
    # Versions never change: functions move to the next one before this one goes.
    create_before_destroy = true

    precondition {
      condition     = var.filename == null ? true : fileexists(var.filename)
      error_message = "Layer ${var.name} has no package: ${coalesce(var.filename, "null")} does not exist; build it, or correct filename."
    }
  }
}
