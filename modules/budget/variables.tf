variable "name" {
  description = "Name of the budget, unique in the account."
  type        = string

  # CreateBudget, BudgetName: up to 100 characters, no colon, backslash or /action/
  validation {
    condition     = can(regex("^[A-Za-z0-9 ._-]{1,100}$", var.name))
    error_message = "name must be 1 to 100 letters, digits, spaces, dots, hyphens or underscores."
  }
}

variable "monthly_limit_usd" {
  description = "US dollars that a calendar month may cost. Nothing stops at the limit: people are told."
  type        = number

  validation {
    condition     = var.monthly_limit_usd > 0
    error_message = "monthly_limit_usd must be above 0."
  }
}

variable "emails" {
  description = "Addresses that are told."
  type        = set(string)
  nullable    = false

  # Budgets quotas: 10 addresses for each notification, and a notification without any is refused.
  validation {
    condition     = length(var.emails) >= 1 && length(var.emails) <= 10
    error_message = "emails must be 1 to 10 addresses; a mailing list reaches more."
  }

  validation {
    condition     = alltrue([for address in var.emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "emails must be e-mail addresses, such as platform@example.com."
  }
}

variable "cost_tag" {
  description = "Tag of what is counted, which Billing must know as a cost allocation tag. Null counts the whole account."
  type = object({
    key   = string
    value = string
  })
  default = null
}

variable "actual_percents" {
  description = "Shares of the limit, in percent, at which people are told of what was spent."
  type        = set(number)
  default     = [80, 100]
  nullable    = false

  validation {
    condition     = alltrue([for percent in var.actual_percents : percent > 0 && percent <= 1000])
    error_message = "actual_percents must be above 0 and at most 1000."
  }
}

variable "forecast_percents" {
  description = "Shares of the limit, in percent, at which people are told of what AWS expects the month to cost. It expects nothing in the first five weeks."
  type        = set(number)
  default     = [100]
  nullable    = false

  validation {
    condition     = alltrue([for percent in var.forecast_percents : percent > 0 && percent <= 1000])
    error_message = "forecast_percents must be above 0 and at most 1000."
  }

  # Budgets quotas: 10 notifications for each budget.
  validation {
    condition     = length(var.actual_percents) + length(var.forecast_percents) >= 1 && length(var.actual_percents) + length(var.forecast_percents) <= 10
    error_message = "actual_percents and forecast_percents must be 1 to 10 together."
  }
}

variable "tags" {
  description = "Tags of the budget."
  type        = map(string)
  default     = {}
  nullable    = false
}
