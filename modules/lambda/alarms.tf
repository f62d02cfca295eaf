locals {
  _function_metric = {
    namespace  = "AWS/Lambda"
    statistic  = "Sum"
    dimensions = { FunctionName = var.name }
  }

  _function_alarms = {
    errors = merge(local._function_metric, {
      metric_name = "Errors"
      description = "Function ${var.name} fails: its log group ${aws_cloudwatch_log_group.this.name} says why."
    })
    throttles = merge(local._function_metric, {
      metric_name = "Throttles"
      description = "Function ${var.name} is throttled: raise its reserved concurrency or the account's limit."
    })
  }

  _dead_letter_alarms = {
    dead-letters = {
      namespace   = "AWS/SQS"
      statistic   = "Maximum"
      dimensions  = { QueueName = local.dead_letter_name }
      metric_name = "ApproximateNumberOfMessagesVisible"
      description = "Function ${var.name} gave up on events: they wait in queue ${local.dead_letter_name} for 14 days."
    }
  }

  alarms = merge(local._function_alarms, {
    for kind, alarm in local._dead_letter_alarms : kind => alarm if var.dead_letter_queue_enabled
  })
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if length(var.alarm_topic_arns) > 0 }

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
