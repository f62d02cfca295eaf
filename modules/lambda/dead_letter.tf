locals {
  dead_letter_name = "${var.name}-dead-letter"

  # Not twice: as a destination the queue gets the same events, with the error beside them.
  _failures_here         = anytrue([for failed in local.on_failure : failed.type == null])
  dead_letter_target_arn = var.dead_letter_queue_enabled && !local._failures_here ? [local.dead_letter_arn] : []
}

# Asynchronous events and batches of streams that failed all their retries.
resource "aws_sqs_queue" "dead_letter" {
  count = var.dead_letter_queue_enabled ? 1 : 0

  name                      = local.dead_letter_name
  message_retention_seconds = 14 * 24 * 60 * 60
  kms_master_key_id         = var.kms_key_arn
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  policy                    = jsonencode(local.dead_letter_policy)
  tags                      = var.tags

  lifecycle {
    create_before_destroy = true # the function lets go of it first
  }
}
