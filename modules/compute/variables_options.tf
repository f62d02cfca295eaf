variable "account_logging_ready" {
  description = "Whether account and region have the role that API Gateway logs with, as modules/api-gateway-account makes it. False makes it here: for the first one in an account."
  type        = bool
  default     = false
  nullable    = false
}

variable "alarm_topic_arns" {
  description = "SNS topics to tell of alarms, by severity: critical pages somebody, warning can wait until morning. Null makes the alarms all the same, which then tell nobody."
  type        = object({ critical = list(string), warning = list(string) })
  default     = null
}

variable "alarms" {
  description = "Changes to alarms, by name: those of functions and table (main-errors, websocket-duration, jwt-authorizer-throttles, sessions-read-throttles, ...), and with rest-api- or websocket-api- before them those of the APIs (rest-api-client-errors, websocket-api-integration-errors, ...). What is null stays as the module has it; `enabled = false` removes the alarm; `floor` is the number of failures below which a share counts as none."
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

variable "associate_web_acl" {
  description = "Whether web_acl_arn guards the REST API. A switch of its own, because the ARN may not be known yet."
  type        = bool
  default     = false
  nullable    = false
}

variable "attach_role_policies" {
  description = "Whether lambda_bedrock_role_arn gets the policies it lacks. False leaves the role alone; its owner finds them in compute_config.role.policies."
  type        = bool
  default     = true
  nullable    = false
}

variable "bedrock_guardrail" {
  description = "Guardrail that every question and answer passes. Null uses none."
  type = object({
    id      = string
    version = string
  })
  default = null

  validation {
    condition     = var.bedrock_guardrail == null ? true : can(regex("^[a-z0-9]+$", var.bedrock_guardrail.id)) && can(regex("^([1-9][0-9]{0,7}|DRAFT)$", var.bedrock_guardrail.version))
    error_message = "bedrock_guardrail must have the id of a guardrail, lower-case letters and digits, and a version number or DRAFT."
  }
}

variable "cors_allowed_origin" {
  description = "Where the web page that calls the REST API comes from. `*` lets every page ask, which gives nothing away: tokens travel in a header that a page must set, never in a cookie."
  type        = string
  default     = "*"
  nullable    = false

  validation {
    condition     = can(regex("^(\\*|https?://[a-zA-Z0-9.-]+(:[0-9]+)?)$", var.cors_allowed_origin))
    error_message = "cors_allowed_origin must be `*` or one origin without a path, such as https://assistant.example.com."
  }
}

variable "deletion_protection" {
  description = "Whether the sessions table refuses to be destroyed. Null protects it in prod only."
  type        = bool
  default     = null
}

variable "dynamodb_capacity" {
  description = "Bounds of the capacity units of a PROVISIONED table and of its index, for reads and for writes each, and the share of them that autoscaling aims at."
  type = object({
    minimum             = optional(number, 5)
    maximum             = optional(number, 100)
    utilization_percent = optional(number, 70)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.dynamodb_capacity.minimum >= 1 && var.dynamodb_capacity.minimum <= var.dynamodb_capacity.maximum
    error_message = "dynamodb_capacity must have a minimum of at least 1 and a maximum that is not below it."
  }

  validation {
    condition     = var.dynamodb_capacity.utilization_percent >= 20 && var.dynamodb_capacity.utilization_percent <= 90
    error_message = "dynamodb_capacity.utilization_percent must be 20 to 90."
  }
}

variable "jwks_uri" {
  description = "Where the issuer publishes its keys. Null asks the issuer: /.well-known/openid-configuration."
  type        = string
  default     = null

  validation {
    condition     = var.jwks_uri == null ? true : can(regex("^https://[^/\\s?#@]+(/[^\\s?#@]*)?$", var.jwks_uri))
    error_message = "jwks_uri must be an https address without user, query or fragment."
  }
}

variable "jwt_authorizer_in_vpc" {
  description = "Whether the authorizer runs in the private subnets too. Outside of them it reaches the issuer without a NAT gateway."
  type        = bool
  default     = true
  nullable    = false
}

variable "internet_reachable" {
  description = "Whether the private subnets reach the internet, by a NAT gateway for instance. The WebSocket function answers through the API's @connections address, which is public and has no VPC endpoint, and an authorizer in the subnets fetches the issuer's keys. False warns in every plan of what cannot work."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "Key for the sessions table, logs and environment variables. Null means keys that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not an alias or a bare id."
  }
}

variable "lambda_architecture" {
  description = "Processor that the packages are built for: arm64 or x86_64. Later changes are the deployment's."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.lambda_architecture)
    error_message = "lambda_architecture must be arm64 or x86_64."
  }
}

variable "lambda_log_level" {
  description = "Lowest level of the code's log lines that is kept."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.lambda_log_level)
    error_message = "lambda_log_level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the roles made here. Null sets no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null ? true : can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, such as arn:aws:iam::123456789012:policy/boundary."
  }
}

variable "runbook_url" {
  description = "Where the runbooks that alarms name are published, such as https://github.com/acme/platform/blob/main/docs/runbooks. Null names their folder in this repository, docs/runbooks."
  type        = string
  default     = null
}

variable "web_acl_arn" {
  description = "Web ACL for associate_web_acl, of this region. WAF takes no WebSocket APIs. Null without one."
  type        = string
  default     = null

  validation {
    condition     = !var.associate_web_acl || var.web_acl_arn != null
    error_message = "web_acl_arn must be given with associate_web_acl = true."
  }
}
