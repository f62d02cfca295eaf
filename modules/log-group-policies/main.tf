locals {
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protect-sensitive-log-data-types.html
  _identifiers = flatten([
    for masking in var.masking[*] : concat(
      [for name in sort(masking.managed_identifiers) : "arn:${data.aws_partition.current.partition}:dataprotection::aws:data-identifier/${name}"],
      keys(masking.patterns),
    )
  ])
}

data "aws_partition" "current" {}

# Both statements name the same identifiers: AWS refuses a policy that masks what it does not look for.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html
resource "aws_cloudwatch_log_data_protection_policy" "this" {
  for_each = { for key, group in var.log_groups : key => group.name if var.masking != null }

  log_group_name = each.value

  policy_document = jsonencode(merge(
    {
      Name    = "${var.name}-masking"
      Version = "2021-06-01"
      Statement = [
        {
          Sid            = "Find"
          DataIdentifier = local._identifiers
          Operation = {
            Audit = {
              FindingsDestination = { for group in aws_cloudwatch_log_group.findings : "CloudWatchLogs" => { LogGroup = group.name } }
            }
          }
        },
        {
          Sid            = "Mask"
          DataIdentifier = local._identifiers
          Operation      = { Deidentify = { MaskConfig = {} } }
        },
      ]
    },
    length(var.masking.patterns) == 0 ? {} : {
      Configuration = { CustomDataIdentifier = [for name, pattern in var.masking.patterns : { Name = name, Regex = pattern }] }
    },
  ))
}

# What was found, and where; not the data itself.
resource "aws_cloudwatch_log_group" "findings" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  count = try(var.masking.findings_enabled, false) ? 1 : 0

  # Groups of this prefix share one entry of CloudWatch's resource policy, which is short.
  name              = "/aws/vendedlogs/data-protection/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}

resource "aws_cloudwatch_log_index_policy" "this" {
  for_each = { for key, group in var.log_groups : key => group.name if group.indexed && length(var.indexed_fields) > 0 }

  log_group_name  = each.value
  policy_document = jsonencode({ Fields = sort(var.indexed_fields) })
}
