locals {
  _watched = var.alarm_topic_arns != null && length(var.job_queues) > 0

  # AWS Batch's metrics may miss a job and name none; EventBridge tells of each, with its reason.
  # https://docs.aws.amazon.com/batch/latest/userguide/using_cloudwatch_metrics.html
  # https://docs.aws.amazon.com/batch/latest/userguide/cloudwatch_event_stream.html
  _rules = {
    # One message for an array job, not one for each of its children.
    failed = {
      severity    = "warning"
      description = "Jobs of Batch ${var.name} that failed: read their reason and log stream in the event."
      pattern = {
        source        = ["aws.batch"]
        "detail-type" = ["Batch Job State Change"]
        detail = {
          jobQueue        = values(local.queue_arns)
          status          = ["FAILED"]
          arrayProperties = { index = [{ exists = false }] }
        }
      }
    }
    blocked = {
      severity    = "critical"
      description = "Queues of Batch ${var.name} whose first job cannot start: raise max_vcpus, or correct what the job asks for."
      pattern = {
        source        = ["aws.batch"]
        "detail-type" = ["Batch Job Queue Blocked"]
        resources     = values(local.queue_arns)
      }
    }
  }

  rules = {
    for name, rule in local._rules : name => {
      description = rule.description
      pattern     = jsonencode(rule.pattern)
      severity    = try(coalesce(var.alarms[name].severity), rule.severity)
    } if local._watched && try(coalesce(var.alarms[name].enabled), true)
  }

  # Nobody looks at a schedule whose jobs AWS Batch never accepted: nothing ran, so nothing failed.
  alarms = {
    for name, alarm in {
      not-submitted = {
        namespace   = "AWS/SQS"
        metric_name = "ApproximateNumberOfMessagesVisible"
        dimensions  = { QueueName = local._not_submitted_name }
        statistic   = "Maximum"
        threshold   = 0
        description = "Scheduled jobs of Batch ${var.name} that AWS Batch did not accept: queue ${local._not_submitted_name} holds each, with the reason in its attributes. Correct it, then purge the queue."
      }
    } : name => alarm if length(local.schedules) > 0
  }
}

module "alarms" {
  source = "../alarms"

  name        = "${var.name}-batch"
  topic_arns  = var.alarm_topic_arns
  alarms      = local.alarms
  overrides   = { for name, change in var.alarms : name => change if !contains(keys(local._rules), name) }
  runbook     = "batch"
  runbook_url = var.runbook_url
  tags        = var.tags
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.rules

  name          = "${local.short_name}-batch-${each.key}"
  description   = "${each.value.description} Runbook: ${module.alarms.runbook}#${each.key}"
  event_pattern = each.value.pattern
  tags          = var.tags
}

resource "aws_cloudwatch_event_target" "this" {
  for_each = merge([
    for name, rule in local.rules : {
      for index, arn in var.alarm_topic_arns[rule.severity] : "${name}/${index}" => { rule = name, arn = arn }
    }
  ]...)

  rule      = aws_cloudwatch_event_rule.this[each.value.rule].name
  target_id = replace(each.key, "/", "-")
  arn       = each.value.arn
}
