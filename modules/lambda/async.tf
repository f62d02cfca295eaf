locals {
  on_success = flatten([for async in var.async_invocation[*] : async.on_success[*]])
  on_failure = flatten([for async in var.async_invocation[*] : async.on_failure[*]])

  succeeded_name    = "${var.name}-succeeded"
  succeeded_enabled = anytrue([for destination in local.on_success : destination.type == null])
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count = var.async_invocation == null ? 0 : 1

  function_name                = local.alias.function_name
  qualifier                    = local.alias.name
  maximum_retry_attempts       = var.async_invocation.max_retries
  maximum_event_age_in_seconds = var.async_invocation.max_event_age_seconds

  dynamic "destination_config" {
    for_each = length(local.on_success) + length(local.on_failure) > 0 ? [true] : []

    content {
      dynamic "on_success" {
        for_each = local.on_success

        content {
          destination = on_success.value.type == null ? local.succeeded_arn : on_success.value.arn
        }
      }

      dynamic "on_failure" {
        for_each = local.on_failure

        content {
          destination = on_failure.value.type == null ? local.dead_letter_arn : on_failure.value.arn
        }
      }
    }
  }

  # Lambda checks that the queues exist, and that the role may fill them.
  depends_on = [aws_iam_role_policy.this, aws_sqs_queue.dead_letter, aws_sqs_queue.succeeded]
}

# What the function answered to asynchronous events, for whoever waits for it.
resource "aws_sqs_queue" "succeeded" {
  count = local.succeeded_enabled ? 1 : 0

  name                      = local.succeeded_name
  message_retention_seconds = 14 * 24 * 60 * 60
  kms_master_key_id         = var.kms_key_arn
  sqs_managed_sse_enabled   = var.kms_key_arn == null ? true : null
  policy                    = jsonencode(local.succeeded_policy)
  tags                      = var.tags

  lifecycle {
    create_before_destroy = true # the function lets go of it first
  }
}
