locals {
  _function_metric = {
    namespace  = "AWS/Lambda"
    dimensions = { FunctionName = var.name }
  }

  _function_alarms = {
    # Where a function runs once a night, one failure is all of them.
    errors = {
      expression  = "IF(errors >= {floor} OR errors == invocations, 100 * errors / invocations, 0)"
      label       = "Failed invocations in percent"
      threshold   = 5
      floor       = 3
      period      = 900
      description = "More than {threshold} % of the invocations of function ${var.name} fail: its log group ${aws_cloudwatch_log_group.this.name} says why."
      metrics = {
        errors      = merge(local._function_metric, { metric_name = "Errors" })
        invocations = merge(local._function_metric, { metric_name = "Invocations" })
      }
    }
    throttles = merge(local._function_metric, {
      metric_name = "Throttles"
      threshold   = 0
      description = "Function ${var.name} is throttled: raise its reserved concurrency or the account's limit."
    })
  }

  _stream_alarms = {
    iterator-age = merge(local._function_metric, {
      metric_name = "IteratorAge"
      severity    = "warning"
      statistic   = "Maximum"
      threshold   = 60 * 60 * 1000 # milliseconds
      description = "Function ${var.name} is more than {threshold} ms behind its streams: raise parallelization_factor or the number of shards."
    })
  }

  _async_alarms = {
    event-age = merge(local._function_metric, {
      metric_name = "AsyncEventAge"
      severity    = "warning"
      statistic   = "Maximum"
      threshold   = one([for invocation in var.async_invocation[*] : invocation.max_event_age_seconds * 1000 / 2])
      description = "Asynchronous events wait more than {threshold} ms for function ${var.name}, and are given up at twice that: raise its concurrency."
    })
  }

  _dead_letter_alarms = {
    dead-letters = {
      namespace   = "AWS/SQS"
      dimensions  = { QueueName = local.dead_letter_name }
      metric_name = "ApproximateNumberOfMessagesVisible"
      statistic   = "Maximum"
      threshold   = 0
      description = "Function ${var.name} gave up on events: they wait in queue ${local.dead_letter_name} for 14 days."
    }
  }

  # What could be written neither to the dead-letter queue nor to a destination is lost.
  _lost_event_alarms = {
    lost-events = {
      expression  = "FILL(dead_letters, 0) + FILL(destinations, 0)"
      label       = "Events that nobody keeps"
      threshold   = 0
      description = "Function ${var.name} could not hand on events, which are lost: look at the policies and keys of its dead-letter queue and destinations."
      metrics = {
        dead_letters = merge(local._function_metric, { metric_name = "DeadLetterErrors" })
        destinations = merge(local._function_metric, { metric_name = "DestinationDeliveryFailures" })
      }
    }
  }

  _succeeded_alarms = {
    unread-successes = {
      namespace   = "AWS/SQS"
      dimensions  = { QueueName = local.succeeded_name }
      severity    = "warning"
      metric_name = "ApproximateAgeOfOldestMessage"
      statistic   = "Maximum"
      threshold   = 24 * 60 * 60
      description = "Nobody has read what function ${var.name} answered for {threshold} seconds: it waits in queue ${local.succeeded_name} for 14 days."
    }
  }

  # Calls that found no warm execution; some do at every peak.
  _spillover_alarms = {
    spillover = {
      severity    = "warning"
      expression  = "IF(FILL(spilled, 0) >= {floor}, 100 * FILL(spilled, 0) / FILL(invocations, 0), 0)"
      label       = "Invocations beyond provisioned concurrency, in percent"
      threshold   = 10
      floor       = 10
      period      = 900
      description = "More than {threshold} % of the invocations of function ${var.name} find no provisioned concurrency free and start cold: raise it."
      metrics = {
        for id, metric in { spilled = "ProvisionedConcurrencySpilloverInvocations", invocations = "Invocations" } : id => {
          namespace                 = "AWS/Lambda"
          metric_name               = metric
          dimensions                = { FunctionName = var.name, Resource = "${var.name}:${var.alias_name}" }
        }
      }
    }
  }

  # A share, not a number, so that one threshold fits every load.
  _deployment_alarms = {
    error-rate = {
      expression  = "IF(errors >= {floor}, 100 * errors / invocations, 0)"
      label       = "Failed invocations in percent"
      threshold   = 5
      floor       = 1
      period      = 60
      description = "More than {threshold} % of the invocations of function ${var.name} fail: a running deployment is taken back."
      metrics = {
        for id, metric in { errors = "Errors", invocations = "Invocations" } : id => {
          namespace                = "AWS/Lambda"
          metric_name              = metric
          dimensions               = { FunctionName = var.name, Resource = "${var.name}:${var.alias_name}" }
        }
      }
    }
  }

  alarms = merge(
    local._function_alarms,
    { for name, alarm in local._stream_alarms : name => alarm if length(local.streams) > 0 },
    { for name, alarm in local._async_alarms : name => alarm if var.async_invocation != null },
    { for name, alarm in local._dead_letter_alarms : name => alarm if var.dead_letter_queue_enabled },
    { for name, alarm in local._lost_event_alarms : name => alarm if length(local.dead_letter_target_arn) + length(local.on_success) + length(local.on_failure) > 0 },
    { for name, alarm in local._succeeded_alarms : name => alarm if local.succeeded_enabled },
    { for name, alarm in local._spillover_alarms : name => alarm if length(local.provisioned) > 0 },
    { for name, alarm in local._deployment_alarms : name => alarm if var.code_deploy != null },
  )
}

module "alarms" {
  source = "../alarms"

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  alarms      = local.alarms
  overrides   = var.alarms
  runbook     = "lambda"
  runbook_url = var.runbook_url
  tags        = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}

moved {
  from = aws_cloudwatch_metric_alarm.error_rate[0]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["error-rate"]
}
