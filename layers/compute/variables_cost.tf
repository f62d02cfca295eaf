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
  })
  default = null

  validation {
    condition     = var.budget == null ? true : length(var.budget.emails == null ? var.alarm_emails : var.budget.emails) > 0
    error_message = "budget must have emails, or the environment alarm_emails: AWS takes no notification that nobody gets."
  }
}
