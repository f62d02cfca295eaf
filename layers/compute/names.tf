# One environment of one project: the prefix of every name that the environment does not give itself.
locals {
  name_prefix = "${var.project_name}-${var.environment}"
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

check "region" {
  assert {
    condition     = data.aws_region.current.id == var.aws_region
    error_message = "aws_region is ${var.aws_region}, but the provider works in ${data.aws_region.current.id}."
  }
}
