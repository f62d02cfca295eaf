locals {
  alias = one(concat(aws_lambda_alias.this, aws_lambda_alias.external))
}

# Callers invoke the alias, whose ARN stays the same from one version to the next.

resource "aws_lambda_alias" "this" {
  count = var.code_owner == "terraform" ? 1 : 0

  name             = var.alias_name
  function_name    = aws_lambda_function.this[0].function_name
  function_version = aws_lambda_function.this[0].version
}

# Deployments move the alias, so Terraform only makes it.
resource "aws_lambda_alias" "external" {
  count = var.code_owner == "external" ? 1 : 0

  name             = var.alias_name
  function_name    = aws_lambda_function.external[0].function_name
  function_version = aws_lambda_function.external[0].version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}
