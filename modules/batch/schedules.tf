locals {
  schedules = merge([
    for key, definition in var.job_definitions : {
      for name, schedule in definition.schedules :
      "${key}/${name}" => merge(schedule, { definition = local.definition_names[key] })
    }
  ]...)

  _definition_scope = "arn:${local.partition}:batch:${local.scope}:job-definition"

  _not_submitted_name = "${local.short_name}-batch-not-submitted"
  _not_submitted_arn  = "arn:${local.partition}:sqs:${local.scope}:${local._not_submitted_name}"

  scheduler_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "SubmitJobs"
        Effect = "Allow"
        Action = "batch:SubmitJob"
        Resource = concat(
          distinct([for schedule in local.schedules : local.queue_arns[schedule.queue_key]]),
          # With and without a revision.
          distinct(flatten([for schedule in local.schedules : [
            "${local._definition_scope}/${schedule.definition}", "${local._definition_scope}/${schedule.definition}:*"
          ]])),
        )
      },
      {
        Sid      = "KeepWhatFailed"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = local._not_submitted_arn
      },
    ]
  }
}

# What AWS Batch did not accept, with its reason in the attributes ERROR_CODE and ERROR_MESSAGE; an alarm tells of it.
resource "aws_sqs_queue" "not_submitted" {
  count = length(local.schedules) > 0 ? 1 : 0

  name                      = local._not_submitted_name
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags                      = var.tags

  # Schedules let go of it first.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_scheduler_schedule_group" "this" {
  count = length(local.schedules) > 0 ? 1 : 0

  name = "${local.short_name}-batch"
  tags = var.tags
}

# An array job is a property of the submission, not of the definition; so the schedule says its size.
resource "aws_scheduler_schedule" "this" {
  #checkov:skip=CKV_AWS_297:Holds the names of a job and of a queue, and parameters that are no secrets; AWS's own key encrypts them.
  for_each = local.schedules

  name                         = replace(each.key, "/", ".") # which no key holds, so no two schedules share a name
  description                  = "Submits Batch job ${each.value.definition}."
  group_name                   = aws_scheduler_schedule_group.this[0].name
  schedule_expression          = each.value.expression
  schedule_expression_timezone = each.value.timezone
  state                        = each.value.paused ? "DISABLED" : "ENABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = "arn:${local.partition}:scheduler:::aws-sdk:batch:submitJob"
    role_arn = aws_iam_role.scheduler[0].arn

    input = jsonencode(merge(
      {
        JobName       = "${each.value.definition}-scheduled"
        JobQueue      = local.queue_arns[each.value.queue_key]
        JobDefinition = each.value.definition # its newest revision
        Parameters    = each.value.parameters
      },
      { for name, size in { ArrayProperties = each.value.array_size } : name => { Size = size } if size != null },
      { for name, share in { ShareIdentifier = each.value.share_identifier } : name => share if share != null },
    ))

    dead_letter_config {
      arn = aws_sqs_queue.not_submitted[0].arn
    }

    retry_policy {
      maximum_event_age_in_seconds = 3600
      maximum_retry_attempts       = 10
    }
  }

  depends_on = [aws_batch_job_definition.this, aws_batch_job_queue.this, aws_iam_role_policy.scheduler]
}

resource "aws_iam_role" "scheduler" {
  count = length(local.schedules) > 0 ? 1 : 0

  name        = "${local.short_name}-batch-scheduler"
  description = "Submits the scheduled jobs of Batch ${var.name}."
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = var.account_id } }
    }]
  })
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags
}

resource "aws_iam_role_policy" "scheduler" {
  count = length(local.schedules) > 0 ? 1 : 0

  name   = "submit"
  role   = aws_iam_role.scheduler[0].name
  policy = jsonencode(local.scheduler_policy)
}
