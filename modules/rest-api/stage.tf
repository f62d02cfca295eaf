locals {
  logging = var.access_logs_enabled || var.execution_log_level != "OFF"

  _route_settings = merge(
    { for key, route in var.routes : key => { throttling = route.throttling, cache = route.cache } },
    { for key, route in try(var.openapi.routes, {}) : key => { throttling = route.throttling, cache = route.cache } },
  )

  # AWS wants the slashes of a path as ~1.
  _method_settings = {
    for key, settings in local._route_settings : "${replace(split(" ", key)[1], "/", "~1")}/${split(" ", key)[0]}" => settings
    if settings.throttling != null || settings.cache != null
  }

  method_settings = merge(
    { for path in ["*/*"] : path => { throttling = null, cache = null } if local.has_routes },
    local._method_settings,
  )
}

resource "aws_api_gateway_deployment" "this" {
  count = local.deployed

  rest_api_id = aws_api_gateway_rest_api.this.id

  # Changes exactly when what is deployed does. During a canary the deployment stays what it was.
  triggers = { redeployment = var.canary == null ? local.deployment_hash : var.canary.stable_deployment_hash }

  depends_on = [aws_api_gateway_rest_api_policy.this]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_deployment" "canary" {
  count = local.has_routes && var.canary != null ? 1 : 0

  rest_api_id = aws_api_gateway_rest_api.this.id
  triggers    = { redeployment = local.deployment_hash }

  depends_on = [aws_api_gateway_rest_api_policy.this]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV2_AWS_4:The settings below log errors unless execution_log_level says OFF; checkov does not follow their for_each.
  #checkov:skip=CKV2_AWS_51:A client certificate tells HTTP backends that API Gateway is calling; functions and services know it by its role.
  #checkov:skip=CKV2_AWS_29:A web ACL is the caller's to give, with associate_web_acl.
  #checkov:skip=CKV2_AWS_77:What the web ACL holds is its own matter; modules/waf stops Log4j attacks by default.
  #checkov:skip=CKV_AWS_76:A first plan does not know the log group's ARN; only access_logs_enabled = false leaves it out.
  #checkov:skip=CKV_AWS_120:A cache cluster costs by the hour, so only an API that asks for one gets it.
  count = local.deployed

  rest_api_id          = aws_api_gateway_rest_api.this.id
  stage_name           = var.stage_name
  deployment_id        = aws_api_gateway_deployment.this[0].id
  variables            = var.stage_variables
  xray_tracing_enabled = var.tracing_enabled

  # cache
  cache_cluster_enabled = var.cache_cluster_size != null
  cache_cluster_size    = var.cache_cluster_size

  dynamic "access_log_settings" {
    for_each = local.access_log_groups

    content {
      destination_arn = access_log_settings.value.arn
      format          = jsonencode(local.access_log_format)
    }
  }

  dynamic "canary_settings" {
    for_each = aws_api_gateway_deployment.canary

    content {
      deployment_id            = canary_settings.value.id
      percent_traffic          = var.canary.percent
      stage_variable_overrides = var.canary.stage_variables
      use_stage_cache          = false
    }
  }

  tags = var.tags

  # API Gateway makes this group itself, without retention, if it is not there first.
  depends_on = [aws_cloudwatch_log_group.execution]

  lifecycle {
    # Also what makes the stage wait for the role.
    precondition {
      condition     = var.account_logging_ready || !local.logging
      error_message = "REST API ${var.name} writes logs, for which API Gateway needs a role in the settings of account and region: make it once with modules/api-gateway-account and set account_logging_ready = true, or set access_logs_enabled = false and execution_log_level = \"OFF\"."
    }

    precondition {
      condition     = var.web_acl_arn == null ? true : split(":", var.web_acl_arn)[3] == local.region
      error_message = "REST API ${var.name} is in ${local.region} and takes a web ACL of that region only, not ${coalesce(var.web_acl_arn, "null")}."
    }
  }
}

# Each method's settings stand alone: what is not said here would be AWS's default, not the stage's.
resource "aws_api_gateway_method_settings" "this" {
  #checkov:skip=CKV_AWS_225:Routes are cached one by one, where they ask for it with cache.
  for_each = local.method_settings

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this[0].stage_name
  method_path = each.key

  settings {
    metrics_enabled = each.key == "*/*" ? true : var.detailed_metrics_enabled

    # logs
    logging_level      = var.execution_log_level
    data_trace_enabled = false

    # throttling
    throttling_rate_limit  = each.value.throttling == null ? var.throttling.rate_limit : each.value.throttling.rate_limit
    throttling_burst_limit = each.value.throttling == null ? var.throttling.burst_limit : each.value.throttling.burst_limit

    # cache
    caching_enabled                            = each.value.cache != null
    cache_ttl_in_seconds                       = each.value.cache == null ? 0 : each.value.cache.ttl_seconds
    cache_data_encrypted                       = true
    require_authorization_for_cache_control    = true
    unauthorized_cache_control_header_strategy = "FAIL_WITH_403"
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = local.has_routes && var.associate_web_acl ? 1 : 0

  resource_arn = aws_api_gateway_stage.this[0].arn
  web_acl_arn  = var.web_acl_arn
}
