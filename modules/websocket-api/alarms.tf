locals {
  _metric = { namespace = "AWS/ApiGateway", dimensions = { ApiId = aws_apigatewayv2_api.this.id, Stage = var.stage_name } }

  alarms = {
    integration-errors = merge(local._metric, {
      metric_name = "IntegrationError"
      threshold   = 10
      description = "Functions behind WebSocket API ${var.name} fail or take too long more than {threshold} times: their logs say why."
    })
    execution-errors = merge(local._metric, {
      metric_name = "ExecutionError"
      threshold   = 10
      description = "WebSocket API ${var.name} fails more than {threshold} times before its functions answer: its access log says on which routes."
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

  name       = "${var.name}-websocket-api"
  topic_arns = local.deployed == 1 ? var.alarm_topic_arns : null
  alarms     = local.alarms
  overrides  = var.alarms
  tags       = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}
