locals {
  # The same as lambda/backend answers. A route is authorized unless it is listed as public.
  _methods = {
    "/api/v1/health"                         = ["GET"]
    "/api/v1/knowledge-bases"                = ["GET"]
    "/api/v1/sessions"                       = ["GET", "POST"]
    "/api/v1/sessions/{session_id}"          = ["DELETE", "GET", "PUT"]
    "/api/v1/sessions/{session_id}/messages" = ["POST"]
  }
  _public_routes = ["GET /api/v1/health"]

  routes = merge([
    for path, methods in local._methods : {
      for method in methods : "${method} ${path}" => {
        public         = contains(local._public_routes, "${method} ${path}")
        authorization  = contains(local._public_routes, "${method} ${path}") ? "NONE" : "CUSTOM"
        authorizer_key = contains(local._public_routes, "${method} ${path}") ? null : "jwt"
        function_key   = "main"
        timeout        = local._integration_timeout
      }
    }
  ]...)

  # What API Gateway allows an integration, in seconds.
  _integration_timeout = 29

  # The body that the backend gives its errors, too.
  _error = {
    templates = {
      "application/json" = "{\"error\":{\"code\":\"$context.error.responseType\",\"message\":$context.error.messageString,\"request_id\":\"$context.requestId\"}}"
    }
  }

  # What APIs call, spelled out: the provider tells a new alias's ARN after the apply only, and a first plan should show
  # what the API does.
  _invoked = {
    for key, function in merge(module.function, { jwt-authorizer = module.authorizer }) : key => {
      name       = function.name
      alias_name = function.alias_name
      invoke_arn = join("", [
        "arn:${local._partition}:apigateway:${local.region}:lambda:path/2015-03-31/functions/",
        "arn:${local._partition}:lambda:${local.region}:${local.account_id}:function:${function.name}:${function.alias_name}/invocations",
      ])
    }
  }
}

module "rest_api" {
  source = "../rest-api"

  name        = "${local.name}-rest"
  description = "Sessions and knowledge bases of the AI Assistant, ${var.environment}."

  # requests
  functions         = { for key in ["jwt-authorizer", "main"] : key => local._invoked[key] }
  routes            = local.routes
  gateway_responses = { DEFAULT_4XX = local._error, DEFAULT_5XX = local._error }

  authorizers = {
    jwt = {
      token         = { function_key = "jwt-authorizer", pattern = local.bearer_token_pattern }
      cache_seconds = local.authorizer_cache_seconds
    }
  }

  # Answers get their headers from the function.
  cors_configuration = {
    allow_origins = [var.cors_allowed_origin]
    allow_headers = ["authorization", "content-type", "idempotency-key"]
    max_age       = 600
  }

  throttling = {
    rate_limit  = var.api_gateway_throttle_rate_limit
    burst_limit = var.api_gateway_throttle_burst_limit
  }

  # stage
  stage_name        = var.api_gateway_stage_name
  associate_web_acl = var.associate_web_acl
  web_acl_arn       = var.web_acl_arn

  # logs and alarms
  account_logging_ready = local._logging_ready
  access_log_group      = local._access_log_group
  log_retention_days    = var.log_retention_days
  kms_key_arn           = var.kms_key_arn
  alarm_topic_arns      = local.alarm_topic_arns
  runbook_url           = var.runbook_url
  alarms                = local._api_alarms.rest-api

  tags = var.tags
}

# The API was made here before, resource by resource. What it described is imported now: state forgets the resources, and the
# import replaces what they made.

moved {
  from = aws_api_gateway_rest_api.this
  to   = module.rest_api.aws_api_gateway_rest_api.this
}

moved {
  from = aws_api_gateway_deployment.this
  to   = module.rest_api.aws_api_gateway_deployment.this[0]
}

moved {
  from = aws_api_gateway_stage.this
  to   = module.rest_api.aws_api_gateway_stage.this[0]
}

moved {
  from = aws_api_gateway_method_settings.this
  to   = module.rest_api.aws_api_gateway_method_settings.this["*/*"]
}

moved {
  from = aws_cloudwatch_log_group.rest_execution
  to   = module.rest_api.aws_cloudwatch_log_group.execution[0]
}

removed {
  from = aws_api_gateway_authorizer.this

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_gateway_response.error

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_integration.preflight

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_integration.this

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_integration_response.preflight

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_method.preflight

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_method.this

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_method_response.preflight

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_resource.api

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_resource.collection

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_resource.messages

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_resource.session

  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_api_gateway_resource.v1

  lifecycle {
    destroy = false
  }
}
