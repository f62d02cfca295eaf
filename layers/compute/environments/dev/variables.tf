# Rendered from layers/compute/variables.tf: edit there, then run gen-env render. (gen-env b85a3472a7b62978)
# The layer's own blocks, verbatim: its defaults and validations hold here too.

variable "aws_region" {
  description = "Region of the environment, the same as the provider's."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must look like us-east-1."
  }
}

variable "dr_region" {
  description = "Region that holds copies for disaster recovery; the same as aws_region for none elsewhere."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.dr_region))
    error_message = "dr_region must look like us-west-2."
  }
}

variable "environment" {
  description = "Name of the environment, such as dev or prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment))
    error_message = "environment must be 1 to 16 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "project_name" {
  description = "Name of the project. With the environment it starts every name that is not given."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,23}$", var.project_name))
    error_message = "project_name must be 2 to 24 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "tags" {
  description = "Tags of everything in the environment, besides Project, Environment, Layer and ManagedBy."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "alarm_emails" {
  description = "Addresses that are told of every alarm. Each has to confirm once."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "alarm_emails must be e-mail addresses, such as platform@example.com."
  }
}

variable "log_retention_days" {
  description = "Days that logs are kept. Null keeps them as long as each module says."
  type        = number
  default     = null

  validation {
    condition = var.log_retention_days == null ? true : contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "enable_ecs" {
  description = "Whether the environment runs ECS."
  type        = bool
  default     = false
  nullable    = false
}

variable "enable_eks" {
  description = "Whether the environment runs EKS."
  type        = bool
  default     = false
  nullable    = false
}

variable "lambda_functions" {
  description = "Lambda functions by key. A function without function_name is called <project>-<environment>-<key>; a function runs in the private subnets with the security group `lambda`, unless vpc_config names others or vpc_enabled is false."
  type = map(object({
    # code
    function_name = optional(string)
    description   = optional(string)
    runtime       = optional(string)
    handler       = string
    filename      = optional(string) # relative to the environment's folder
    architecture  = optional(string)
    code_owner    = optional(string)
    alias_name    = optional(string)

    # size
    memory_size          = optional(number)
    timeout              = optional(number)
    reserved_concurrency = optional(number)
    paused               = optional(bool)

    environment_variables = optional(map(string)) # besides ENVIRONMENT and LOG_LEVEL

    # network
    vpc_enabled = optional(bool, true)
    vpc_config = optional(object({
      subnet_ids          = optional(list(string))
      security_group_ids  = optional(list(string))
      security_group_keys = optional(list(string), ["lambda"])
    }), {})

    # failures, logs and traces
    dead_letter_queue_enabled = optional(bool)
    log_level                 = optional(string)
    tracing_enabled           = optional(bool)

    # permissions besides logging and tracing, by statement id
    policy_statements = optional(map(object({
      actions             = list(string)
      resources           = optional(list(string))
      allow_all_resources = optional(bool)
      conditions          = optional(map(map(list(string))))
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.lambda_functions) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "lambda_functions must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.lambda_functions))}."
  }

  validation {
    condition = length(var.lambda_functions) == length(distinct([
      for key, function in var.lambda_functions : coalesce(function.function_name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "lambda_functions must have different names; two have the same function_name."
  }
}

variable "lambda_log_level" {
  description = "Log level of functions that name none of their own."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.lambda_log_level)
    error_message = "lambda_log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }
}
