data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  dns_suffix = data.aws_partition.current.dns_suffix
  region     = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null)) # 6.x renames it
  scope      = "${local.region}:${var.account_id}"

  # IAM allows 64 characters.
  short_name = length(var.name) <= 40 ? var.name : "${substr(var.name, 0, 31)}-${substr(sha1(var.name), 0, 8)}"

  # Elastic Beanstalk allows 40 characters, and wants 4.
  environment_names = {
    for key in keys(var.environments) : key => (
      length("${var.name}-${key}") <= 40 ? "${var.name}-${key}" : "${substr("${var.name}-${key}", 0, 31)}-${substr(sha1("${var.name}-${key}"), 0, 8)}"
    )
  }
}

resource "aws_elastic_beanstalk_application" "this" {
  name        = var.name
  description = var.description

  dynamic "appversion_lifecycle" {
    for_each = var.version_lifecycle[*]

    content {
      service_role          = aws_iam_role.service.arn
      max_count             = appversion_lifecycle.value.max_count
      max_age_in_days       = appversion_lifecycle.value.max_age_days
      delete_source_from_s3 = appversion_lifecycle.value.delete_source
    }
  }

  tags = var.tags
}

resource "aws_elastic_beanstalk_application_version" "this" {
  for_each = var.versions

  name        = each.key
  application = aws_elastic_beanstalk_application.this.name
  description = each.value.description
  bucket      = each.value.bucket
  key         = each.value.key
  tags        = var.tags

  # Environments move to another version before theirs goes.
  lifecycle {
    create_before_destroy = true
  }
}

# What to start further environments from, by hand or with another tool.
resource "aws_elastic_beanstalk_configuration_template" "this" {
  for_each = var.configuration_templates

  name                = each.key
  application         = aws_elastic_beanstalk_application.this.name
  description         = each.value.description
  solution_stack_name = local.platforms[each.value.platform]

  dynamic "setting" {
    for_each = each.value.settings

    content {
      namespace = local._option[setting.key].namespace
      name      = local._option[setting.key].name
      value     = setting.value
    }
  }
}
