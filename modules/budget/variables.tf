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
  description = "US dollars that a calendar month may cost. Nothing stops at the limit without action: people are told."
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

variable "action" {
  description = "What happens once `percent` of the limit was spent: `policy_arn`, which is to deny something, is attached to the roles. `approval` MANUAL waits for a person's yes, AUTOMATIC does it at once. Null only tells."
  type = object({
    policy_arn = string
    role_names = set(string)
    percent    = optional(number, 100)
    approval   = optional(string, "MANUAL")
  })
  default = null

  # API_budgets_IamActionDefinition, PolicyArn
  validation {
    condition     = var.action == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.action.policy_arn))
    error_message = "action must have the policy_arn of an IAM policy, such as arn:aws:iam::aws:policy/AWSDenyAll."
  }

  # API_budgets_IamActionDefinition, Roles
  validation {
    condition     = var.action == null ? true : length(var.action.role_names) >= 1 && length(var.action.role_names) <= 100 && alltrue([for name in var.action.role_names : can(regex("^[\\w+=,.@/-]{1,576}$", name))])
    error_message = "action must have 1 to 100 role_names, as IAM has them and without ARN."
  }

  validation {
    condition     = var.action == null ? true : var.action.percent > 0 && var.action.percent <= 1000
    error_message = "action must have a percent above 0 and at most 1000."
  }

  validation {
    condition     = var.action == null ? true : contains(["MANUAL", "AUTOMATIC"], var.action.approval)
    error_message = "action must have the approval MANUAL or AUTOMATIC."
  }

  validation {
    condition     = var.action == null || var.account_id != null
    error_message = "action needs account_id, by which its role trusts budgets of the account only."
  }

  # The role is called after the budget; IAM has 64 characters, and no spaces.
  validation {
    condition     = var.action == null ? true : can(regex("^[A-Za-z0-9._-]{1,57}$", var.name))
    error_message = "action needs a budget with a name of at most 57 characters without spaces: its role is called after it."
  }
}

variable "account_id" {
  description = "Id of the AWS account, 12 digits. Only for action."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null ? true : can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the role of action. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "tags" {
  description = "Tags of the budget."
  type        = map(string)
  default     = {}
  nullable    = false
}
