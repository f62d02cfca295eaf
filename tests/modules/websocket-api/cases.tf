# Cases beyond the README's, in the same plan.

locals {
  function = {
    name       = "known"
    alias_name = "live"
    invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:known:live/invocations"
  }
}

# Everything that can be off, is off.
module "off" {
  source = "../../modules/websocket-api"

  name                = "off"
  access_logs_enabled = false
  execution_log_level = "OFF"
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/websocket-api"

  name                       = "nulls"
  access_logs_enabled        = null
  account_logging_ready      = true
  alarms                     = null
  alarm_topic_arns           = null
  authorizer                 = { lambda = local.function, identity_sources = null }
  default_endpoint_enabled   = null
  description                = null
  detailed_metrics_enabled   = null
  execution_log_level        = null
  ip_address_type            = null
  kms_key_arn                = null
  log_retention_days         = null
  route_selection_expression = null
  sender_role_names          = null
  shared_domains             = null
  stage_name                 = null
  tags                       = null
  throttling                 = { rate_limit = null, burst_limit = null }

  domains = {
    "nulls.example.com" = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1", paths = null, route53 = null }
  }

  routes = {
    "$connect" = { authorization = "CUSTOM", public = null, lambda = local.function, response = null, timeout = null, throttling = null }
  }
}

# A caller with depends_on postpones the module's data source to the apply.
module "dependent" {
  source = "../../modules/websocket-api"

  name                  = "dependent"
  account_logging_ready = aws_sns_topic.alarms.arn != ""
  authorizer            = { lambda = module.authorizer }
  domains               = { "dependent.example.com" = { certificate_arn = aws_acm_certificate.api.arn, route53 = { zone_id = aws_route53_zone.main.zone_id } } }
  shared_domains        = { chat = { domain_name = aws_route53_zone.main.name, path = "chat" } }
  sender_role_names     = { chat = module.chat.role_name }
  alarm_topic_arns      = { critical = [aws_sns_topic.alarms.arn], warning = [] }

  routes = {
    "$connect" = { authorization = "CUSTOM", lambda = module.chat }
  }

  depends_on = [aws_sns_topic.alarms]
}

# The longest legal name, a public API, no logs and so no role for them, a default endpoint beside the domain.
module "long" {
  source = "../../modules/websocket-api"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123"
  domains                  = { "long.example.com" = { certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1" } }
  default_endpoint_enabled = true
  detailed_metrics_enabled = true
  access_logs_enabled      = false
  execution_log_level      = "OFF"
  ip_address_type          = "dualstack"

  routes = {
    "$connect" = { authorization = "NONE", public = true, lambda = local.function }
    "a/b"      = { lambda = local.function, response = true }
  }
}

# Differs from it in what a deployment does not hold: name, tags, throttling, logs.
module "same" {
  source = "../../modules/websocket-api"

  name                  = "same"
  account_logging_ready = true
  execution_log_level   = "INFO"
  throttling            = { rate_limit = 1, burst_limit = 1 }
  tags                  = { Service = "same" }

  routes = {
    "$connect" = { authorization = "NONE", public = true, lambda = local.function, throttling = { rate_limit = 1, burst_limit = 1 } }
    "a/b"      = { lambda = local.function, response = true }
  }
}
