locals {
  _alarms_enabled = local.has_routes && length(var.alarm_topic_arns) > 0
  _dimensions     = { ApiName = var.name, Stage = var.stage_name }

  alarms = {
    errors = {
      metric_name        = "5XXError"
      statistic          = "Sum"
      extended_statistic = null
      threshold          = var.alarm_thresholds.errors
      description        = "REST API ${var.name} answers 5XX: its access log says why, in integrationError and responseType."
    }
    latency = {
      metric_name        = "Latency"
      statistic          = null
      extended_statistic = "p99"
      threshold          = var.alarm_thresholds.latency * 1000
      description        = "One in a hundred requests to REST API ${var.name} takes more than ${var.alarm_thresholds.latency} seconds."
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = { for kind, alarm in local.alarms : kind => alarm if local._alarms_enabled }

  alarm_name          = "${var.name}-rest-api-${each.key}"
  alarm_description   = each.value.description
  namespace           = "AWS/ApiGateway"
  metric_name         = each.value.metric_name
  dimensions          = local._dimensions
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

# A share of requests, and only of enough of them: one wrong URL at night is no attack.
resource "aws_cloudwatch_metric_alarm" "client_errors" {
  count = local._alarms_enabled ? 1 : 0

  alarm_name          = "${var.name}-rest-api-client-errors"
  alarm_description   = "REST API ${var.name} refuses more than ${var.alarm_thresholds.client_error_percent} % of its requests with 4XX: a client is broken, or somebody is trying doors."
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_thresholds.client_error_percent
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  metric_query {
    id          = "percent"
    label       = "Requests refused with 4XX, in percent"
    expression  = "IF(requests >= ${var.alarm_thresholds.client_error_requests}, 100 * errors / requests, 0)"
    return_data = true
  }

  metric_query {
    id = "errors"

    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "4XXError"
      dimensions  = local._dimensions
      period      = 300
      stat        = "Sum"
    }
  }

  metric_query {
    id = "requests"

    metric {
      namespace   = "AWS/ApiGateway"
      metric_name = "Count"
      dimensions  = local._dimensions
      period      = 300
      stat        = "Sum"
    }
  }
}
