locals {
  alias = one(concat(aws_lambda_alias.this, aws_lambda_alias.external))
}

# Callers invoke the alias, whose ARN stays the same from one version to the next.

resource "aws_lambda_alias" "this" {
  count = var.code_owner == "terraform" ? 1 : 0

  name             = var.alias_name
  function_name    = aws_lambda_function.this[0].function_name
  function_version = var.canary == null ? aws_lambda_function.this[0].version : var.canary.stable_version

  dynamic "routing_config" {
    for_each = var.canary[*]

    content {
      additional_version_weights = { (aws_lambda_function.this[0].version) = routing_config.value.percent / 100 }
    }
  }

  lifecycle {
    precondition {
      condition     = var.canary == null ? true : aws_lambda_function.this[0].version != var.canary.stable_version
      error_message = "Function ${var.name} has no version newer than its canary.stable_version: deploy one, or leave canary out."
    }
  }
}

# Deployments move the alias, and note in its description where it was, so Terraform only makes it.
resource "aws_lambda_alias" "external" {
  count = var.code_owner == "external" ? 1 : 0

  name             = var.alias_name
  function_name    = aws_lambda_function.external[0].function_name
  function_version = aws_lambda_function.external[0].version

  lifecycle {
    ignore_changes = [description, function_version, routing_config]
  }
}
