locals {
  _dimensions = { LoadBalancer = aws_lb.this.arn_suffix }
  _metric     = { namespace = "AWS/ApplicationELB", dimensions = local._dimensions }

  # Errors are counted only where there are some, and requests only where a target could be chosen.
  _share = {
    expression = "IF(FILL(errors, 0) >= {floor}, 100 * FILL(errors, 0) / (FILL(errors, 0) + FILL(requests, 0)), 0)"
    label      = "Requests answered with 5XX, in percent"
    threshold  = 5
    floor      = 3
    period     = 900
  }

  _balancer_alarms = {
    balancer-errors = merge(local._share, {
      description = "Load balancer ${var.name} answers more than {threshold} % of its requests with 5XX itself: its targets are gone, slow or break connections. Its access logs say which."
      metrics     = { for id, name in { errors = "HTTPCode_ELB_5XX_Count", requests = "RequestCount" } : id => merge(local._metric, { metric_name = name }) }
    })
    target-errors = merge(local._share, {
      description = "Targets of load balancer ${var.name} answer more than {threshold} % of its requests with 5XX: their logs say why."
      metrics     = { for id, name in { errors = "HTTPCode_Target_5XX_Count", requests = "RequestCount" } : id => merge(local._metric, { metric_name = name }) }
    })
    latency = merge(local._metric, {
      severity    = "warning"
      metric_name = "TargetResponseTime"
      statistic   = "p99"
      threshold   = 3
      description = "One in a hundred requests to load balancer ${var.name} takes more than {threshold} seconds."
    })
    connection-errors = merge(local._share, {
      severity    = "warning"
      description = "Load balancer ${var.name} cannot connect to its targets for more than {threshold} % of its requests: they do not listen, or a security group is in between."
      label       = "Requests without a connection to a target, in percent"
      metrics     = { for id, name in { errors = "TargetConnectionErrorCount", requests = "RequestCount" } : id => merge(local._metric, { metric_name = name }) }
    })
    rejected-connections = merge(local._metric, {
      severity    = "warning"
      metric_name = "RejectedConnectionCount"
      threshold   = 0
      description = "Load balancer ${var.name} turned connections away, for it had as many as it can have."
    })
  }

  _target_alarms = {
    for key, group in local.target_groups : "unhealthy-${key}" => {
      namespace   = "AWS/ApplicationELB"
      severity    = "warning"
      runbook     = "unhealthy"
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

  name        = local.name
  topic_arns  = var.alarm_topic_arns
  overrides   = var.alarms
  runbook     = "alb"
  runbook_url = var.runbook_url
  tags        = var.tags
  alarms      = merge(local._balancer_alarms, local._target_alarms)
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}
