locals {
  _usage_plans = { for name, plan in var.usage_plans : name => plan if local.has_routes }

  api_keys = merge([
    for plan_name, plan in local._usage_plans : {
      for key, settings in plan.api_keys : "${plan_name}/${key}" => merge(settings, { plan = plan_name, name = key })
    }
  ]...)
}

resource "aws_api_gateway_usage_plan" "this" {
  for_each = local._usage_plans

  name        = "${var.name}-${each.key}"
  description = each.value.description

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this[0].stage_name

    dynamic "throttle" {
      for_each = each.value.route_throttling

      content {
        path        = join("/", reverse(split(" ", throttle.key)))
        rate_limit  = throttle.value.rate_limit
        burst_limit = throttle.value.burst_limit
      }
    }
  }

  throttle_settings {
    rate_limit  = each.value.throttling.rate_limit
    burst_limit = each.value.throttling.burst_limit
  }

  dynamic "quota_settings" {
    for_each = each.value.quota[*]

    content {
      limit  = quota_settings.value.limit
      period = quota_settings.value.period
      offset = quota_settings.value.offset
    }
  }

  tags = var.tags
}

# API Gateway makes the value up.
resource "aws_api_gateway_api_key" "this" {
  for_each = local.api_keys

  name        = "${var.name}-${each.value.plan}-${each.value.name}"
  description = each.value.description
  enabled     = each.value.enabled
  tags        = var.tags
}

resource "aws_api_gateway_usage_plan_key" "this" {
  for_each = local.api_keys

  key_id        = aws_api_gateway_api_key.this[each.key].id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.this[each.value.plan].id
}
