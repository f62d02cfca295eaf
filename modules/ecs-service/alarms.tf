locals {
  _alarmed = length(var.alarm_topic_arns) > 0

  _load_alarm = {
    namespace   = "AWS/ECS"
    statistic   = "Average"
    comparison  = "GreaterThanThreshold"
    threshold   = 90
    period      = 300
    evaluations = 3
    missing     = "notBreaching"
  }

  _alarms = {
    cpu = merge(local._load_alarm, {
      metric_name = "CPUUtilization"
      description = "Service ${var.name} uses more than 90 % of its CPU: raise task_definition.cpu, or run more tasks."
    })
    memory = merge(local._load_alarm, {
      metric_name = "MemoryUtilization"
      description = "Service ${var.name} uses more than 90 % of its memory: raise task_definition.memory before tasks are killed."
    })
    # Each running task sends one sample a minute, with or without Container Insights.
    tasks = merge(local._load_alarm, {
      metric_name = "CPUUtilization"
      statistic   = "SampleCount"
      comparison  = "LessThanThreshold"
      threshold   = local.minimum_tasks
      period      = 60
      evaluations = 5
      missing     = "breaching"
      description = "Service ${var.name} runs fewer than ${local.minimum_tasks} tasks: its events and log group ${aws_cloudwatch_log_group.this.name} say why."
    })
  }

  alarms = {
    for kind, alarm in local._alarms : kind => alarm
    if local._alarmed && (kind != "tasks" || (local.minimum_tasks > 0 && !var.paused))
  }

  # Blue/green deployments move users to and fro between two target groups.
  _next_target_group = {
    for key in keys(var.load_balancers) : "${key}-next" => {
      load_balancer = local.load_balancer_names[key]
      target_group  = split(":", var.blue_green.target_group_arn)[5]
    } if !local.rolling
  }

  _target_groups = merge(local._next_target_group, {
    for key in keys(var.load_balancers) : key => {
      load_balancer = local.load_balancer_names[key]
      target_group  = local.target_group_names[key]
    }
  })

  # A deployment that sets one of these off is rolled back.
  deployment_alarm_names = concat(
    [for kind, alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name if kind == "tasks"],
    values(aws_cloudwatch_metric_alarm.server_errors)[*].alarm_name,
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = { ClusterName = var.cluster_name, ServiceName = var.name }
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.evaluations
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}

# A share, not a number, so that one threshold fits every load; below 20 requests a minute one error is no share.
resource "aws_cloudwatch_metric_alarm" "server_errors" {
  for_each = { for key, each in local._target_groups : key => each if local._alarmed }

  alarm_name          = "${var.name}-server-errors-${each.key}"
  alarm_description   = "More than 5 % of the answers of service ${var.name} are server errors: see log group ${aws_cloudwatch_log_group.this.name}."
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  metric_query {
    id          = "share"
    expression  = "IF(requests >= 20, 100 * FILL(errors, 0) / requests, 0)"
    label       = "Server errors in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApplicationELB"
        metric_name = metric_query.value
        dimensions  = { LoadBalancer = each.value.load_balancer, TargetGroup = each.value.target_group }
        stat        = "Sum"
        period      = 60
      }
    }
  }
}
