variable "account_concurrency" {
  description = "Executions at a time that the account may have, as `aws lambda get-account-settings` says. Lambda keeps 100 of them for functions that reserve none."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.account_concurrency >= 10 && floor(var.account_concurrency) == var.account_concurrency
    error_message = "account_concurrency must be a whole number from 10."
  }
}

variable "ephemeral_storage_size" {
  description = "Size of /tmp in MB."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.ephemeral_storage_size >= 512 && var.ephemeral_storage_size <= 10240 && floor(var.ephemeral_storage_size) == var.ephemeral_storage_size
    error_message = "ephemeral_storage_size must be a whole number of MB from 512 to 10240."
  }
}

variable "memory_size" {
  description = "Memory in MB. Processor share grows with it."
  type        = number
  default     = 256
  nullable    = false

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "memory_size must be a whole number of MB from 128 to 10240."
  }
}

variable "paused" {
  description = "Whether to stop the function from running: every invocation is refused, and event sources keep their records."
  type        = bool
  default     = false
  nullable    = false
}

variable "provisioned_concurrency" {
  description = "Executions that are kept warm behind the alias: `min`, or up to `max` so that `target_percent` of them is busy; `schedules` (at, cron or rate, in `timezone`) set min and max when their time comes. Null keeps none."
  type = object({
    min            = number
    max            = optional(number)
    target_percent = optional(number, 70)

    schedules = optional(map(object({
      schedule = string
      timezone = optional(string, "UTC")
      min      = number
      max      = number
    })), {})
  })
  default = null

  validation {
    condition = var.provisioned_concurrency == null ? true : (
      1 <= var.provisioned_concurrency.min && var.provisioned_concurrency.min <= coalesce(var.provisioned_concurrency.max, var.provisioned_concurrency.min)
    )
    error_message = "provisioned_concurrency must have 1 <= min <= max."
  }

  validation {
    condition     = var.provisioned_concurrency == null ? true : var.provisioned_concurrency.target_percent >= 10 && var.provisioned_concurrency.target_percent <= 90
    error_message = "provisioned_concurrency must have a target_percent from 10 to 90."
  }

  validation {
    condition     = var.provisioned_concurrency == null ? true : alltrue([for schedule in var.provisioned_concurrency.schedules : 0 <= schedule.min && schedule.min <= schedule.max])
    error_message = "provisioned_concurrency must have schedules with 0 <= min <= max."
  }

  validation {
    condition = var.provisioned_concurrency == null ? true : alltrue([
      for schedule in var.provisioned_concurrency.schedules : can(regex(
        "^(at\\(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\)|rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)|cron\\((\\S+ ){5}\\S+\\))$", schedule.schedule
      ))
    ])
    error_message = "provisioned_concurrency must have schedules such as cron(0 8 ? * MON-FRI *), rate(1 day) or at(2027-01-01T00:00:00)."
  }

  validation {
    condition = var.provisioned_concurrency == null || var.reserved_concurrency == -1 ? true : (
      max(coalesce(var.provisioned_concurrency.max, var.provisioned_concurrency.min), values(var.provisioned_concurrency.schedules)[*].max...) <= var.reserved_concurrency
    )
    error_message = "provisioned_concurrency must not exceed the reserved_concurrency of ${var.reserved_concurrency}."
  }
}

variable "reserved_concurrency" {
  description = "Executions at a time, taken from the account's limit. -1 reserves none."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition     = var.reserved_concurrency >= -1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "reserved_concurrency must be -1 (none) or a whole number from 0."
  }

  # "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value".
  validation {
    condition     = var.reserved_concurrency <= max(0, var.account_concurrency - 100)
    error_message = "reserved_concurrency must leave 100 of the account's ${var.account_concurrency} executions unreserved."
  }
}

variable "timeout" {
  description = "Seconds one invocation may take."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "timeout must be a whole number of seconds from 1 to 900."
  }
}
