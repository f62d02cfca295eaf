variable "account_id" {
  description = "Id of the AWS account, 12 digits. Policies name their resources with it."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id must be 12 digits, in quotes."
  }
}

variable "handler" {
  description = "Where the code starts, such as lambda_function.lambda_handler."
  type        = string

  validation {
    condition     = can(regex(startswith(var.runtime, "provided.") ? "^\\S{1,128}$" : "^\\S+\\.\\S+$", var.handler))
    error_message = "handler must name a file and a function without spaces, such as lambda_function.lambda_handler."
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
  description = "SNS topics to tell about errors, throttles and dead letters. Empty makes no alarms."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:.+$", arn))])
    error_message = "alarm_topic_arns must be ARNs of SNS topics, such as arn:aws:sns:us-east-1:123456789012:alarms."
  }
}

variable "alias_name" {
  description = "Alias that callers invoke."
  type        = string
  default     = "live"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]*[a-zA-Z_-][a-zA-Z0-9_-]*$", var.alias_name)) && length(var.alias_name) <= 128
    error_message = "alias_name must be 1 to 128 letters, digits, hyphens or underscores, and not only digits."
  }
}

variable "architecture" {
  description = "Processor: arm64, or x86_64 for packages that were compiled for it."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "code_owner" {
  description = "Who deploys the code: terraform, or external, where Terraform uploads the package once and then leaves code and alias alone."
  type        = string
  default     = "terraform"
  nullable    = false

  validation {
    condition     = contains(["terraform", "external"], var.code_owner)
    error_message = "code_owner must be terraform or external."
  }
}

variable "dead_letter_queue_enabled" {
  description = "Whether asynchronous events that fail all their retries are kept for 14 days in a queue."
  type        = bool
  default     = true
  nullable    = false
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
    condition     = alltrue([for name in keys(var.environment_variables) : can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", name))])
    error_message = "environment_variables must have names of at least two letters, digits or underscores, a letter first."
  }

  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
  validation {
    condition = length(setintersection(keys(var.environment_variables), [
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

variable "filename" {
  description = "Package (.zip or .jar) to deploy, relative to where Terraform runs. Null, or a file that does not exist yet, deploys a placeholder."
  type        = string
  default     = null

  validation {
    condition     = var.filename == null ? true : can(regex("\\.(zip|jar)$", var.filename))
    error_message = "filename must end in .zip or .jar."
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
  description = "Whether to stop the function from running: every invocation is refused."
  type        = bool
  default     = false
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the execution role. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "policy_statements" {
  description = "What the code may do besides logging and tracing, by statement id. `conditions` is as in IAM: operator, key, values."
  type = map(object({
    actions             = list(string)
    resources           = optional(list(string), [])
    allow_all_resources = optional(bool, false)
    conditions          = optional(map(map(list(string))))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for id in keys(var.policy_statements) : can(regex("^[a-zA-Z0-9]+$", id))])
    error_message = "policy_statements must have ids of letters and digits only, such as ReadOrders."
  }

  validation {
    condition = alltrue(flatten([
      for statement in var.policy_statements : [
        length(statement.actions) > 0,
        [for action in statement.actions : can(regex("^[a-z0-9-]+:[a-zA-Z*]*[a-zA-Z][a-zA-Z*]*$", action))],
      ]
    ]))
    error_message = "policy_statements must list actions such as dynamodb:GetItem; `*` and `dynamodb:*` are too wide."
  }

  validation {
    condition = alltrue([
      for statement in var.policy_statements : statement.allow_all_resources != (length(statement.resources) > 0)
    ])
    error_message = "policy_statements must have either resources or allow_all_resources = true."
  }

  validation {
    condition     = alltrue([for statement in var.policy_statements : !contains(statement.resources, "*")])
    error_message = "policy_statements must not have the resource `*`; where AWS knows no resources, say allow_all_resources = true."
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
}

variable "runtime" {
  description = "Language runtime, such as python3.13 or nodejs22.x."
  type        = string
  default     = "python3.13"
  nullable    = false

  # The provider knows which runtimes exist; a newer one than this module must pass.
  validation {
    condition     = can(regex("^(python3\\.[0-9]+|nodejs[0-9]+\\.x|java[0-9]+(\\.al2)?|dotnet[0-9]+|ruby[0-9]+\\.[0-9]+|provided\\.al[0-9]+)$", var.runtime))
    error_message = "runtime must look like python3.13, nodejs22.x, java21, dotnet8, ruby3.4 or provided.al2023."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
  default     = {}
  nullable    = false
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

variable "tracing_enabled" {
  description = "Whether to trace every sampled request with X-Ray."
  type        = bool
  default     = true
  nullable    = false
}

variable "vpc_config" {
  description = "Subnets and security groups to attach, at least two subnets for two availability zones. Null leaves the function outside a VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc_config == null ? true : length(var.vpc_config.subnet_ids) > 0
    error_message = "vpc_config must have subnet_ids; leave vpc_config out for a function outside a VPC."
  }

  validation {
    condition     = var.vpc_config == null ? true : length(var.vpc_config.security_group_ids) > 0
    error_message = "vpc_config must have security_group_ids."
  }
}
