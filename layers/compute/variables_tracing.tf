variable "tracing" {
  description = "X-Ray groups and sampling rules beside the group `all`, of all services of the environment that send traces. Functions, APIs and Elastic Beanstalk's environments say themselves whether they do (`tracing_enabled`)."
  type = object({
    insights_enabled = optional(bool, false) # of the group `all`; costs by the trace

    # further groups, by key
    groups = optional(map(object({
      services              = optional(list(string)) # as the service map calls them
      filter_expression     = optional(string)       # instead of services
      insights_enabled      = optional(bool)         # look for anomalies
      notifications_enabled = optional(bool)         # and tell EventBridge of them
    })), {})

    # which requests are traced, by key
    sampling_rules = optional(map(object({
      priority       = number           # the lowest that fits counts
      fixed_rate     = number           # share of what exceeds reservoir_size
      reservoir_size = optional(number) # requests a second that are traced in any case
      service_name   = optional(string) # as the service map calls it; * and ? stand for any text and any letter
      service_type   = optional(string) # such as AWS::Lambda::Function
      host           = optional(string)
      http_method    = optional(string)      # such as GET
      url_path       = optional(string)      # such as /orders/*
      resource_arn   = optional(string)      # of what AWS traces for the service
      attributes     = optional(map(string)) # annotations that the request must have
    })), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = !contains(keys(var.tracing.groups), "all")
    error_message = "tracing must not have a group `all`; it is that of all services, and insights_enabled is beside groups."
  }
}
