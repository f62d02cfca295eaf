variable "async_invocation" {
  description = "Asynchronous invocation: retries, the age at which an event is given up, and where it goes when the function was done with it. `on_success = {}` makes a queue; `on_failure = {}` fills the dead-letter queue with the error beside the event; `type` (sqs, sns, lambda, eventbridge, or s3 for failures) and `arn` name another place. Null leaves it to Lambda: two retries within six hours."
  type = object({
    max_retries           = optional(number, 2)
    max_event_age_seconds = optional(number, 21600)
    on_success            = optional(object({ type = optional(string), arn = optional(string) }))
    on_failure            = optional(object({ type = optional(string), arn = optional(string) }))
  })
  default = null

  validation {
    condition     = var.async_invocation == null ? true : contains([0, 1, 2], var.async_invocation.max_retries)
    error_message = "async_invocation must have max_retries of 0, 1 or 2."
  }

  validation {
    condition     = var.async_invocation == null ? true : var.async_invocation.max_event_age_seconds >= 60 && var.async_invocation.max_event_age_seconds <= 21600
    error_message = "async_invocation must have max_event_age_seconds from 60 to 21600, six hours."
  }

  validation {
    condition = var.async_invocation == null ? true : alltrue([
      for destination in concat(var.async_invocation.on_success[*], var.async_invocation.on_failure[*]) : (destination.type == null) == (destination.arn == null)
    ])
    error_message = "async_invocation must have destinations with both type and arn, or {} for a queue that is made here."
  }

  validation {
    condition = var.async_invocation == null ? true : alltrue([
      for destination in concat(var.async_invocation.on_success[*], var.async_invocation.on_failure[*]) :
      destination.type == null ? true : contains(["sqs", "sns", "lambda", "eventbridge", "s3"], destination.type)
    ])
    error_message = "async_invocation must have destinations of type sqs, sns, lambda, eventbridge or s3."
  }

  validation {
    condition     = var.async_invocation == null ? true : alltrue([for destination in var.async_invocation.on_success[*] : destination.type != "s3"])
    error_message = "async_invocation must not send successes to s3, which Lambda takes for failures only."
  }

  validation {
    condition     = var.async_invocation == null ? true : var.dead_letter_queue_enabled || alltrue([for destination in var.async_invocation.on_failure[*] : destination.type != null])
    error_message = "async_invocation with on_failure = {} fills the dead-letter queue: set dead_letter_queue_enabled = true, or give type and arn."
  }
}

variable "dead_letter_queue_enabled" {
  description = "Whether asynchronous events and batches of streams that fail all their retries are kept for 14 days in a queue."
  type        = bool
  default     = true
  nullable    = false
}

variable "function_url" {
  description = "HTTPS endpoint of the alias, for callers with IAM permissions; `allow_public` lets everybody in without any. `streaming` sends answers while they are made. Null makes none."
  type = object({
    allow_public = optional(bool, false)
    streaming    = optional(bool, false)

    cors = optional(object({
      allow_origins     = list(string)
      allow_methods     = optional(list(string), ["*"])
      allow_headers     = optional(list(string), [])
      expose_headers    = optional(list(string), [])
      allow_credentials = optional(bool, false)
      max_age           = optional(number, 0)
    }))
  })
  default = null

  validation {
    condition = var.function_url == null ? true : alltrue([
      for cors in var.function_url.cors[*] : !cors.allow_credentials || !contains(cors.allow_origins, "*")
    ])
    error_message = "function_url must not allow credentials to the origin `*`: name the origins."
  }

  validation {
    condition     = var.function_url == null ? true : alltrue([for cors in var.function_url.cors[*] : cors.max_age >= 0 && cors.max_age <= 86400])
    error_message = "function_url must have a cors max_age from 0 to 86400 seconds, a day."
  }
}

variable "permissions" {
  description = "Who else may invoke the alias, by a name of your choice: a service, which must name its source_arn or source_account, an account, or a role. `through_url` allows the function URL too."
  type = map(object({
    principal        = string
    source_arn       = optional(string)
    source_account   = optional(string)
    principal_org_id = optional(string)
    through_url      = optional(bool, false)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.permissions) : can(regex("^[a-zA-Z0-9_-]{1,90}$", name))])
    error_message = "permissions must have names of 1 to 90 letters, digits, hyphens or underscores."
  }

  validation {
    condition = alltrue([
      for permission in var.permissions : can(regex("^([a-z0-9.-]+\\.amazonaws\\.com[a-z.]*|[0-9]{12}|arn:[a-z-]+:iam::[0-9]{12}:(root|role/.+|user/.+))$", permission.principal))
    ])
    error_message = "permissions must have as principal a service such as events.amazonaws.com, an account id or the ARN of a role; `*` would be everybody."
  }

  validation {
    condition = alltrue([
      for permission in var.permissions : !strcontains(permission.principal, ".amazonaws.com") || permission.source_arn != null || permission.source_account != null
    ])
    error_message = "permissions of a service must have source_arn or source_account; without, any account could have the service invoke the function."
  }

  # The ARN of a bucket tells no account: whoever makes a deleted bucket anew would be let in.
  validation {
    condition     = alltrue([for permission in var.permissions : !startswith(permission.principal, "s3.") || permission.source_account != null])
    error_message = "permissions of s3.amazonaws.com must have source_account; the name of a bucket may go to another account."
  }

  validation {
    condition     = alltrue([for permission in var.permissions : !permission.through_url || var.function_url != null])
    error_message = "permissions with through_url need a function_url; give function_url = {}."
  }
}
