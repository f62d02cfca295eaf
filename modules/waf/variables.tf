variable "name" {
  description = "Name of the web ACL. Also names its IP sets, alarm and metrics, and ends the name of its log group."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,100}$", var.name))
    error_message = "name must be 1 to 100 letters, digits, hyphens or underscores."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell about many blocked requests, in the web ACL's region. Empty makes no alarm."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))])
    error_message = "alarm_topic_arns must be ARNs of SNS topics, such as arn:aws:sns:us-east-1:123456789012:alarms."
  }
}

variable "allowed_cidrs" {
  description = "Ranges of addresses, IPv4 or IPv6, whose requests pass unseen by every other rule."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.allowed_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "allowed_cidrs must be ranges, such as 203.0.113.0/24 or 2001:db8::/32, and not everyone."
  }
}

variable "blocked_cidrs" {
  description = "Ranges of addresses, IPv4 or IPv6, whose requests are refused."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.blocked_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "blocked_cidrs must be ranges, such as 203.0.113.0/24 or 2001:db8::/32, and not everyone."
  }
}

variable "blocked_countries" {
  description = "Countries whose requests are refused, by two-letter code. Empty refuses none."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for country in var.blocked_countries : can(regex("^[A-Z]{2}$", country))])
    error_message = "blocked_countries must be codes of two capital letters, such as KP."
  }
}

variable "blocked_requests_threshold" {
  description = "Blocked requests in five minutes that raise the alarm."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.blocked_requests_threshold >= 0
    error_message = "blocked_requests_threshold must be at least 0."
  }
}

variable "default_action" {
  description = "What happens to requests that no rule decides: allow or block."
  type        = string
  default     = "allow"
  nullable    = false

  validation {
    condition     = contains(["allow", "block"], var.default_action)
    error_message = "default_action must be allow or block."
  }
}

variable "kms_key_arn" {
  description = "Key for the logs. Null means the key that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "log_retention_days" {
  description = "Days to keep logs."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "logged_requests" {
  description = "Which requests are logged: all, or matched, those that a rule blocked or counted."
  type        = string
  default     = "all"
  nullable    = false

  validation {
    condition     = contains(["all", "matched"], var.logged_requests)
    error_message = "logged_requests must be all or matched."
  }
}

variable "managed_rule_groups" {
  description = "Rule groups that AWS keeps, by name; the lowest `priority` is first. `count_only` and `counted_rules` watch without blocking."
  type = map(object({
    priority      = number
    version       = optional(string)
    count_only    = optional(bool, false)
    counted_rules = optional(list(string), [])
  }))
  default = {
    AWSManagedRulesAmazonIpReputationList = { priority = 10 }
    AWSManagedRulesKnownBadInputsRuleSet  = { priority = 20 }
    AWSManagedRulesCommonRuleSet          = { priority = 30 }
    AWSManagedRulesSQLiRuleSet            = { priority = 40 }
  }
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.managed_rule_groups) : can(regex("^AWSManagedRules[a-zA-Z0-9]+$", name))])
    error_message = "managed_rule_groups must have names of AWS's groups, such as AWSManagedRulesCommonRuleSet."
  }

  validation {
    condition = length(setintersection(keys(var.managed_rule_groups), [
      "AWSManagedRulesACFPRuleSet",
      "AWSManagedRulesATPRuleSet",
      "AWSManagedRulesAntiDDoSRuleSet",
      "AWSManagedRulesBotControlRuleSet",
    ])) == 0
    error_message = "managed_rule_groups must not hold ACFP, ATP, AntiDDoS or BotControl, which cost extra and need settings of their own."
  }

  # Below 10 are the rules of this module.
  validation {
    condition     = alltrue([for group in var.managed_rule_groups : group.priority >= 10 && floor(group.priority) == group.priority])
    error_message = "managed_rule_groups must have a priority that is a whole number from 10."
  }

  validation {
    condition     = length(distinct([for group in var.managed_rule_groups : group.priority])) == length(var.managed_rule_groups)
    error_message = "managed_rule_groups must have a priority each of their own: ${join(", ", [for name, group in var.managed_rule_groups : "${name} has ${group.priority}"])}."
  }
}

variable "rate_limit" {
  description = "Requests that one address may send in five minutes. 0 sets no limit."
  type        = number
  default     = 2000
  nullable    = false

  validation {
    condition     = var.rate_limit == 0 || (var.rate_limit >= 10 && var.rate_limit <= 2000000000 && floor(var.rate_limit) == var.rate_limit)
    error_message = "rate_limit must be a whole number of requests from 10 to 2000000000, or 0 for no limit."
  }
}

variable "redacted_headers" {
  description = "Request headers that logs leave out."
  type        = list(string)
  default     = ["authorization", "cookie"]
  nullable    = false

  validation {
    condition     = alltrue([for name in var.redacted_headers : can(regex("^[a-z0-9_-]{1,64}$", name))])
    error_message = "redacted_headers must be names of headers in small letters, such as authorization."
  }
}

variable "resource_arns" {
  description = "Load balancers and stages of REST APIs to guard, by name."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for arn in values(var.resource_arns) :
      can(regex("^arn:[a-z-]+:(elasticloadbalancing:[^:]+:[0-9]{12}:loadbalancer/app/|apigateway:[^:]+::/restapis/[^/]+/stages/).+$", arn))
    ])
    error_message = "resource_arns must be ARNs of application load balancers or stages of REST APIs; for an HTTP API put CloudFront in front."
  }

  validation {
    condition     = var.scope == "REGIONAL" || length(var.resource_arns) == 0
    error_message = "resource_arns must be empty with scope = \"CLOUDFRONT\": a distribution names its web ACL itself."
  }
}

variable "scope" {
  description = "What is guarded: REGIONAL, load balancers and REST APIs of the provider's region, or CLOUDFRONT, made in us-east-1."
  type        = string
  default     = "REGIONAL"
  nullable    = false

  validation {
    condition     = contains(["REGIONAL", "CLOUDFRONT"], var.scope)
    error_message = "scope must be REGIONAL or CLOUDFRONT."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}
