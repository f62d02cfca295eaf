# The variables of the specification; those in variables_options.tf are additions, all of them optional.

variable "aws_region" {
  description = "Region of the provider. Bedrock is called there."
  type        = string
}

variable "bedrock_models" {
  description = "Ids of the Bedrock models that users may choose from, the first by default."
  type        = list(string)

  validation {
    condition     = length(var.bedrock_models) > 0 && alltrue([for model in var.bedrock_models : can(regex("^[a-zA-Z0-9.:/_-]+$", model))])
    error_message = "bedrock_models must be ids of models or inference profiles, at least one, such as amazon.nova-lite-v1:0."
  }
}

variable "environment" {
  description = "Name of the environment, such as dev or prod. prod insists on authorization."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,15}$", var.environment))
    error_message = "environment must be 1 to 16 lower-case letters, digits or hyphens, a letter first."
  }
}

variable "knowledge_base_id" {
  description = "Id of the Bedrock knowledge base that answers are drawn from."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-zA-Z]{10}$", var.knowledge_base_id))
    error_message = "knowledge_base_id must be 10 letters or digits, such as KB12345678; it is the id, not the name or ARN."
  }
}

variable "lambda_bedrock_role_arn" {
  description = "Role of the functions that talk to Bedrock, which Lambda must be allowed to assume. It gets the policies it lacks here, unless attach_role_policies is false."
  type        = string

  validation {
    condition     = can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/.+$", var.lambda_bedrock_role_arn))
    error_message = "lambda_bedrock_role_arn must be the ARN of a role, such as arn:aws:iam::123456789012:role/bedrock."
  }
}

variable "lambda_security_group_id" {
  description = "Security group of the functions. It must let HTTPS out."
  type        = string

  validation {
    condition     = startswith(var.lambda_security_group_id, "sg-")
    error_message = "lambda_security_group_id must be the id of a security group, sg-…."
  }
}

variable "private_subnet_ids" {
  description = "Subnets of the functions, at least two for two availability zones. They need a way to Bedrock and the token issuer: a NAT gateway or VPC endpoints."
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_ids) > 0 && alltrue([for id in var.private_subnet_ids : startswith(id, "subnet-")])
    error_message = "private_subnet_ids must be ids of subnets, subnet-…, at least one."
  }
}

variable "project_name" {
  description = "Name of the project. With the environment it starts every name."
  type        = string

  # Lambda takes 64 characters, and -jwt-authorizer is the longest of our names.
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.project_name)) && length("${var.project_name}-${var.environment}") <= 49
    error_message = "project_name must be lower-case letters, digits or hyphens, a letter first, and with the environment at most 49 characters; ${var.project_name}-${var.environment} is too long or has others."
  }
}

variable "tags" {
  description = "Tags of everything made here."
  type        = map(string)
}

variable "vpc_id" {
  description = "VPC of the subnets and the security group."
  type        = string

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id must be the id of a VPC, vpc-…."
  }
}

variable "api_gateway_stage_name" {
  description = "Stage of both APIs. URLs contain it before the route: /v1/api/v1/health."
  type        = string
  default     = "v1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,128}$", var.api_gateway_stage_name))
    error_message = "api_gateway_stage_name must be 1 to 128 letters, digits, hyphens or underscores."
  }
}

variable "api_gateway_throttle_burst_limit" {
  description = "Requests that each API takes at once."
  type        = number
  default     = 2000
  nullable    = false

  validation {
    condition     = var.api_gateway_throttle_burst_limit >= 1 && floor(var.api_gateway_throttle_burst_limit) == var.api_gateway_throttle_burst_limit
    error_message = "api_gateway_throttle_burst_limit must be a whole number from 1; 0 would refuse every request."
  }
}

variable "api_gateway_throttle_rate_limit" {
  description = "Requests per second that each API takes over time."
  type        = number
  default     = 1000
  nullable    = false

  validation {
    condition     = var.api_gateway_throttle_rate_limit >= 1
    error_message = "api_gateway_throttle_rate_limit must be at least 1 request per second; 0 would refuse every request."
  }
}

variable "dynamodb_billing_mode" {
  description = "How the sessions table is paid: PAY_PER_REQUEST, or PROVISIONED with the capacity that dynamodb_capacity says."
  type        = string
  default     = "PAY_PER_REQUEST"
  nullable    = false

  validation {
    condition     = contains(["PAY_PER_REQUEST", "PROVISIONED"], var.dynamodb_billing_mode)
    error_message = "dynamodb_billing_mode must be PAY_PER_REQUEST or PROVISIONED."
  }
}

variable "dynamodb_point_in_time_recovery" {
  description = "Whether the sessions table can be restored to any second of the last 35 days."
  type        = bool
  default     = true
  nullable    = false
}

variable "identity_center_issuer_url" {
  description = "Issuer whose tokens are good, character for character as their `iss`. Empty, as jwt_audience, denies everybody."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.identity_center_issuer_url == "" ? true : can(regex("^https://[^/\\s?#@]+(/[^\\s?#@]*)?$", var.identity_center_issuer_url))
    error_message = "identity_center_issuer_url must be an https address without user, query or fragment, such as https://issuer.example.com/tenant."
  }

  validation {
    condition     = (var.identity_center_issuer_url == "") == (var.jwt_audience == "")
    error_message = "identity_center_issuer_url and jwt_audience must be given together; with one of them alone nobody gets in."
  }

  validation {
    condition     = var.environment != "prod" || var.identity_center_issuer_url != ""
    error_message = "identity_center_issuer_url and jwt_audience must be given in prod; without them nobody gets in."
  }
}

variable "jwt_audience" {
  description = "Client id that tokens must be issued for, as their `aud`. Empty, as identity_center_issuer_url, denies everybody."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = can(regex("^[!-+.-~-]*$", var.jwt_audience))
    error_message = "jwt_audience must be one client id, without spaces or commas."
  }
}

variable "lambda_memory_size" {
  description = "Memory of each function in MB. Processor share grows with it."
  type        = number
  default     = 512
  nullable    = false

  validation {
    condition     = var.lambda_memory_size >= 128 && var.lambda_memory_size <= 10240 && floor(var.lambda_memory_size) == var.lambda_memory_size
    error_message = "lambda_memory_size must be a whole number of MB from 128 to 10240."
  }
}

variable "lambda_reserved_concurrency" {
  description = "Executions at a time of the functions that answer by REST, answer by WebSocket and check tokens, for each of the three, taken from the account's limit. An answer holds one for up to lambda_timeout seconds, so this is how many people can ask at once. -1 reserves none."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.lambda_reserved_concurrency >= -1 && floor(var.lambda_reserved_concurrency) == var.lambda_reserved_concurrency
    error_message = "lambda_reserved_concurrency must be -1 (none) or a whole number from 0."
  }
}

variable "lambda_runtime" {
  description = "Python of the functions, the one that `make package` builds the code for."
  type        = string
  default     = "python3.11"
  nullable    = false

  # Packages hold bytecode and compiled modules, which another Python cannot import.
  validation {
    condition     = var.lambda_runtime == "python3.11"
    error_message = "lambda_runtime must be python3.11: make package builds the code for no other."
  }
}

variable "lambda_timeout" {
  description = "Seconds one call may take. API Gateway itself answers after 29; the authorizer gets 10 at most."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.lambda_timeout >= 1 && var.lambda_timeout <= 900 && floor(var.lambda_timeout) == var.lambda_timeout
    error_message = "lambda_timeout must be a whole number of seconds from 1 to 900."
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
