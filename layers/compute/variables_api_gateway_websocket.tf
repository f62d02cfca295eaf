variable "api_gateway_websocket_apis" {
  description = "WebSocket APIs by key. An API without name is called <project>-<environment>-<key>. Routes and the authorizer name functions of lambda_functions by lambda_key; the functions of sender_lambda_keys may send to connections."
  type = map(object({
    name            = optional(string)
    description     = optional(string)
    ip_address_type = optional(string)
    stage_name      = optional(string)

    routes = optional(map(object({
      authorization = optional(string) # of $connect
      public        = optional(bool)
      lambda_key    = string
      response      = optional(bool)
      timeout       = optional(number)
      throttling    = optional(object({ rate_limit = number, burst_limit = number }))
    })), {})
    route_selection_expression = optional(string)

    authorizer = optional(object({
      lambda_key       = string
      identity_sources = optional(list(string))
    }))
    sender_lambda_keys = optional(list(string), [])

    throttling = optional(object({
      rate_limit  = optional(number)
      burst_limit = optional(number)
    }))

    # domains
    domains = optional(map(object({
      certificate_key = optional(string) # of the security layer, or
      certificate_arn = optional(string)
      paths           = optional(list(string))
      route53         = optional(object({ zone_id = string }))
    })), {})
    shared_domains = optional(map(object({
      domain_name = string
      path        = optional(string)
    })))
    default_endpoint_enabled = optional(bool)

    # observability
    access_logs_enabled      = optional(bool)
    execution_log_level      = optional(string)
    detailed_metrics_enabled = optional(bool)
    alarms = optional(map(object({
      enabled             = optional(bool)
      severity            = optional(string)
      threshold           = optional(number)
      floor               = optional(number)
      period              = optional(number)
      evaluation_periods  = optional(number)
      datapoints_to_alarm = optional(number)
    })))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.api_gateway_websocket_apis) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "api_gateway_websocket_apis must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.api_gateway_websocket_apis))}."
  }

  validation {
    condition = length(var.api_gateway_websocket_apis) == length(distinct([
      for key, api in var.api_gateway_websocket_apis : coalesce(api.name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "api_gateway_websocket_apis must have different names; two have the same name."
  }

  validation {
    condition = var.api_gateway_account_owner != null || alltrue([
      for api in var.api_gateway_websocket_apis : api.access_logs_enabled == false && api.execution_log_level == "OFF" if length(api.routes) > 0
    ])
    error_message = "api_gateway_websocket_apis write logs, for which API Gateway needs a role in the settings of account and region: set api_gateway_account_owner = \"terraform\" to make it here, or \"external\" where it is there already."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_websocket_apis : [
        for key in concat(values(api.routes)[*].lambda_key, api.authorizer[*].lambda_key, api.sender_lambda_keys) : contains(keys(var.lambda_functions), key)
      ]
    ]))
    error_message = "api_gateway_websocket_apis name a function that lambda_functions does not have; it has ${length(var.lambda_functions) == 0 ? "none" : join(", ", keys(var.lambda_functions))}."
  }

  # The timeout that a function has by default is longer.
  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_websocket_apis : [
        for key, function in var.lambda_functions : function.timeout == null ? false : function.timeout <= 29
        if contains(values(api.routes)[*].lambda_key, key)
      ]
    ]))
    error_message = "api_gateway_websocket_apis have routes to functions that may take longer than the 29 seconds AWS waits: give them a timeout of at most 29 in lambda_functions."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_websocket_apis : [
        for domain in api.domains : (domain.certificate_key == null) != (domain.certificate_arn == null)
      ]
    ]))
    error_message = "api_gateway_websocket_apis must have domains with either a certificate_key of the security layer or a certificate_arn."
  }
}
