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

  name                = "nulls"
  alarm_topic_arns    = null
  allowed_cidrs       = null
  blocked_cidrs       = null
  blocked_countries   = null
  alarms              = null
  forwarded_address   = null
  rules               = null
  default_action      = null
  kms_key_arn         = null
  log_retention_days  = null
  logged_requests     = null
  managed_rule_groups = null
  rate_limit          = null
  redacted_headers    = null
  resource_arns       = null
  scope               = null
  tags                = null
}

# Every action and condition; what the layer passes for attributes of rules that an environment leaves out.
module "ruled" {
  source = "../../modules/waf"

  name              = "ruled"
  forwarded_address = { header = null, fallback = null }
  allowed_cidrs     = ["192.0.2.0/24"]
  blocked_cidrs     = ["198.51.100.0/24"]
  blocked_countries = ["KP"]

  rules = {
    all = {
      priority   = 50
      action     = "allow"
      rate_limit = null
      exceptions = null
      conditions = {
        paths        = ["/a.b/*", "/c?"]
        hosts        = ["*.example.com"]
        methods      = ["GET", "HEAD"]
        source_cidrs = ["203.0.113.0/24"]
        countries    = ["DE", "FR"]
        headers      = { x-key = ["1"] }
        label        = "awswaf:managed:token:accepted"
      }
    }
    not-robots = {
      priority       = 51
      action         = "challenge"
      rate_limit     = 100
      window_seconds = null
      conditions     = { countries = ["US"], paths = null }
      exceptions     = { source_cidrs = ["2001:db8::/32"] }
    }
    watched   = { priority = 52, action = "count", exceptions = { methods = ["GET"] } }
    proven    = { priority = 53, action = "captcha", conditions = { hosts = ["forms.example.com"] } }
    forbidden = { priority = 54, action = "block", conditions = { countries = ["KP"] } }
  }
}

# A caller with depends_on postpones the module's data source to the apply.
module "dependent" {
  source = "../../modules/waf"

  providers = { aws = aws.us_east_1 }

  name             = "dependent"
  scope            = "CLOUDFRONT"
  blocked_cidrs    = ["2001:db8::/32"]
  alarm_topic_arns = { critical = [], warning = [aws_sns_topic.alarms.arn] }

  depends_on = [aws_sns_topic.alarms]
}
