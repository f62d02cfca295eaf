locals {
  _function_metric = {
    namespace  = "AWS/Lambda"
    statistic  = "Sum"
    dimensions = { FunctionName = var.name }
    threshold  = 0
  }

  _queue_metric = {
    namespace = "AWS/SQS"
    statistic = "Maximum"
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

  _stream_alarms = {
    iterator-age = merge(local._function_metric, {
      metric_name = "IteratorAge"
      statistic   = "Maximum"
      threshold   = 60 * 60 * 1000 # milliseconds
      description = "Function ${var.name} is more than an hour behind its streams: raise parallelization_factor or the number of shards."
    })
  }

  _dead_letter_alarms = {
    dead-letters = merge(local._queue_metric, {
      dimensions  = { QueueName = local.dead_letter_name }
      metric_name = "ApproximateNumberOfMessagesVisible"
      threshold   = 0
      description = "Function ${var.name} gave up on events: they wait in queue ${local.dead_letter_name} for 14 days."
    })
  }

  _succeeded_alarms = {
    unread-successes = merge(local._queue_metric, {
      dimensions  = { QueueName = local.succeeded_name }
      metric_name = "ApproximateAgeOfOldestMessage"
      threshold   = 24 * 60 * 60
      description = "Nobody has read what function ${var.name} answered for a day: it waits in queue ${local.succeeded_name} for 14 days."
    })
  }

  alarms = merge(
    local._function_alarms,
    { for kind, alarm in local._stream_alarms : kind => alarm if length(local.streams) > 0 },
    { for kind, alarm in local._dead_letter_alarms : kind => alarm if var.dead_letter_queue_enabled },
    { for kind, alarm in local._succeeded_alarms : kind => alarm if local.succeeded_enabled },
  )
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
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
