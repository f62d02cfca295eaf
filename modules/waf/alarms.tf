locals {
  # CloudFront's metrics have no region.
  _region_dimension = var.scope == "REGIONAL" ? { Region = data.aws_region.current.id } : {}
}

resource "aws_cloudwatch_metric_alarm" "blocked_requests" {
  count = length(var.alarm_topic_arns) > 0 ? 1 : 0

  alarm_name          = "${var.name}-blocked-requests"
  alarm_description   = "Web ACL ${var.name} blocks many requests, of an attack or of its own mistake: log group ${aws_cloudwatch_log_group.this.name} says which rule and whose."
  namespace           = "AWS/WAFV2"
  metric_name         = "BlockedRequests"
  dimensions          = merge({ WebACL = var.name, Rule = "ALL" }, local._region_dimension)
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.blocked_requests_threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
