data "aws_caller_identity" "current" {}

locals {
  name = "${var.project_name}-${var.environment}"

  # Bucket names are shared by all accounts of the world.
  artifact_bucket = "${local.name}-artifacts-${data.aws_caller_identity.current.account_id}"
}

resource "aws_dynamodb_table" "sessions" {
  name         = "${local.name}-sessions"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }
}

resource "aws_sqs_queue" "this" {
  for_each = var.queues != null ? var.queues : toset([for name in ["events"] : name if var.environment == "prod"])

  name                      = "${local.name}-${each.key}"
  sqs_managed_sse_enabled   = true
  message_retention_seconds = 1209600

  # Six times what a function may take.
  # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-queueconfig
  visibility_timeout_seconds = 180
}

# The value is put in by whoever owns it, never by Terraform: it would be in the state.
resource "aws_secretsmanager_secret" "api_key" {
  name        = "${local.name}/api-key"
  description = "Key for the partner API; its value is set by hand"
}
