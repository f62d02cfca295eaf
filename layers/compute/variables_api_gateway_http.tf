variable "api_gateway_http_apis" {
  description = "HTTP APIs by key. An API without name is called <project>-<environment>-<key>. Routes go to a function of lambda_functions by lambda_key, to a load balancer of albs by alb_key, or to a url; each names its authorization, and everyone is let in by NONE with public = true only."
  type = map(object({
    name            = optional(string)
    description     = optional(string)
    ip_address_type = optional(string)

    routes = optional(map(object({
      authorization      = optional(string)
      public             = optional(bool)
      authorizer_key     = optional(string)
      scopes             = optional(list(string))
      lambda_key         = optional(string)
      alb_key            = optional(string)
      server_name        = optional(string) # of the load balancer's certificate
      url                = optional(string)
      timeout            = optional(number)
      request_parameters = optional(map(string))
      throttling         = optional(object({ rate_limit = number, burst_limit = number }))
    })), {})

    authorizers = optional(map(object({
      identity_sources = optional(list(string))
      jwt              = optional(object({ issuer = string, audience = list(string) }))
      lambda_key       = optional(string)
      simple_responses = optional(bool)
      cache_seconds    = optional(number)
    })), {})

    cors_configuration = optional(object({
      allow_origins     = list(string)
      allow_methods     = optional(list(string))
      allow_headers     = optional(list(string))
      expose_headers    = optional(list(string))
      allow_credentials = optional(bool)
      max_age           = optional(number)
    }))

    throttling = optional(object({
      rate_limit  = optional(number)
      burst_limit = optional(number)
    }))

    # of the VPC link, besides its own group
    security_group_keys = optional(list(string), [])

    # domains
    domains = optional(map(object({
      certificate_key           = optional(string) # of the security layer, or
      certificate_arn           = optional(string)
      ownership_certificate_arn = optional(string)
      paths                     = optional(list(string))
      trust_store               = optional(object({ uri = string, version = optional(string) }))
      route53                   = optional(object({ zone_id = string }))
    })), {})
    shared_domains = optional(map(object({
      domain_name = string
      path        = optional(string)
    })))
    default_endpoint_enabled = optional(bool)

    # observability
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
    condition     = alltrue([for key in keys(var.api_gateway_http_apis) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "api_gateway_http_apis must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.api_gateway_http_apis))}."
  }

  validation {
    condition = length(var.api_gateway_http_apis) == length(distinct([
      for key, api in var.api_gateway_http_apis : coalesce(api.name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "api_gateway_http_apis must have different names; two have the same name."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for route in api.routes : length([for given in [route.lambda_key, route.alb_key, route.url] : true if given != null]) == 1
      ]
    ]))
    error_message = "api_gateway_http_apis must have routes with one of lambda_key, alb_key or url."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in compact(concat(values(api.routes)[*].lambda_key, values(api.authorizers)[*].lambda_key)) : contains(keys(var.lambda_functions), key)
      ]
    ]))
    error_message = "api_gateway_http_apis name a lambda_key that lambda_functions does not have; it has ${length(var.lambda_functions) == 0 ? "none" : join(", ", keys(var.lambda_functions))}."
  }

  # A timeout that is left out is the module's, which AWS waits for.
  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key, function in var.lambda_functions : function.timeout == null ? true : function.timeout <= 30
        if contains(compact(values(api.routes)[*].lambda_key), key)
      ]
    ]))
    error_message = "api_gateway_http_apis have routes to functions that may take longer than the 30 seconds AWS waits: lower the timeout in lambda_functions to 30, or let the route put work into a queue."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in compact(values(api.routes)[*].authorizer_key) : contains(keys(api.authorizers), key)
      ]
    ]))
    error_message = "api_gateway_http_apis have routes with an authorizer_key that their authorizers do not have; there are ${join(", ", flatten([for key, api in var.api_gateway_http_apis : [for name in keys(api.authorizers) : "${name} of ${key}"]]))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for key in compact(values(api.routes)[*].alb_key) : contains(keys(var.albs), key)
      ]
    ]))
    error_message = "api_gateway_http_apis name an alb_key that albs does not have; it has ${length(var.albs) == 0 ? "none" : join(", ", keys(var.albs))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for route in api.routes : (route.server_name != null) == contains(
          [for key, alb in var.albs : key if alb.https != null], coalesce(route.alb_key, "(none)")
        )
      ]
    ]))
    error_message = "api_gateway_http_apis must have a server_name, as in the certificate, in routes to load balancers with https, and in no others."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_http_apis : [
        for domain in api.domains : (domain.certificate_key == null) != (domain.certificate_arn == null)
      ]
    ]))
    error_message = "api_gateway_http_apis must have domains with either a certificate_key of the security layer or a certificate_arn."
  }

  # The first would make it, and AWS refuse the second.
  validation {
    condition = length(distinct(flatten([
      for api in concat(values(var.api_gateway_http_apis), values(var.api_gateway_websocket_apis)) : keys(api.domains)
      ]))) == length(flatten([
      for api in concat(values(var.api_gateway_http_apis), values(var.api_gateway_websocket_apis)) : keys(api.domains)
    ]))
    error_message = "api_gateway_http_apis and api_gateway_websocket_apis must not make a domain twice: let one API make it, and others name it in shared_domains. WebSocket APIs share with none of another kind."
  }
}
