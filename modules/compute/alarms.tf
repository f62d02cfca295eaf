locals {
  _functions_watched = merge(
    { for key, function in module.function : key => { name = function.name, timeout = var.lambda_timeout } },
    { jwt-authorizer = { name = module.authorizer.name, timeout = local.authorizer_timeout } },
  )

  # Both have data as soon as API Gateway writes metrics; a dimension more, and there would be none.
  _rest_dimensions = { ApiName = local.rest_name, Stage = var.api_gateway_stage_name }

  # Shares of all calls, in percent. Below the minimum of calls a single error would be a high share.
  # Not the authorizer's: it refuses by an error, so that anybody's bad tokens would raise this share.
  _rate_alarms = merge(
    {
      for key, function in local._functions_watched : "${key}-errors" => {
        namespace   = "AWS/Lambda"
        dimensions  = { FunctionName = function.name }
        bad         = "Errors"
        all         = "Invocations"
        threshold   = var.alarm_thresholds.function_error_percent
        description = "Function ${function.name} fails: its log group says why."
      } if key != "jwt-authorizer"
    },
    {
      rest-client-errors = {
        namespace   = "AWS/ApiGateway"
        dimensions  = local._rest_dimensions
        bad         = "4XXError"
        all         = "Count"
        threshold   = var.alarm_thresholds.client_error_percent
        description = "REST API ${local.rest_name} refuses much: tokens that are no good, or a client that asks wrongly. Log group ${local.api_log_group_name} has every request."
      }
      rest-server-errors = {
        namespace   = "AWS/ApiGateway"
        dimensions  = local._rest_dimensions
        bad         = "5XXError"
        all         = "Count"
        threshold   = var.alarm_thresholds.function_error_percent
        description = "REST API ${local.rest_name} answers 5XX: its functions fail or take longer than 29 seconds. Log group ${local.api_log_group_name} has every request."
      }
    },
  )

  _function_alarms = merge([
    for key, function in local._functions_watched : {
      "${key}-duration" = {
        namespace   = "AWS/Lambda"
        metric_name = "Duration"
        dimensions  = { FunctionName = function.name }
        percentile  = "p95"
        threshold   = function.timeout * 1000 * var.alarm_thresholds.duration_percent / 100
        description = "One in twenty calls of function ${function.name} takes more than ${var.alarm_thresholds.duration_percent} % of its timeout of ${function.timeout} seconds."
      }
      "${key}-throttles" = {
        namespace   = "AWS/Lambda"
        metric_name = "Throttles"
        dimensions  = { FunctionName = function.name }
        percentile  = null
        threshold   = 0
        description = "Function ${function.name} is throttled: raise lambda_reserved_concurrency or the account's limit."
      }
    }
  ]...)

  # ThrottledRequests would need an operation as well and so stay silent; these two are counted per table and index.
  _table_alarms = merge([
    for key, dimensions in {
      sessions = { TableName = local.sessions_table_name }
      index    = { TableName = local.sessions_table_name, GlobalSecondaryIndexName = local.user_index_name }
      } : {
      for direction in ["Read", "Write"] : "${key}-${lower(direction)}-throttles" => {
        namespace   = "AWS/DynamoDB"
        metric_name = "${direction}ThrottleEvents"
        dimensions  = dimensions
        percentile  = null
        threshold   = 0
        description = "${direction}s of ${join(" index ", values(dimensions))} are throttled: one user or session is too busy, or the capacity too small."
      }
    }
  ]...)

  _authorizer_alarms = {
    jwt-authorizer-failures = {
      namespace   = local.name
      metric_name = aws_cloudwatch_log_metric_filter.authorizer_failures.metric_transformation[0].name
      dimensions  = {}
      percentile  = null
      threshold   = 0
      description = "Function ${module.authorizer.name} cannot tell good tokens from bad ones, and so refuses all: its log group says why."
    }
  }

  _threshold_alarms = merge(local._function_alarms, local._table_alarms, local._authorizer_alarms)
}

# The authorizer logs an error where it fails or is not configured, and only information where it refuses a token.
resource "aws_cloudwatch_log_metric_filter" "authorizer_failures" {
  name           = "${local.name}-jwt-authorizer-failures"
  log_group_name = module.authorizer.log_group_name
  pattern        = "{ $.level = \"ERROR\" && $.logger = \"authorizer*\" }"

  metric_transformation {
    name      = "AuthorizerFailures"
    namespace = local.name
    value     = "1"
  }
}

# The specification wants these alarms: they are there without topics too, and then tell nobody.

resource "aws_cloudwatch_metric_alarm" "rate" {
  for_each = local._rate_alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags

  metric_query {
    id          = "rate"
    label       = "${each.value.bad} in percent"
    expression  = "IF(all >= ${var.alarm_thresholds.minimum_calls}, 100 * bad / all, 0)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { bad = each.value.bad, all = each.value.all }

    content {
      id = metric_query.key

      metric {
        namespace   = each.value.namespace
        metric_name = metric_query.value
        dimensions  = each.value.dimensions
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "threshold" {
  for_each = local._threshold_alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric_name
  dimensions          = each.value.dimensions
  statistic           = each.value.percentile == null ? "Sum" : null
  extended_statistic  = each.value.percentile
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topic_arns
  ok_actions          = var.alarm_topic_arns
  tags                = var.tags
}
