variable "ai_assistant" {
  description = "The AI Assistant's backend. Its names start with <project>-assistant-<environment>; it runs in the private subnets with the security group `lambda`, and calls Bedrock with the security layer's role `role_key`. Null does not deploy it."
  type = object({
    # Bedrock
    role_key             = optional(string, "ai_assistant")
    attach_role_policies = optional(bool)
    knowledge_base_id    = string
    bedrock_models       = list(string)
    bedrock_guardrail = optional(object({
      id      = string
      version = string
    }))

    # who gets in: nobody without both of the first two, which prod insists on
    identity_center_issuer_url = optional(string)
    jwt_audience               = optional(string)
    jwks_uri                   = optional(string)
    cors_allowed_origin        = optional(string)
    jwt_authorizer_in_vpc      = optional(bool)
    internet_reachable         = optional(bool)

    # functions
    lambda_runtime              = optional(string)
    lambda_architecture         = optional(string)
    lambda_timeout              = optional(number)
    lambda_memory_size          = optional(number)
    lambda_reserved_concurrency = optional(number) # of each of the three that answer or check tokens

    # APIs
    web_acl_key                      = optional(string) # of waf_web_acls, guards the REST API
    api_gateway_stage_name           = optional(string)
    api_gateway_throttle_rate_limit  = optional(number)
    api_gateway_throttle_burst_limit = optional(number)

    # sessions
    dynamodb_billing_mode           = optional(string)
    dynamodb_point_in_time_recovery = optional(bool)
    dynamodb_capacity = optional(object({
      minimum             = optional(number)
      maximum             = optional(number)
      utilization_percent = optional(number)
    }))

    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })))
  })
  default = null

  validation {
    condition = try(var.ai_assistant.web_acl_key, null) == null ? true : contains(
      [for key, acl in var.waf_web_acls : key if acl.scope != "CLOUDFRONT"], var.ai_assistant.web_acl_key,
    )
    error_message = "ai_assistant must have a web_acl_key of waf_web_acls, of scope REGIONAL."
  }

  validation {
    condition     = var.ai_assistant == null || var.api_gateway_account_owner != null
    error_message = "ai_assistant has APIs that log, for which API Gateway needs a role in the settings of account and region: set api_gateway_account_owner = \"terraform\" to make it here, or \"external\" where it is there already."
  }

  # The longest name, <project>-assistant-<environment>-jwt-authorizer, must fit into Lambda's 64 characters.
  validation {
    condition     = var.ai_assistant == null ? true : length("${var.project_name}-assistant-${var.environment}") <= 49
    error_message = "ai_assistant has too long names: project_name and environment must have at most 38 characters together."
  }

  validation {
    condition = var.ai_assistant == null || var.environment != "prod" ? true : alltrue([
      for value in [var.ai_assistant.identity_center_issuer_url, var.ai_assistant.jwt_audience] : value != null && value != ""
    ])
    error_message = "ai_assistant must have identity_center_issuer_url and jwt_audience in prod; without them nobody gets in."
  }
}
