locals {
  # Of ISO 3166, as AWS has them; XK is Kosovo: https://docs.aws.amazon.com/waf/latest/APIReference/API_GeoMatchStatement.html
  _countries = split(" ", join(" ", [
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ",
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO",
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE",
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO",
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW",
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM",
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW",
  ]))
}

variable "name" {
  description = "Name of the web ACL. Also names its IP sets, alarm and metrics, and ends the name of its log group."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,100}$", var.name))
    error_message = "name must be 1 to 100 letters, digits, hyphens or underscores."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: blocked-requests. What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
  type = map(object({
    enabled             = optional(bool)
    severity            = optional(string)
    threshold           = optional(number)
    floor               = optional(number)
    period              = optional(number)
    evaluation_periods  = optional(number)
    datapoints_to_alarm = optional(number)
  }))
  default  = {}
  nullable = false
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
    condition     = length(setsubtract(var.blocked_countries, local._countries)) == 0
    error_message = "blocked_countries must be codes of two capital letters that AWS knows, such as KP: not ${join(", ", setsubtract(var.blocked_countries, local._countries))}."
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

variable "forwarded_address" {
  description = "Header that holds the client's address, for a web ACL behind a proxy such as CloudFront; null takes the address that the request comes from. Rate limits and countries go by the first address of the header, allowed and blocked ranges by the last. `fallback` is what a request whose header holds no address does with rules that refuse: MATCH or NO_MATCH."
  type = object({
    header   = optional(string, "X-Forwarded-For")
    fallback = optional(string, "MATCH")
  })
  default = null

  validation {
    condition     = var.forwarded_address == null ? true : contains(["MATCH", "NO_MATCH"], var.forwarded_address.fallback)
    error_message = "forwarded_address.fallback must be MATCH or NO_MATCH."
  }

  validation {
    condition     = var.forwarded_address == null ? true : can(regex("^[a-zA-Z0-9-]{1,255}$", var.forwarded_address.header))
    error_message = "forwarded_address.header must be the name of a header, such as X-Forwarded-For."
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

variable "rules" {
  description = "Rules of your own, by name: the `action` for requests that meet all `conditions`, by any one value of each, and none of the `exceptions`. With `rate_limit` it is for addresses that send more such requests in `window_seconds`. Values of paths, hosts and headers may hold * and ?; `label` is one that an earlier rule or group adds. The lowest `priority` is first, together with managed_rule_groups."
  type = map(object({
    priority       = number
    action         = string
    rate_limit     = optional(number)
    window_seconds = optional(number, 300)
    conditions = optional(object({
      paths        = optional(list(string), [])
      hosts        = optional(list(string), [])
      methods      = optional(list(string), [])
      source_cidrs = optional(list(string), [])
      countries    = optional(list(string), [])
      headers      = optional(map(list(string)), {})
      label        = optional(string)
    }), {})
    exceptions = optional(object({
      paths        = optional(list(string), [])
      hosts        = optional(list(string), [])
      methods      = optional(list(string), [])
      source_cidrs = optional(list(string), [])
      countries    = optional(list(string), [])
      headers      = optional(map(list(string)), {})
      label        = optional(string)
    }), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.rules) : can(regex("^[a-z][a-z0-9-]{0,63}$", key)) && !can(regex("^(allowed|blocked)-ipv|^rate-limit$|^blocked-countries$", key))])
    error_message = "rules must have names of 1 to 64 small letters, digits or hyphens, a letter first, other than those of this module's own rules."
  }

  validation {
    condition     = alltrue([for rule in var.rules : contains(["allow", "block", "count", "captcha", "challenge"], rule.action)])
    error_message = "rules must have the action allow, block, count, captcha or challenge."
  }

  validation {
    condition     = alltrue([for rule in var.rules : rule.priority >= 10 && floor(rule.priority) == rule.priority])
    error_message = "rules must have a priority that is a whole number from 10."
  }

  validation {
    condition = length(distinct(concat(
      [for rule in var.rules : rule.priority], [for group in var.managed_rule_groups : group.priority]
    ))) == length(var.rules) + length(distinct([for group in var.managed_rule_groups : group.priority]))
    error_message = "rules must have a priority each of their own, which no managed rule group has either: ${join(", ", [for name, rule in merge(var.managed_rule_groups, var.rules) : "${name} has ${rule.priority}"])}."
  }

  validation {
    condition = alltrue([
      for rule in var.rules : anytrue([
        for conditions in [rule.conditions, rule.exceptions] : length(flatten([
          conditions.paths, conditions.hosts, conditions.methods, conditions.source_cidrs, conditions.countries,
          keys(conditions.headers), conditions.label[*],
        ])) > 0
      ])
    ])
    error_message = "rules must have conditions or exceptions; for every request there are rate_limit and default_action."
  }

  validation {
    condition = alltrue([
      for rule in var.rules : rule.rate_limit == null ? true :
      rule.action != "allow" && rule.rate_limit >= 10 && rule.rate_limit <= 2000000000 && floor(rule.rate_limit) == rule.rate_limit
    ])
    error_message = "rules must have a rate_limit that is a whole number of requests from 10 to 2000000000, and not with the action allow."
  }

  validation {
    condition     = alltrue([for rule in var.rules : contains([60, 120, 300, 600], rule.window_seconds)])
    error_message = "rules must have window_seconds of 60, 120, 300 or 600."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.rules : [
        for conditions in [rule.conditions, rule.exceptions] : [
          for cidr in conditions.source_cidrs :
          can(cidrhost(cidr, 0)) && !endswith(cidr, "/0") && strcontains(cidr, ":") == strcontains(conditions.source_cidrs[0], ":")
        ]
      ]
    ]))
    error_message = "rules must have source_cidrs that are ranges, such as 203.0.113.0/24, not everyone, and either all IPv4 or all IPv6."
  }

  validation {
    condition = length(setsubtract(flatten([
      for rule in var.rules : [rule.conditions.countries, rule.exceptions.countries]
    ]), local._countries)) == 0
    error_message = "rules must have countries that are codes of two capital letters that AWS knows, such as KP."
  }

  # https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexMatchStatement.html
  validation {
    condition = alltrue(flatten([
      for rule in var.rules : [
        for conditions in [rule.conditions, rule.exceptions] : [
          for values in concat([conditions.paths, conditions.hosts, conditions.methods], values(conditions.headers)) :
          length(join("", values)) + 4 * length(values) <= 480
        ]
      ]
    ]))
    error_message = "rules must have conditions of about 480 characters each at most; split a rule with more."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
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
