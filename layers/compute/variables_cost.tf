variable "budget" {
  description = "What a month of the environment may cost, and who is told before it does. Null watches nothing."
  type = object({
    monthly_limit_usd = number
    emails            = optional(set(string)) # null: alarm_emails
    actual_percents   = optional(set(number)) # of the limit, of what was spent
    forecast_percents = optional(set(number)) # of the limit, of what AWS expects of the month
    cost_tag = optional(object({              # null: Environment, with the environment's name
      key   = string                          # name of the tag
      value = string                          # what it says
    }))
    action = optional(object({      # attaches a policy to roles; null only tells
      policy_arn = string           # of what is denied then
      role_names = set(string)      # names of the roles, such as one that deploys
      percent    = optional(number) # of the limit, of what was spent
      approval   = optional(string) # MANUAL, or AUTOMATIC without asking anybody
    }))
  })
  default = null

  validation {
    condition     = var.budget == null ? true : length(var.budget.emails == null ? var.alarm_emails : var.budget.emails) > 0
    error_message = "budget must have emails, or the environment alarm_emails: AWS takes no notification that nobody gets."
  }
}

variable "cost_anomalies" {
  description = "Who is told when the environment costs more than it used to. Null watches nothing."
  type = object({
    emails    = optional(set(string)) # that get a summary; null: alarm_emails
    frequency = optional(string)      # of the summary
    topic = optional(object({         # that is told of each anomaly at once
      arn = string                    # ARN of a topic that lets costalerts.amazonaws.com publish
    }))
    min_impact_usd     = optional(number)
    min_impact_percent = optional(number)
    cost_tag = optional(object({ # null: Environment, with the environment's name
      key   = string             # name of the tag
      value = string             # what it says
    }))
  })
  default = null

  validation {
    condition     = var.cost_anomalies == null ? true : var.cost_anomalies.topic != null || length(var.cost_anomalies.emails == null ? var.alarm_emails : var.cost_anomalies.emails) > 0
    error_message = "cost_anomalies must have emails or a topic, or the environment alarm_emails: AWS takes no subscription without a subscriber."
  }
}
