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
