module "waf" {
  source   = "../../modules/waf"
  for_each = var.waf_web_acls

  name                = "${local.name_prefix}-${each.key}"
  default_action      = each.value.default_action
  managed_rule_groups = each.value.managed_rule_groups
  rate_limit          = each.value.rate_limit
  allowed_cidrs       = each.value.allowed_cidrs
  blocked_cidrs       = each.value.blocked_cidrs
  blocked_countries   = each.value.blocked_countries

  logged_requests    = each.value.logged_requests
  log_retention_days = var.log_retention_days
  kms_key_arn        = var.security.kms_key_arn
  alarm_topic_arns   = [module.alarm_topic.arn]
}
