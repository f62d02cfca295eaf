variable "log_groups" {
  description = "Log groups by key, which masking holds for; those that are `indexed` have their fields indexed too. They must be of the class Standard."
  type = map(object({
    name    = string
    indexed = optional(bool, true)
  }))
  nullable = false
}

variable "name" {
  description = "What the policies and the log group of findings are called after, unique in account and region."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,100}$", var.name))
    error_message = "name must be 1-100 letters, digits, hyphens or underscores."
  }
}

variable "indexed_fields" {
  description = "Fields of JSON logs that Logs Insights finds without reading all of a group, exactly as lines spell them. Those that come by default are the request's, as API Gateway, Lambda and our own code write them. An empty set indexes none. They cost nothing beside the logs."
  type        = set(string)
  default     = ["level", "path", "requestId", "request_id", "resourcePath", "route", "routeKey", "status", "traceId", "trace_id"]
  nullable    = false

  # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutIndexPolicy.html
  validation {
    condition     = length(var.indexed_fields) <= 20 && alltrue([for field in var.indexed_fields : can(regex("^\\S.{0,99}$", field))])
    error_message = "indexed_fields must be at most 20, of 1 to 100 characters each."
  }
}

variable "kms_key_arn" {
  description = "Key for the log group of findings. Null means the key that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "log_retention_days" {
  description = "Days to keep findings."
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

variable "masking" {
  description = "What is shown as asterisks to whoever may not logs:Unmask, in lines that come from now on: AWS's `managed_identifiers`, and what `patterns` match, by name. `findings_enabled` keeps a record of what was found, in a log group of its own. Null masks nothing; AWS charges each GB that it searches."
  type = object({
    managed_identifiers = optional(set(string), ["AwsSecretKey", "EmailAddress", "OpenSshPrivateKey", "PgpPrivateKey", "PkcsPrivateKey", "PuttyPrivateKey"])
    findings_enabled    = optional(bool, false)

    # What Authorization headers carry, and JSON web tokens wherever they stand; AWS takes no parentheses here.
    patterns = optional(map(string), {
      BearerToken  = "[Bb]earer +[a-zA-Z0-9_./+=-]{8,}"
      JsonWebToken = "eyJ[a-zA-Z0-9_-]+\\.eyJ[a-zA-Z0-9_-]+\\.[a-zA-Z0-9_-]+"
    })
  })
  default = null

  validation {
    condition     = var.masking == null ? true : length(var.masking.managed_identifiers) + length(var.masking.patterns) > 0
    error_message = "masking must have managed_identifiers or patterns; null masks nothing."
  }

  validation {
    condition     = var.masking == null ? true : alltrue([for name in var.masking.managed_identifiers : can(regex("^[A-Z][a-zA-Z]+(-[A-Z]{2})?$", name))])
    error_message = "masking must have managed_identifiers by the names of AWS's list, such as EmailAddress or PhoneNumber-US."
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL-custom-data-identifiers.html
  validation {
    condition     = var.masking == null ? true : length(var.masking.patterns) <= 10
    error_message = "masking must have at most 10 patterns."
  }

  validation {
    condition     = var.masking == null ? true : alltrue([for name in keys(var.masking.patterns) : can(regex("^[a-zA-Z0-9_-]{1,128}$", name)) && !contains(var.masking.managed_identifiers, name)])
    error_message = "masking must have patterns with names of 1-128 letters, digits, hyphens or underscores, other than those of managed_identifiers."
  }

  validation {
    condition     = var.masking == null ? true : alltrue([for pattern in var.masking.patterns : can(regex("^[a-zA-Z0-9_#=@/;, ^$?\\[\\]{}|\\\\*+.-]{1,200}$", pattern))])
    error_message = "masking must have patterns of 1 to 200 letters, digits, spaces and _ # = @ / ; , - ^ $ ? [ ] { } | \\ * + . only; AWS takes no others, such as parentheses."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}
