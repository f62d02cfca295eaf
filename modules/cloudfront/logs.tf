# Access logs of the second version: CloudWatch delivers them, and its deliveries for CloudFront are in us-east-1.

locals {
  _logged = { for name, arn in local.distribution_arns : name => arn if var.access_logs_enabled }

  _own_log_group      = var.access_logs_enabled && var.access_log_bucket == null ? 1 : 0
  log_format          = var.access_log_bucket == null ? "json" : var.access_log_bucket.format
  log_destination_arn = one(concat(aws_cloudwatch_log_group.access[*].arn, var.access_log_bucket[*].arn))
}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_158:The key must be in us-east-1, so it is us_east_1_kms_key_arn, which an environment may not have.
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  count    = local._own_log_group
  provider = aws.us_east_1

  # Groups of this prefix share one entry of CloudWatch's resource policy, which is short.
  name              = "/aws/vendedlogs/cloudfront/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.us_east_1_kms_key_arn
  tags              = var.tags
}

resource "aws_cloudwatch_log_delivery_source" "this" {
  for_each = local._logged
  provider = aws.us_east_1

  name         = "${local.stem}-${each.key == "this" ? "access" : each.key}"
  log_type     = "ACCESS_LOGS"
  resource_arn = each.value
  tags         = var.tags
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  count    = var.access_logs_enabled ? 1 : 0
  provider = aws.us_east_1

  name          = "${local.stem}-access"
  output_format = local.log_format

  delivery_destination_configuration {
    destination_resource_arn = local.log_destination_arn
  }

  tags = var.tags
}

resource "aws_cloudwatch_log_delivery" "this" {
  for_each = local._logged
  provider = aws.us_east_1

  delivery_source_name     = aws_cloudwatch_log_delivery_source.this[each.key].name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this[0].arn
  record_fields            = var.access_log_fields
  tags                     = var.tags
}
