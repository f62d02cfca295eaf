locals {
  # The specification wants these alarms: they are there without topics too, and then tell nobody.
  alarm_topic_arns = var.alarm_topic_arns == null ? { critical = [], warning = [] } : var.alarm_topic_arns

  _functions_watched = merge(
    { for key, function in module.function : key => { name = function.name, timeout = var.lambda_timeout } },
    { jwt-authorizer = { name = module.authorizer.name, timeout = local.authorizer_timeout } },
  )

  # A share of all calls. Below the floor a single error would be a high share.
  # Not the authorizer's: it refuses by an error, so that anybody's bad tokens would raise this share.
  _error_alarms = {
    for key, function in local._functions_watched : "${key}-errors" => {
      description = "More than {threshold} % of the calls of function ${function.name} fail: its log group says why."
      threshold   = 5
      floor       = 20
      expression  = "IF(all >= {floor}, 100 * bad / all, 0)"
      label       = "Failed calls in percent"
      metrics = {
        for id, metric in { bad = "Errors", all = "Invocations" } :
        id => { namespace = "AWS/Lambda", metric_name = metric, dimensions = { FunctionName = function.name } }
      }
    } if key != "jwt-authorizer"
  }

  _function_alarms = merge([
    for key, function in local._functions_watched : {
      "${key}-duration" = {
        severity    = "warning"
        namespace   = "AWS/Lambda"
        metric_name = "Duration"
        dimensions  = { FunctionName = function.name }
        statistic   = "p95"
        threshold   = function.timeout * 800
        description = "One in twenty calls of function ${function.name} takes more than {threshold} ms; its timeout is ${function.timeout} s."
      }
      "${key}-throttles" = {
        namespace   = "AWS/Lambda"
        metric_name = "Throttles"
        dimensions  = { FunctionName = function.name }
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
        threshold   = 0
        description = "${direction}s of ${join(" index ", values(dimensions))} are throttled: one user or session is too busy, or the capacity too small."
      }
    }
  ]...)

  _authorizer_alarms = {
    jwt-authorizer-failures = {
      namespace   = local.name
      metric_name = aws_cloudwatch_log_metric_filter.authorizer_failures.metric_transformation[0].name
      threshold   = 0
      description = "Function ${module.authorizer.name} cannot tell good tokens from bad ones, and so refuses all: its log group says why."
    }
  }

  _own_changes = { for name, change in var.alarms : name => change if !can(regex("^(rest|websocket)-api-", name)) }

  # What the APIs' own modules watch. A model takes its time, so that here only what nears the timeout is slow.

  _api_alarms = {
    for api in ["rest-api", "websocket-api"] : api => {
      for name in distinct(concat(["latency"], [for name in keys(var.alarms) : trimprefix(name, "${api}-") if startswith(name, "${api}-")])) :
      name => merge(
        { for threshold in [min(local._integration_timeout, var.lambda_timeout) * 800] : "threshold" => threshold if name == "latency" },
        { for attribute, value in try(var.alarms["${api}-${name}"], {}) : attribute => value if value != null },
      )
    }
  }
}

# The authorizer logs an error where it fails or is not configured, and only information where it refuses a token.
resource "aws_cloudwatch_log_metric_filter" "authorizer_failures" {
  name           = "${local.name}-jwt-authorizer-failures"
  log_group_name = module.authorizer.log_group_names.function
  pattern        = "{ $.level = \"ERROR\" && $.logger = \"authorizer*\" }"

  metric_transformation {
    name      = "AuthorizerFailures"
    namespace = local.name
    value     = "1"
  }
}

module "alarms" {
  source = "../alarms"

  name       = local.name
  topic_arns = local.alarm_topic_arns
  alarms     = merge(local._error_alarms, local._function_alarms, local._table_alarms, local._authorizer_alarms)
  overrides  = local._own_changes
  tags       = var.tags
}

moved {
  from = aws_cloudwatch_metric_alarm.threshold
  to   = module.alarms.aws_cloudwatch_metric_alarm.this
}

moved {
  from = aws_cloudwatch_metric_alarm.rate["main-errors"]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["main-errors"]
}

moved {
  from = aws_cloudwatch_metric_alarm.rate["websocket-errors"]
  to   = module.alarms.aws_cloudwatch_metric_alarm.this["websocket-errors"]
}

moved {
  from = aws_cloudwatch_metric_alarm.rate["rest-client-errors"]
  to   = module.rest_api.aws_cloudwatch_metric_alarm.client_errors[0]
}

moved {
  from = aws_cloudwatch_metric_alarm.rate["rest-server-errors"]
  to   = module.rest_api.aws_cloudwatch_metric_alarm.this["errors"]
}
