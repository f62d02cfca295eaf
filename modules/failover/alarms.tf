# Route 53's metrics are in us-east-1, and an alarm tells only topics of its own region.

locals {
  _alarms = {
    for role in keys(local.checks) : lower(role) => {
      namespace           = "AWS/Route53"
      metric_name         = "HealthCheckStatus"
      dimensions          = { HealthCheckId = aws_route53_health_check.this[role].id }
      statistic           = "Minimum"
      comparison_operator = "LessThanThreshold"
      threshold           = 1
      period              = 60
      evaluation_periods  = 3
      treat_missing_data  = "breaching"
      severity            = role == "PRIMARY" ? "critical" : "warning"
      description = (
        role == "PRIMARY"
        ? "The primary target of ${var.record_name} does not answer as it should, and requests go to the secondary."
        : "The secondary target of ${var.record_name} does not answer as it should: there would be nowhere to go."
      )
    }
  }
}

module "alarms" {
  source    = "../alarms"
  providers = { aws = aws.us_east_1 }

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  overrides   = var.alarms
  runbook     = "failover"
  runbook_url = var.runbook_url
  tags        = var.tags
  alarms      = local._alarms
}
