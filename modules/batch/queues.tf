locals {
  queue_arns = {
    for key in keys(var.job_queues) :
    key => "arn:${local.partition}:batch:${local.scope}:job-queue/${var.name}-${key}"
  }

  # What AWS Batch says of a job that cannot start.
  # https://docs.aws.amazon.com/batch/latest/userguide/job-queue-state-time-limit-actions.html
  _stuck_reasons = {
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"           = "no_capacity_seconds"
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE" = "misconfigured_seconds"
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"         = "misconfigured_seconds"
  }
}

resource "aws_batch_job_queue" "this" {
  for_each = var.job_queues

  name                  = "${var.name}-${each.key}"
  priority              = each.value.priority
  state                 = each.value.paused ? "DISABLED" : "ENABLED"
  scheduling_policy_arn = each.value.fair_share == null ? null : aws_batch_scheduling_policy.this[each.key].arn

  dynamic "compute_environment_order" {
    for_each = each.value.compute_environment_keys

    content {
      order               = compute_environment_order.key
      compute_environment = aws_batch_compute_environment.this[compute_environment_order.value].arn
    }
  }

  # A job that can never start would hold up the queue for ever.
  dynamic "job_state_time_limit_action" {
    for_each = { for reason, limit in local._stuck_reasons : reason => each.value[limit] if each.value[limit] > 0 }

    content {
      action           = "CANCEL"
      state            = "RUNNABLE"
      reason           = job_state_time_limit_action.key
      max_time_seconds = job_state_time_limit_action.value
    }
  }

  tags = var.tags

  # A schedule goes to another queue before this one goes.
  lifecycle {
    create_before_destroy = true
  }
}

# Remembers how each queue was made: AWS Batch gives no queue a scheduling policy later on, and takes none away.
# https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdateJobQueue.html
resource "terraform_data" "queue_shares" {
  for_each = var.job_queues

  input = each.value.fair_share != null

  lifecycle {
    ignore_changes = [input]

    postcondition {
      condition     = self.output == (each.value.fair_share != null)
      error_message = "Queue ${each.key} of Batch ${var.name} was made ${self.output ? "with" : "without"} fair_share, and AWS Batch neither adds it to a queue nor takes it away: make a queue of another key, send the jobs there, and remove this one when it is empty."
    }
  }
}

resource "aws_batch_scheduling_policy" "this" {
  for_each = { for key, queue in var.job_queues : key => queue.fair_share if queue.fair_share != null }

  name = "${var.name}-${each.key}"

  fair_share_policy {
    compute_reservation = each.value.compute_reservation
    share_decay_seconds = each.value.share_decay_seconds

    dynamic "share_distribution" {
      for_each = each.value.weights

      content {
        share_identifier = share_distribution.key
        weight_factor    = share_distribution.value
      }
    }
  }

  tags = var.tags
}
