locals {
  _metric = { namespace = "AWS/ApiGateway", dimensions = { ApiName = var.name, Stage = var.stage_name } }

  alarms = {
    errors = {
      threshold   = 5
      floor       = 3
      period      = 900
      description = "REST API ${var.name} answers more than {threshold} % of its requests with 5XX: its access log says why, in integrationError and responseType."
      expression  = "IF(errors >= {floor}, 100 * errors / requests, 0)"
      label       = "Requests answered with 5XX, in percent"
      metrics = {
        errors   = merge(local._metric, { metric_name = "5XXError" })
        requests = merge(local._metric, { metric_name = "Count" })
      }
    }
    latency = merge(local._metric, {
      severity    = "warning"
      metric_name = "Latency"
      statistic   = "p99"
      threshold   = 3000
      description = "One in a hundred requests to REST API ${var.name} takes more than {threshold} milliseconds."
    })
    client-errors = {
      severity    = "warning"
      threshold   = 25
      floor       = 50
      period      = 900
      description = "REST API ${var.name} refuses more than {threshold} % of its requests with 4XX: a client is broken, or somebody is trying doors."
      # Only where there are enough: one wrong URL at night is no attack.
      expression = "IF(errors >= {floor}, 100 * errors / requests, 0)"
      label      = "Requests refused with 4XX, in percent"
      metrics = {
        errors   = merge(local._metric, { metric_name = "4XXError" })
        requests = merge(local._metric, { metric_name = "Count" })
      }
    }
  }
}

module "alarms" {
  source = "../alarms"

  name        = "${var.name}-rest-api"
  topic_arns  = local.has_routes ? var.alarm_topic_arns : null
  alarms      = local.alarms
  overrides   = var.alarms
  runbook     = "rest-api"
  runbook_url = var.runbook_url
  tags        = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}

moved {
  from = aws_cloudwatch_metric_alarm.client_errors[0]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["client-errors"]
}
