locals {
  # A fresh checkout has no packages yet: it deploys the placeholder, which answers 503, until the package is built.
  package_exists = var.filename == null ? false : fileexists(var.filename)
  uploaded       = var.image == null && var.s3_package == null
  placeholder    = local.uploaded && !local.package_exists
  _file          = local.package_exists ? var.filename : "${path.module}/placeholder.zip"
  package        = local.uploaded ? local._file : null
  package_hash   = local.uploaded ? filebase64sha256(local._file) : null
}

check "package" {
  assert {
    condition     = var.code_owner == "external" || var.filename == null || local.package_exists
    error_message = "Function ${var.name} gets the placeholder because its package ${coalesce(var.filename, "null")} does not exist: run `make package`, or correct filename."
  }
}

resource "aws_lambda_code_signing_config" "this" {
  count = var.code_signing == null ? 0 : 1

  description = "Packages of function ${var.name}."
  tags        = var.tags

  allowed_publishers {
    signing_profile_version_arns = var.code_signing.profile_version_arns
  }

  policies {
    untrusted_artifact_on_deployment = var.code_signing.allow_unsigned ? "Warn" : "Enforce"
  }

  lifecycle {
    create_before_destroy = true # Lambda deletes none that a function still uses

    precondition {
      condition     = !local.placeholder || var.code_signing.allow_unsigned
      error_message = "Function ${var.name} with code_signing takes no placeholder, which nobody signed: give a signed package by s3_package or filename."
    }
  }
}
