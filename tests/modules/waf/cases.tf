# Cases beyond the README's, in the same plan.

# Everything that can be off, is off.
module "off" {
  source = "../../modules/waf"

  name                = "off"
  default_action      = "block"
  managed_rule_groups = {}
  rate_limit          = 0
  redacted_headers    = []
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/waf"

  name                       = "nulls"
  alarm_topic_arns           = null
  allowed_cidrs              = null
  blocked_cidrs              = null
  blocked_countries          = null
  blocked_requests_threshold = null
  default_action             = null
  kms_key_arn                = null
  log_retention_days         = null
  logged_requests            = null
  managed_rule_groups        = null
  rate_limit                 = null
  redacted_headers           = null
  resource_arns              = null
  scope                      = null
  tags                       = null
}

# A caller with depends_on postpones the module's data source to the apply.
module "dependent" {
  source = "../../modules/waf"

  providers = { aws = aws.us_east_1 }

  name             = "dependent"
  scope            = "CLOUDFRONT"
  blocked_cidrs    = ["2001:db8::/32"]
  alarm_topic_arns = [aws_sns_topic.alarms.arn]

  depends_on = [aws_sns_topic.alarms]
}
