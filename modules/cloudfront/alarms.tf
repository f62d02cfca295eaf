# CloudFront's metrics are in us-east-1, and an alarm tells only topics of its own region.

locals {
  _distribution_alarms = {
    errors = {
      metric_name        = "5xxErrorRate"
      statistic          = "Average"
      extended_statistic = null
      threshold          = var.alarm_thresholds.error_percent
      dimensions         = { DistributionId = aws_cloudfront_distribution.this.id, Region = "Global" }
      description        = "Distribution ${var.name} answers more than ${var.alarm_thresholds.error_percent} percent with 5XX: its access logs say which and from where (x-edge-result-type, x-edge-detailed-result-type)."
    }
    origin-latency = {
      metric_name        = "OriginLatency"
      statistic          = null
      extended_statistic = "p90"
      threshold          = var.alarm_thresholds.origin_latency_ms
      dimensions         = { DistributionId = aws_cloudfront_distribution.this.id, Region = "Global" }
      description        = "One in ten requests of distribution ${var.name} to its origins takes more than ${var.alarm_thresholds.origin_latency_ms} ms."
    }
  }

  _function_alarms = {
    for key in keys(var.functions) : "function-${key}" => {
      metric_name        = "FunctionExecutionErrors"
      statistic          = "Sum"
      extended_statistic = null
      threshold          = 0
      dimensions         = { FunctionName = "${local.stem}-${key}", Region = "Global" }
      description        = "CloudFront function ${local.stem}-${key} fails: its log group /aws/cloudfront/function/${local.stem}-${key} in us-east-1 says why."
    }
  }

  alarms = merge(
    { for kind, alarm in local._distribution_alarms : kind => alarm if kind != "origin-latency" || var.additional_metrics_enabled },
    local._function_alarms,
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if length(var.alarm_topic_arns) > 0 }
  provider = aws.us_east_1

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/CloudFront"
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
