locals {
  _metric = { namespace = "AWS/ApiGateway", dimensions = { ApiId = aws_apigatewayv2_api.this.id, Stage = var.stage_name } }

  # Connections and messages fail alike, and each is counted only where there are some.
  _share = {
    expression = "IF(FILL(errors, 0) >= {floor}, 100 * FILL(errors, 0) / (FILL(messages, 0) + FILL(connects, 0) + FILL(errors, 0)), 0)"
    label      = "Failed connections and messages in percent"
    threshold  = 5
    floor      = 3
    period     = 900
  }

  alarms = {
    integration-errors = merge(local._share, {
      description = "Functions behind WebSocket API ${var.name} fail or take too long for more than {threshold} % of its messages: their logs say why."
      metrics     = { for id, name in { errors = "IntegrationError", messages = "MessageCount", connects = "ConnectCount" } : id => merge(local._metric, { metric_name = name }) }
    })
    execution-errors = merge(local._share, {
      description = "WebSocket API ${var.name} fails for more than {threshold} % of its messages before its functions answer: its access log says on which routes."
      metrics     = { for id, name in { errors = "ExecutionError", messages = "MessageCount", connects = "ConnectCount" } : id => merge(local._metric, { metric_name = name }) }
    })
    latency = merge(local._metric, {
      severity    = "warning"
      metric_name = "IntegrationLatency"
      statistic   = "p99"
      threshold   = 3000
      description = "One in a hundred messages to WebSocket API ${var.name} takes its function more than {threshold} milliseconds."
    })
  }
}

module "alarms" {
  source = "../alarms"

  name        = "${var.name}-websocket-api"
  topic_arns  = local.deployed == 1 ? var.alarm_topic_arns : null
  alarms      = local.alarms
  overrides   = var.alarms
  runbook     = "websocket-api"
  runbook_url = var.runbook_url
  tags        = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}
