locals {
  _dimensions = { LoadBalancer = aws_lb.this.arn_suffix }

  _balancer_alarms = {
    balancer-errors = {
      metric_name        = "HTTPCode_ELB_5XX_Count"
      statistic          = "Sum"
      extended_statistic = null
      threshold          = var.alarm_thresholds.errors
      dimensions         = local._dimensions
      description        = "Load balancer ${var.name} answers 5XX itself: its targets are gone, slow or break connections. Its access logs say which."
    }
    target-errors = {
      metric_name        = "HTTPCode_Target_5XX_Count"
      statistic          = "Sum"
      extended_statistic = null
      threshold          = var.alarm_thresholds.errors
      dimensions         = local._dimensions
      description        = "Targets of load balancer ${var.name} answer 5XX: their logs say why."
    }
    latency = {
      metric_name        = "TargetResponseTime"
      statistic          = null
      extended_statistic = "p99"
      threshold          = var.alarm_thresholds.latency
      dimensions         = local._dimensions
      description        = "One in a hundred requests to load balancer ${var.name} takes more than ${var.alarm_thresholds.latency} seconds."
    }
  }

  _target_alarms = {
    for key, group in local.target_groups : "unhealthy-${key}" => {
      metric_name        = "UnHealthyHostCount"
      statistic          = "Maximum"
      extended_statistic = null
      threshold          = 0
      dimensions         = merge(local._dimensions, { TargetGroup = aws_lb_target_group.this[key].arn_suffix })
      description        = "Targets in ${key} of load balancer ${var.name} fail their health check at ${group.health_check.path}."
    }
  }

  alarms = merge(local._balancer_alarms, local._target_alarms)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if length(var.alarm_topic_arns) > 0 }

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/ApplicationELB"
  metric_name         = each.value.metric_name
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  extended_statistic  = each.value.extended_statistic
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
