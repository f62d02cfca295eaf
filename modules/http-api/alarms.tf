locals {
  _metric = { namespace = "AWS/ApiGateway", dimensions = { ApiId = aws_apigatewayv2_api.this.id } }

  alarms = {
    errors = {
      threshold   = 5
      floor       = 3
      period      = 900
      description = "HTTP API ${var.name} answers more than {threshold} % of its requests with 5XX: integrationError in ${aws_cloudwatch_log_group.access.name} says why."
      expression  = "IF(errors >= {floor}, 100 * errors / requests, 0)"
      label       = "Requests answered with 5XX, in percent"
      metrics = {
        errors   = merge(local._metric, { metric_name = "5xx" })
        requests = merge(local._metric, { metric_name = "Count" })
      }
    }
    latency = merge(local._metric, {
      severity    = "warning"
      metric_name = "Latency"
      statistic   = "p99"
      threshold   = 3000
      description = "One in a hundred requests to HTTP API ${var.name} takes more than {threshold} milliseconds."
    })
    # As for REST APIs: a client is broken, or somebody is trying doors.
    client-errors = {
      severity    = "warning"
      threshold   = 25
      floor       = 50
      period      = 900
      description = "HTTP API ${var.name} refuses more than {threshold} % of its requests with 4XX: a client is broken, or somebody is trying doors."
      expression  = "IF(errors >= {floor}, 100 * errors / requests, 0)"
      label       = "Requests refused with 4XX, in percent"
      metrics = {
        errors   = merge(local._metric, { metric_name = "4xx" })
        requests = merge(local._metric, { metric_name = "Count" })
      }
    }
  }
}

module "alarms" {
  source = "../alarms"

  name        = "${var.name}-http-api"
  topic_arns  = var.alarm_topic_arns
  alarms      = local.alarms
  overrides   = var.alarms
  runbook     = "http-api"
  runbook_url = var.runbook_url
  tags        = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}
