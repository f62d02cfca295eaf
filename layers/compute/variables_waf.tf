variable "waf_web_acls" {
  description = "Web ACLs by key: AWS's rule groups, a rate limit, addresses, countries and rules of your own. Load balancers name theirs by web_acl_key; so do distributions, theirs of scope CLOUDFRONT."
  type = map(object({
    scope             = optional(string)
    default_action    = optional(string)
    rate_limit        = optional(number)
    allowed_cidrs     = optional(list(string))
    blocked_cidrs     = optional(list(string))
    blocked_countries = optional(list(string))
    logged_requests   = optional(string)
    redacted_headers  = optional(list(string))
    forwarded_address = optional(object({
      header   = optional(string)
      fallback = optional(string)
    }))
    rules = optional(map(object({
      priority       = number
      action         = string
      rate_limit     = optional(number)
      window_seconds = optional(number)
      conditions = optional(object({
        paths        = optional(list(string))
        hosts        = optional(list(string))
        methods      = optional(list(string))
        source_cidrs = optional(list(string))
        countries    = optional(list(string))
        headers      = optional(map(list(string)))
        label        = optional(string)
      }))
      exceptions = optional(object({
        paths        = optional(list(string))
        hosts        = optional(list(string))
        methods      = optional(list(string))
        source_cidrs = optional(list(string))
        countries    = optional(list(string))
        headers      = optional(map(list(string)))
        label        = optional(string)
      }))
    })))
    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })))
    managed_rule_groups = optional(map(object({
      priority      = number
      version       = optional(string)
      count_only    = optional(bool)
      counted_rules = optional(list(string))
    })))
  }))
  default  = {}
  nullable = false
}
