data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  dns_suffix = data.aws_partition.current.dns_suffix
  # `region` is what 6.x calls it, `name` what 5.x does; each warns of the other.
  region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))
  scope  = "${local.region}:${var.account_id}"

  # Everything is called by var.name and a key, each at most 40 characters long; IAM allows 64 in all.
  short_name = length(var.name) <= 24 ? var.name : "${substr(var.name, 0, 15)}-${substr(sha1(var.name), 0, 8)}"

  log_group_names = { for key in keys(local._on_ecs) : key => "/aws/batch/${var.name}-${key}" }
}
