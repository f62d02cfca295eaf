locals {
  alarms = {
    integration-errors = {
      metric_name        = "IntegrationError"
      statistic          = "Sum"
      extended_statistic = null
      threshold          = var.alarm_thresholds.errors
      description        = "Functions behind WebSocket API ${var.name} fail or take too long: their logs say why."
    }
    execution-errors = {
      metric_name        = "ExecutionError"
      statistic          = "Sum"
      extended_statistic = null
      threshold          = var.alarm_thresholds.errors
      description        = "WebSocket API ${var.name} fails before its functions answer: its access log says on which routes."
    }
    latency = {
      metric_name        = "IntegrationLatency"
      statistic          = null
      extended_statistic = "p99"
      threshold          = var.alarm_thresholds.latency * 1000
      description        = "One in a hundred messages to WebSocket API ${var.name} takes its function more than ${var.alarm_thresholds.latency} seconds."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if local.deployed == 1 && length(var.alarm_topic_arns) > 0 }

  alarm_name          = "${var.name}-websocket-api-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/ApiGateway"
  metric_name         = each.value.metric_name
  dimensions          = { ApiId = aws_apigatewayv2_api.this.id, Stage = var.stage_name }
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
