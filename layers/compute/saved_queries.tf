# What people ask logs first, in CloudWatch Logs Insights under the environment's name.
locals {
  _assistants = module.ai_assistant[*].compute_config

  _function_log_groups = concat(
    [for function in module.lambda : function.log_group_names.function],
    flatten([for assistant in local._assistants : [for function in assistant.functions : function.log_group_name]]),
  )

  _api_log_groups = concat(
    flatten([
      for api in concat(values(module.rest_api), values(module.http_api), values(module.websocket_api)) :
      [for kind, group in api.log_group_names : group if kind == "access"]
    ]),
    [for assistant in local._assistants : assistant.log_group_names.apis],
  )

  # Functions write JSON: our own lines have a level and a message, the platform's a type and a record.
  # https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
  _queries = {
    function-errors = {
      log_groups = local._function_log_groups
      query      = <<-EOT
        fields @timestamp, @log, level, message, errorType, errorMessage, requestId
        | filter level in ["ERROR", "CRITICAL"] or ispresent(errorType)
        | sort @timestamp desc
        | limit 100
      EOT
    }
    function-slowest-calls = {
      log_groups = local._function_log_groups
      query      = <<-EOT
        filter type = "platform.report"
        | fields @timestamp, @log, record.requestId, record.metrics.durationMs, record.metrics.maxMemoryUsedMB, record.status
        | sort record.metrics.durationMs desc
        | limit 50
      EOT
    }
    function-cold-starts = {
      log_groups = local._function_log_groups
      query      = <<-EOT
        filter type = "platform.report" and ispresent(record.metrics.initDurationMs)
        | stats count(*) as starts, avg(record.metrics.initDurationMs) as average_ms, max(record.metrics.initDurationMs) as longest_ms by @log
        | sort starts desc
      EOT
    }
    api-server-errors = {
      log_groups = local._api_log_groups
      query      = <<-EOT
        fields @timestamp, @log, requestId, httpMethod, path, routeKey, status, integrationStatus, integrationError
        | filter status like /^5/
        | sort @timestamp desc
        | limit 100
      EOT
    }
    api-refused-callers = {
      log_groups = local._api_log_groups
      query      = <<-EOT
        filter status like /^(401|403|429)$/
        | stats count(*) as refused by sourceIp, status
        | sort refused desc
        | limit 50
      EOT
    }
    api-slowest-routes = {
      log_groups = local._api_log_groups
      query      = <<-EOT
        filter ispresent(integrationLatency)
        | stats count(*) as requests, avg(integrationLatency) as average_ms, max(integrationLatency) as longest_ms by httpMethod, path, routeKey
        | sort average_ms desc
        | limit 50
      EOT
    }
    service-errors = {
      log_groups = [for service in module.ecs_service : service.log_group_name]
      query      = <<-EOT
        fields @timestamp, @log, @logStream, @message
        | filter @message like /(?i)(error|exception|fatal)/
        | sort @timestamp desc
        | limit 100
      EOT
    }
    job-errors = {
      log_groups = flatten([for batch in module.batch : values(batch.log_group_names)])
      query      = <<-EOT
        fields @timestamp, @logStream, @message
        | filter @message like /(?i)(error|exception|fatal)/
        | sort @timestamp desc
        | limit 100
      EOT
    }
    cluster-refusals = {
      log_groups = flatten([for cluster in module.eks : [for kind, group in cluster.log_group_names : group if kind == "control-plane"]])
      query      = <<-EOT
        filter @logStream like "kube-apiserver-audit" and responseStatus.code >= 400
        | stats count(*) as refused by user.username, verb, objectRef.resource, responseStatus.code
        | sort refused desc
        | limit 50
      EOT
    }
    blocked-requests = {
      log_groups = [for acl in module.waf : acl.log_group_names.requests]
      query      = <<-EOT
        filter action = "BLOCK"
        | stats count(*) as blocked by terminatingRuleId, httpRequest.clientIp, httpRequest.uri
        | sort blocked desc
        | limit 50
      EOT
    }
  }
}

module "saved_queries" {
  source = "../../modules/saved-queries"

  name = local.name_prefix

  # Logs Insights searches 50 groups at once.
  queries = {
    for name, each in local._queries : name => {
      log_group_names = slice(sort(each.log_groups), 0, min(50, length(each.log_groups)))
      query           = each.query
    } if length(each.log_groups) > 0
  }
}
