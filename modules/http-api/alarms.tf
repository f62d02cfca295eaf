locals {
  alarms = {
    errors = {
      metric_name        = "5xx"
      statistic          = "Sum"
      extended_statistic = null
      threshold          = var.alarm_thresholds.errors
      description        = "HTTP API ${var.name} answers 5XX: integrationError in ${aws_cloudwatch_log_group.access.name} says why."
    }
    latency = {
      metric_name        = "Latency"
      statistic          = null
      extended_statistic = "p99"
      threshold          = var.alarm_thresholds.latency * 1000
      description        = "One in a hundred requests to HTTP API ${var.name} takes more than ${var.alarm_thresholds.latency} seconds."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if length(var.alarm_topic_arns) > 0 }

  alarm_name          = "${var.name}-http-api-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/ApiGateway"
  metric_name         = each.value.metric_name
  dimensions          = { ApiId = aws_apigatewayv2_api.this.id }
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
