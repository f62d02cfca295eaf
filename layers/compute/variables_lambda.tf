variable "lambda_functions" {
  description = "Lambda functions by key. A function without function_name is called <project>-<environment>-<key>; a function runs in the private subnets with the security group `lambda`, unless vpc_config names others or vpc_enabled is false. Tables, queues and secrets are named by their key in the data layer, or by ARN. See modules/lambda for the rest."
  type = map(object({
    # code
    function_name      = optional(string)
    description        = optional(string)
    runtime            = optional(string)
    handler            = optional(string)
    filename           = optional(string) # relative to the environment's folder
    architecture       = optional(string)
    code_owner         = optional(string)
    layer_keys         = optional(list(string), [])
    layer_arns         = optional(list(string), [])
    snap_start_enabled = optional(bool)
    code_signing       = optional(object({ profile_version_arns = list(string), allow_unsigned = optional(bool) }))

    s3_package = optional(object({
      bucket         = optional(string) # left out: the data layer's artifact_bucket
      key            = string
      object_version = optional(string)
    }))

    image = optional(object({
      uri               = string
      command           = optional(list(string))
      entry_point       = optional(list(string))
      working_directory = optional(string)
    }))

    # new versions
    alias_name = optional(string)
    canary     = optional(object({ stable_version = string, percent = number }))

    code_deploy = optional(object({
      deployment_config_name = optional(string)
      alarm_names            = optional(list(string))
    }))

    # size
    memory_size            = optional(number)
    ephemeral_storage_size = optional(number)
    timeout                = optional(number)
    reserved_concurrency   = optional(number)
    paused                 = optional(bool)

    provisioned_concurrency = optional(object({
      min            = number
      max            = optional(number)
      target_percent = optional(number)
      schedules = optional(map(object({
        schedule = string
        timezone = optional(string)
        min      = number
        max      = number
      })))
    }))

    environment_variables = optional(map(string)) # besides ENVIRONMENT and LOG_LEVEL

    # network
    vpc_enabled = optional(bool, true)
    vpc_config = optional(object({
      subnet_ids          = optional(list(string))
      security_group_ids  = optional(list(string))
      security_group_keys = optional(list(string), ["lambda"])
    }), {})

    file_system = optional(object({
      file_system_id  = string
      access_point_id = string
      mount_path      = string
      read_only       = optional(bool)
    }))

    # who and what invokes it
    event_sources = optional(map(object({
      type                        = string
      key                         = optional(string) # of a queue in the data layer
      arn                         = optional(string)
      enabled                     = optional(bool)
      batch_size                  = optional(number)
      batch_window_seconds        = optional(number)
      filters                     = optional(list(string))
      partial_batch_response      = optional(bool)
      visibility_timeout_seconds  = optional(number)
      max_concurrency             = optional(number)
      starting_position           = optional(string)
      starting_position_timestamp = optional(string)
      parallelization_factor      = optional(number)
      tumbling_window_seconds     = optional(number)
      bisect_on_error             = optional(bool)
      max_retries                 = optional(number)
      max_record_age_seconds      = optional(number)
      failure_destination         = optional(object({ type = string, arn = string }))
    })), {})

    async_invocation = optional(object({
      max_retries           = optional(number)
      max_event_age_seconds = optional(number)
      on_success            = optional(object({ type = optional(string), arn = optional(string) }))
      on_failure            = optional(object({ type = optional(string), arn = optional(string) }))
    }))

    function_url = optional(object({
      allow_public = optional(bool)
      streaming    = optional(bool)
      cors = optional(object({
        allow_origins     = list(string)
        allow_methods     = optional(list(string))
        allow_headers     = optional(list(string))
        expose_headers    = optional(list(string))
        allow_credentials = optional(bool)
        max_age           = optional(number)
      }))
    }))

    permissions = optional(map(object({
      principal        = string
      source_arn       = optional(string)
      source_account   = optional(string)
      principal_org_id = optional(string)
      through_url      = optional(bool)
    })))

    # failures, logs and traces
    dead_letter_queue_enabled = optional(bool)
    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })), {})
    log_level       = optional(string)
    tracing_enabled = optional(bool)

    # what the code uses, by the environment variable that names it
    tables        = optional(map(object({ key = optional(string), arn = optional(string), access = string })), {})
    queues        = optional(map(object({ key = optional(string), arn = optional(string), access = string })), {})
    secrets       = optional(map(object({ key = optional(string), arn = optional(string) })), {})
    buckets       = optional(map(object({ arn = string, access = string })))
    topics        = optional(map(string))
    data_key_arns = optional(list(string))

    role_key = optional(string) # of a role of the security layer, which allows what the function's `policy` says; null makes one

    # permissions besides those, logging and tracing, by statement id
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

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [for key in function.layer_keys : contains(keys(var.lambda_layers), key)]
    ]))
    error_message = "lambda_functions name a layer_key that lambda_layers does not have; it has ${length(var.lambda_layers) == 0 ? "none" : join(", ", keys(var.lambda_layers))}."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for store in concat(values(function.tables), values(function.queues)) : (store.key == null) != (store.arn == null)
      ]
    ]))
    error_message = "lambda_functions must name each of their tables and queues by either a key of the data layer or an arn."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [for secret in function.secrets : (secret.key == null) != (secret.arn == null)]
    ]))
    error_message = "lambda_functions must name each of their secrets by either a key of the data layer or an arn."
  }

  validation {
    condition = alltrue(flatten([
      for function in var.lambda_functions : [
        for source in function.event_sources : (source.key == null) != (source.arn == null) && (source.key == null || source.type == "sqs")
      ]
    ]))
    error_message = "lambda_functions must name each of their event_sources by an arn, or a queue by its key in the data layer."
  }

  validation {
    condition = alltrue([
      for function in var.lambda_functions :
      length(function.event_sources) == length(distinct([for source in function.event_sources : coalesce(source.key, source.arn, "none")]))
    ])
    error_message = "lambda_functions must not have one event source twice; Lambda reads a source once for each function. Give one entry all filters."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html: "decreases account's UnreservedConcurrentExecution
  # below its minimum value of [100]".
  validation {
    condition = var.lambda_account_concurrency - min(100, var.lambda_account_concurrency) >= sum(concat(
      [3 * max(0, try(var.ai_assistant.lambda_reserved_concurrency, 0) == null ? 0 : try(var.ai_assistant.lambda_reserved_concurrency, 0))],
      [
        for function in var.lambda_functions : function.paused == true ? 0 : (
          function.reserved_concurrency == null ? false : function.reserved_concurrency >= 0
          ) ? function.reserved_concurrency : function.provisioned_concurrency == null ? 0 : max(
          function.provisioned_concurrency.min,
          function.provisioned_concurrency.max == null ? 0 : function.provisioned_concurrency.max,
          [for schedule in values(function.provisioned_concurrency.schedules == null ? {} : function.provisioned_concurrency.schedules) : schedule.max]...
        )
      ],
    ))
    error_message = "lambda_functions and ai_assistant reserve or provision more than Lambda lets them: 100 of the account's ${var.lambda_account_concurrency} executions stay unreserved. Reserve less, or raise the account's limit and lambda_account_concurrency."
  }
}

variable "lambda_account_concurrency" {
  description = "Executions at a time that the account may have, as `aws lambda get-account-settings` says; 100 of them stay with functions that reserve none. New accounts have 10 until AWS raises them."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.lambda_account_concurrency >= 10 && floor(var.lambda_account_concurrency) == var.lambda_account_concurrency
    error_message = "lambda_account_concurrency must be a whole number from 10."
  }
}

variable "lambda_layers" {
  description = "Lambda layers by key, called <project>-<environment>-<key>: files that functions share and name by layer_keys."
  type = map(object({
    description              = optional(string)
    filename                 = optional(string) # relative to the environment's folder
    s3_package               = optional(object({ bucket = string, key = string, object_version = optional(string) }))
    compatible_architectures = optional(list(string))
    compatible_runtimes      = optional(list(string))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.lambda_layers) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "lambda_layers must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.lambda_layers))}."
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
