# CloudFront's metrics are in us-east-1, and an alarm tells only topics of its own region.

locals {
  _distribution = { DistributionId = aws_cloudfront_distribution.this.id, Region = "Global" }

  _distribution_alarms = {
    errors = {
      expression = "IF(rate * requests >= 100 * {floor}, rate, 0)"
      label      = "Requests answered with 5XX, in percent"
      threshold  = 5
      floor      = 3
      period     = 900
      metrics = {
        rate     = { namespace = "AWS/CloudFront", metric_name = "5xxErrorRate", dimensions = local._distribution, statistic = "Average" }
        requests = { namespace = "AWS/CloudFront", metric_name = "Requests", dimensions = local._distribution }
      }
      description = "Distribution ${var.name} answers more than {threshold} percent with 5XX: its access logs say which and from where (x-edge-result-type, x-edge-detailed-result-type)."
    }
    origin-latency = {
      namespace   = "AWS/CloudFront"
      severity    = "warning"
      metric_name = "OriginLatency"
      statistic   = "p90"
      threshold   = 5000
      dimensions  = local._distribution
      description = "One in ten requests of distribution ${var.name} to its origins takes more than {threshold} ms."
    }
  }

  _function_alarms = {
    for key in keys(var.functions) : "function-${key}" => {
      namespace   = "AWS/CloudFront"
      severity    = "critical"
      runbook     = "function"
      metric_name = "FunctionExecutionErrors"
      statistic   = "Sum"
      threshold   = 0
      dimensions  = { FunctionName = "${local.stem}-${key}", Region = "Global" }
      description = "CloudFront function ${local.stem}-${key} fails: its log group /aws/cloudfront/function/${local.stem}-${key} in us-east-1 says why."
    }
  }

  _alarms = merge(
    { for kind, alarm in local._distribution_alarms : kind => alarm if kind != "origin-latency" || var.additional_metrics_enabled },
    local._function_alarms,
  )
}

module "alarms" {
  source    = "../alarms"
  providers = { aws = aws.us_east_1 }

  name        = var.name
  topic_arns  = var.alarm_topic_arns
  overrides   = var.alarms
  runbook     = "cloudfront"
  runbook_url = var.runbook_url
  tags        = var.tags
  alarms      = local._alarms
}

moved {
  from = aws_cloudwatch_metric_alarm.this
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}
