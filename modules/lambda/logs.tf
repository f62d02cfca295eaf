# Made before the function: Lambda would make the group itself, unencrypted and kept for ever.
resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_338:How long logs are kept is the decision of each environment; a year is not the default.
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags

  # What Lambda would refuse stands here, for everything else waits for this group.
  lifecycle {
    # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    precondition {
      condition     = length(base64encode(jsonencode(local.environment_variables))) <= 5464 # 4,096 bytes
      error_message = "Function ${var.name} has more than 4 KB of environment variables, those for its tables, queues, buckets, secrets and topics included; keep larger values in SSM or S3."
    }

    precondition {
      condition     = var.image == null ? true : split(".", var.image.uri)[3] == local._region
      error_message = "Function ${var.name} has an image in another region than ${local._region}, from where Lambda takes none: replicate the repository."
    }
  }
}
