# One environment of one project: the prefix of every name that the environment does not give itself.
locals {
  name_prefix = "${var.project_name}-${var.environment}"

  # Provider 6 calls it region, provider 5 name; each warns of, or lacks, the other.
  _region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

check "region" {
  assert {
    condition     = local._region == var.aws_region
    error_message = "aws_region is ${var.aws_region}, but the provider works in ${local._region}."
  }
}
