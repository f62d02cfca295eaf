variable "waf_web_acls" {
  description = "Web ACLs by key: AWS's rule groups, a rate limit, addresses and countries. Load balancers name theirs by web_acl_key; so do distributions, theirs of scope CLOUDFRONT."
  type = map(object({
    scope             = optional(string)
    default_action    = optional(string)
    rate_limit        = optional(number)
    allowed_cidrs     = optional(list(string))
    blocked_cidrs     = optional(list(string))
    blocked_countries = optional(list(string))
    logged_requests   = optional(string)
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
