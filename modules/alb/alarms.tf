locals {
  _dimensions = { LoadBalancer = aws_lb.this.arn_suffix }

  _balancer_alarms = {
    balancer-errors = {
      severity    = "critical"
      metric_name = "HTTPCode_ELB_5XX_Count"
      statistic   = "Sum"
      threshold   = 10
      dimensions  = local._dimensions
      description = "Load balancer ${var.name} answers 5XX itself: its targets are gone, slow or break connections. Its access logs say which."
    }
    target-errors = {
      severity    = "critical"
      metric_name = "HTTPCode_Target_5XX_Count"
      statistic   = "Sum"
      threshold   = 10
      dimensions  = local._dimensions
      description = "Targets of load balancer ${var.name} answer 5XX: their logs say why."
    }
    latency = {
      severity    = "warning"
      metric_name = "TargetResponseTime"
      statistic   = "p99"
      threshold   = 3
      dimensions  = local._dimensions
      description = "One in a hundred requests to load balancer ${var.name} takes more than {threshold} seconds."
    }
  }

  _target_alarms = {
    for key, group in local.target_groups : "unhealthy-${key}" => {
      severity    = "warning"
      metric_name = "UnHealthyHostCount"
      statistic   = "Maximum"
      threshold   = 0
      dimensions  = merge(local._dimensions, { TargetGroup = aws_lb_target_group.this[key].arn_suffix })
      description = "Targets in ${key} of load balancer ${var.name} fail their health check at ${group.health_check.path}."
    }
  }
}

module "alarms" {
  source = "../alarms"

  name       = local.name
  topic_arns = var.alarm_topic_arns
  overrides  = var.alarms
  tags       = var.tags

  alarms = {
    for kind, alarm in merge(local._balancer_alarms, local._target_alarms) : kind => merge(alarm, { namespace = "AWS/ApplicationELB" })
  }
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}
