locals {
  # Web ACLs for CloudFront are made in us-east-1, the others where the environment is.
  _edge_acls     = { for key, acl in var.waf_web_acls : key => acl if acl.scope == "CLOUDFRONT" }
  _regional_acls = { for key, acl in var.waf_web_acls : key => acl if acl.scope != "CLOUDFRONT" }
}

module "waf" {
  source   = "../../modules/waf"
  for_each = local._regional_acls

  name                = "${local.name_prefix}-${each.key}"
  scope               = each.value.scope
  default_action      = each.value.default_action
  managed_rule_groups = each.value.managed_rule_groups
  rate_limit          = each.value.rate_limit
  allowed_cidrs       = each.value.allowed_cidrs
  blocked_cidrs       = each.value.blocked_cidrs
  blocked_countries   = each.value.blocked_countries
  forwarded_address   = each.value.forwarded_address
  rules               = each.value.rules

  logged_requests    = each.value.logged_requests
  redacted_headers   = each.value.redacted_headers
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.security.kms_key_arn
  alarm_topic_arns   = local.alarm_topic_arns
  runbook_url        = var.runbook_url
  alarms             = each.value.alarms
}

# The same as above, since the providers of a module are no expressions.
module "edge_waf" {
  source    = "../../modules/waf"
  for_each  = local._edge_acls
  providers = { aws = aws.us_east_1 }

  name                = "${local.name_prefix}-${each.key}"
  scope               = each.value.scope
  default_action      = each.value.default_action
  managed_rule_groups = each.value.managed_rule_groups
  rate_limit          = each.value.rate_limit
  allowed_cidrs       = each.value.allowed_cidrs
  blocked_cidrs       = each.value.blocked_cidrs
  blocked_countries   = each.value.blocked_countries
  forwarded_address   = each.value.forwarded_address
  rules               = each.value.rules

  logged_requests    = each.value.logged_requests
  redacted_headers   = each.value.redacted_headers
  log_retention_days = var.log_retention_days
  kms_key_arn        = local.edge_kms_key_arn
  alarm_topic_arns   = local.edge_alarm_topic_arns
  runbook_url        = var.runbook_url
  alarms             = each.value.alarms
}
