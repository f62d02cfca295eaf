locals {
  # CloudFront's metrics have no region.
  _region_dimension = var.scope == "REGIONAL" ? { Region = local.region } : {}
}

module "alarms" {
  source = "../alarms"

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  overrides   = var.alarms
  runbook     = "waf"
  runbook_url = var.runbook_url
  tags        = var.tags

  alarms = {
    blocked-requests = {
      severity    = "warning"
      namespace   = "AWS/WAFV2"
      metric_name = "BlockedRequests"
      dimensions  = merge({ WebACL = var.name, Rule = "ALL" }, local._region_dimension)
      threshold   = 1000
      description = "Web ACL ${var.name} blocks more than {threshold} requests in five minutes, of an attack or of its own mistake: log group ${aws_cloudwatch_log_group.this.name} says which rule and whose."
    }
  }
}

moved {
  from = aws_cloudwatch_metric_alarm.blocked_requests[0]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["blocked-requests"]
}
