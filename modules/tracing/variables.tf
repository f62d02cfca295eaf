variable "groups" {
  description = "Groups of traces by name: those that went through one of `services`, or that `filter_expression` picks, and whether AWS looks for anomalies in them (`insights_enabled`, which costs by the trace) and tells EventBridge of those (`notifications_enabled`)."
  type = map(object({
    services              = optional(list(string), [])
    filter_expression     = optional(string)
    insights_enabled      = optional(bool, false)
    notifications_enabled = optional(bool, false)
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/xray/latest/api/API_CreateGroup.html, GroupName; "Default" is AWS's own.
  validation {
    condition     = alltrue([for name in keys(var.groups) : can(regex("^[A-Za-z0-9_-]{1,32}$", name)) && lower(name) != "default"])
    error_message = "groups must have names of 1 to 32 letters, digits, hyphens or underscores, other than Default, which AWS has itself."
  }

  validation {
    condition     = alltrue([for group in var.groups : (length(group.services) > 0) != (length(trimspace(coalesce(group.filter_expression, " "))) > 0)])
    error_message = "groups must have either services or a filter_expression, such as responsetime > 5."
  }

  # A service's name stands in quotes, and X-Ray knows no way to write one within.
  validation {
    condition     = alltrue(flatten([for group in var.groups : [for name in group.services : can(regex("^[^\"]+$", name))]]))
    error_message = "groups must have services by the names that they have in the service map, without quotation marks."
  }
}

variable "sampling_rules" {
  description = "Which requests are traced, by the rule's name: `reservoir_size` of them a second, and of the rest the share `fixed_rate`, 0 to 1. The rule with the lowest `priority` that fits counts; AWS's own default is last. `*` and `?` stand for any text and any letter."
  type = map(object({
    priority       = number
    fixed_rate     = number
    reservoir_size = optional(number, 0)
    service_name   = optional(string, "*")
    service_type   = optional(string, "*")
    host           = optional(string, "*")
    http_method    = optional(string, "*")
    url_path       = optional(string, "*")
    resource_arn   = optional(string, "*")
    attributes     = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  # https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html, for this and the rules below
  validation {
    condition     = alltrue([for name in keys(var.sampling_rules) : can(regex("^[A-Za-z0-9_-]{1,32}$", name)) && lower(name) != "default"])
    error_message = "sampling_rules must have names of 1 to 32 letters, digits, hyphens or underscores, other than Default, which AWS has itself."
  }

  # Quotas: 25 rules an account and region.
  validation {
    condition     = length(var.sampling_rules) <= 25
    error_message = "sampling_rules must be at most 25; an account has no more in a region."
  }

  validation {
    condition     = alltrue([for rule in var.sampling_rules : rule.priority >= 1 && rule.priority <= 9999 && floor(rule.priority) == rule.priority])
    error_message = "sampling_rules must have a priority from 1 to 9999, a whole number."
  }

  validation {
    condition     = length(distinct(values(var.sampling_rules)[*].priority)) == length(var.sampling_rules)
    error_message = "sampling_rules must have priorities of their own: which of two came first would be chance."
  }

  validation {
    condition     = alltrue([for rule in var.sampling_rules : rule.fixed_rate >= 0 && rule.fixed_rate <= 1])
    error_message = "sampling_rules must have a fixed_rate from 0 to 1: 0.05 is five in a hundred."
  }

  validation {
    condition     = alltrue([for rule in var.sampling_rules : rule.reservoir_size >= 0 && floor(rule.reservoir_size) == rule.reservoir_size])
    error_message = "sampling_rules must have a reservoir_size of 0 or more requests a second, a whole number."
  }

  validation {
    condition     = alltrue([for rule in var.sampling_rules : contains(["*", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], rule.http_method)])
    error_message = "sampling_rules must have the http_method GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS or *."
  }

  validation {
    condition = alltrue([
      for rule in var.sampling_rules : length(rule.service_name) <= 64 && length(rule.service_type) <= 64 && length(rule.host) <= 64 && length(rule.url_path) <= 128
    ])
    error_message = "sampling_rules must have at most 64 characters in service_name, service_type and host, and 128 in url_path."
  }

  validation {
    condition     = alltrue([for rule in var.sampling_rules : length(rule.attributes) <= 5])
    error_message = "sampling_rules must have at most 5 attributes."
  }
}

variable "tags" {
  description = "Tags of groups and rules."
  type        = map(string)
  default     = {}
  nullable    = false
}
