variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "name" {
  description = "Function name. Also names its role, log group, queue and alarms."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes no alarms."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: errors, throttles, iterator-age (streams), event-age (async_invocation), dead-letters, lost-events, unread-successes, spillover (provisioned_concurrency), error-rate (code_deploy). What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "description" {
  description = "What the function is for. Null leaves it out."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : length(var.description) <= 256
    error_message = "description must be at most 256 characters."
  }
}

variable "environment_variables" {
  description = "Environment of the code. LOG_LEVEL is added unless given. For secrets give the name or ARN, not the value."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = alltrue([
      for name in keys(merge(var.environment_variables, var.buckets, var.queues, var.secrets, var.tables, var.topics)) :
      can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", name))
    ])
    error_message = "environment_variables, like the keys of buckets, queues, secrets, tables and topics, must have names of at least two letters, digits or underscores, a letter first."
  }

  validation {
    condition = length(merge(var.environment_variables, var.buckets, var.queues, var.secrets, var.tables, var.topics)) == sum([
      for named in [var.environment_variables, var.buckets, var.queues, var.secrets, var.tables, var.topics] : length(named)
    ])
    error_message = "environment_variables, buckets, queues, secrets, tables and topics must not set the same variable twice."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
  validation {
    condition = length(setintersection(keys(merge(var.environment_variables, var.buckets, var.queues, var.secrets, var.tables, var.topics)), [
      "AWS_ACCESS_KEY",
      "AWS_ACCESS_KEY_ID",
      "AWS_DEFAULT_REGION",
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_VERSION",
      "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_LAMBDA_RUNTIME_API",
      "AWS_REGION",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "LAMBDA_RUNTIME_DIR",
      "LAMBDA_TASK_ROOT",
    ])) == 0
    error_message = "environment_variables must not set names that Lambda sets itself, such as AWS_REGION or LAMBDA_TASK_ROOT."
  }

  # 5,464 is the length of 4,096 bytes in base64: length() alone counts characters.
  validation {
    condition     = length(base64encode(jsonencode(var.environment_variables))) <= 5464
    error_message = "environment_variables must be at most 4 KB together; keep larger values in SSM or S3."
  }
}

variable "kms_key_arn" {
  description = "Key for environment variables, logs and dead letters. Null means keys that AWS owns."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "log_level" {
  description = "Lowest level of the code's log lines that is kept. Also the environment variable LOG_LEVEL."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.log_level)
    error_message = "log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
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

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tracing_enabled" {
  description = "Whether to trace every sampled request with X-Ray."
  type        = bool
  default     = true
  nullable    = false
}
