locals {
  # The specification wants these alarms: they are there without topics too, and then tell nobody.
  alarm_topic_arns = var.alarm_topic_arns == null ? { critical = [], warning = [] } : var.alarm_topic_arns

  _functions_watched = merge(
    { for key, function in module.function : key => { name = function.name, timeout = local._functions[key].timeout, reserved = local._functions[key].reserved } },
    { jwt-authorizer = { name = module.authorizer.name, timeout = local.authorizer_timeout, reserved = var.lambda_reserved_concurrency } },
  )

  # A share of all calls, and where there are few, all of them.
  # Not the authorizer's: it refuses by an error, so that anybody's bad tokens would raise this share.
  _error_alarms = {
    for key, function in local._functions_watched : "${key}-errors" => {
      description = "More than {threshold} % of the calls of function ${function.name} fail: its log group says why."
      runbook     = "errors"
      threshold   = 5
      floor       = 3
      period      = 900
      expression  = "IF(bad >= {floor} OR bad == all, 100 * bad / all, 0)"
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
        runbook     = "duration"
        namespace   = "AWS/Lambda"
        metric_name = "Duration"
        dimensions  = { FunctionName = function.name }
        statistic   = "p95"
        threshold   = function.timeout * 800
        description = "One in twenty calls of function ${function.name} takes more than {threshold} ms; its timeout is ${function.timeout} s."
      }
      "${key}-throttles" = {
        runbook     = "throttles"
        namespace   = "AWS/Lambda"
        metric_name = "Throttles"
        dimensions  = { FunctionName = function.name }
        threshold   = 0
        description = "Function ${function.name} is throttled: raise ${function.reserved >= 0 ? "lambda_reserved_concurrency or " : ""}the account's limit."
      }
    }
  ]...)

  # An answer takes up to 25 seconds, and pings wait for the same executions.
  _concurrency_alarms = {
    for key, function in local._functions_watched : "${key}-concurrency" => {
      severity    = "warning"
      runbook     = "concurrency"
      namespace   = "AWS/Lambda"
      metric_name = "ConcurrentExecutions"
      dimensions  = { FunctionName = function.name }
      statistic   = "Maximum"
      threshold   = floor(var.lambda_reserved_concurrency * 0.8)
      description = "Function ${function.name} runs more than {threshold} times at once, of ${var.lambda_reserved_concurrency} that are reserved for it: raise lambda_reserved_concurrency."
    } if function.reserved > 0
  }

  # What Lambda's runtime and our code write where operators have to mend something: errors of our own loggers; exceptions
  # that nobody caught, such as an import that fails, which have a type (the authorizer refuses by one of its own); and calls
  # that ran out of time or memory.
  # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
  # https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html, Status
  _failure_pattern = join(" ", ["{", join(" || ", [
    "($.level = \"ERROR\" && $.logger = \"*\")",
    "($.level = \"CRITICAL\" && $.logger = \"*\")",
    "($.errorType = \"*\" && $.errorType != \"UnauthorizedError\")",
    "($.record.status = \"timeout\")",
    "($.record.status = \"failure\")",
  ]), "}"])

  # Questions that were answered, and those that were not for a reason that is not ours: a busy model, a slow table.
  _answer_patterns = {
    main-answered        = "{ ($.logger = \"backend.access\") && ($.route = \"*/messages\") && ($.status < 500) }"
    main-unanswered      = "{ ($.logger = \"backend.access\") && ($.route = \"*/messages\") && ($.status > 500) }"
    websocket-answered   = "{ ($.logger = \"websocket_handler.routes\") && ($.message = \"answered\") }"
    websocket-unanswered = "{ ($.logger = \"websocket_handler.routes\") && ($.message = \"not answered\") && ($.level = \"WARNING\") }"
  }

  _log_metrics = merge(
    { for key in keys(local._functions_watched) : "${key}-failures" => { function = key, pattern = local._failure_pattern } },
    { for name, pattern in local._answer_patterns : name => { function = split("-", name)[0], pattern = pattern } },
    { jwt-authorizer-key-fetches = { function = "jwt-authorizer", pattern = "{ ($.logger = \"authorizer.keys\") && ($.level = \"WARNING\") }" } },
  )
  _log_metric_names = { for name in keys(local._log_metrics) : name => replace(title(replace(name, "-", " ")), " ", "") }

  _failure_alarms = {
    for key, function in local._functions_watched : "${key}-failures" => {
      runbook     = "failures"
      namespace   = local.name
      metric_name = local._log_metric_names["${key}-failures"]
      threshold   = 0
      description = key == "jwt-authorizer" ? "Function ${function.name} cannot tell good tokens from bad ones, and so refuses all: its log group says why." : "Function ${function.name} met what only its operators can mend: the errors in its log group say what."
    }
  }

  # Over an hour, for a small team asks seldom.
  _unanswered_alarms = {
    for key in ["main", "websocket"] : "${key}-unanswered" => {
      description = "More than {threshold} % of the questions to function ${local._functions_watched[key].name} get no answer: the warnings in its log group say whose fault it is, the model's, the table's or the network's."
      runbook     = "unanswered"
      threshold   = 50
      floor       = 3
      period      = 3600
      expression  = "IF(FILL(bad, 0) >= {floor}, 100 * FILL(bad, 0) / (FILL(bad, 0) + FILL(good, 0)), 0)"
      label       = "Questions without an answer, in percent"
      metrics = {
        for id, metric in { bad = "${key}-unanswered", good = "${key}-answered" } :
        id => { namespace = local.name, metric_name = local._log_metric_names[metric], dimensions = {} }
      }
    }
  }

  # ThrottledRequests would need an operation as well and so stay silent; these two are counted per table and index.
  _table_alarms = merge([
    for key, dimensions in {
      sessions = { TableName = local.sessions_table_name }
      index    = { TableName = local.sessions_table_name, GlobalSecondaryIndexName = local.user_index_name }
      } : {
      for direction in ["Read", "Write"] : "${key}-${lower(direction)}-throttles" => {
        runbook     = "table-throttles"
        namespace   = "AWS/DynamoDB"
        metric_name = "${direction}ThrottleEvents"
        dimensions  = dimensions
        threshold   = 0
        description = "${direction}s of ${join(" index ", values(dimensions))} are throttled: one user or session is too busy, or the capacity too small."
      }
    }
  ]...)

  # Older keys serve for a day; then nobody gets in.
  _key_alarms = {
    jwt-authorizer-key-fetches = {
      severity    = "warning"
      runbook     = "key-fetches"
      namespace   = local.name
      metric_name = local._log_metric_names["jwt-authorizer-key-fetches"]
      threshold   = 0
      description = "Function ${module.authorizer.name} cannot fetch the issuer's keys and goes on with those of before, for a day at most: its log group says why."
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

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local._log_metrics

  name           = "${local.name}-${each.key}"
  log_group_name = merge(module.function, { jwt-authorizer = module.authorizer })[each.value.function].log_group_names.function
  pattern        = each.value.pattern

  metric_transformation {
    name      = local._log_metric_names[each.key]
    namespace = local.name
    value     = "1"
  }
}

moved {
  from = aws_cloudwatch_log_metric_filter.authorizer_failures
  to   = aws_cloudwatch_log_metric_filter.this["jwt-authorizer-failures"]
}

module "alarms" {
  source = "../alarms"

  name        = local.name
  topic_arns  = local.alarm_topic_arns
  overrides   = local._own_changes
  runbook     = "ai-assistant"
  runbook_url = var.runbook_url
  tags        = var.tags

  alarms = merge(
    local._error_alarms, local._function_alarms, local._concurrency_alarms,
    local._failure_alarms, local._unanswered_alarms, local._key_alarms, local._table_alarms,
  )
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
