variable "api_gateway_account_owner" {
  description = "Who makes the role with which API Gateway writes logs, once for each account and region: terraform, where this environment does, or external, where another does. Null means nobody: then APIs that log are refused."
  type        = string
  default     = null

  validation {
    condition     = contains(["terraform", "external"], coalesce(var.api_gateway_account_owner, "external"))
    error_message = "api_gateway_account_owner must be terraform or external."
  }
}

variable "api_gateway_rest_apis" {
  description = "REST APIs by key. An API without name is called <project>-<environment>-<key>. Routes go to a function of lambda_functions by lambda_key, to an http URL, to an aws_service or to a mock; each names its authorization, and everyone is let in by NONE with public = true only. An API without routes has no stage."
  type = map(object({
    name        = optional(string)
    description = optional(string)

    # what it does: routes, or a document
    routes = optional(map(object({
      authorization    = optional(string)
      public           = optional(bool)
      authorizer_key   = optional(string)
      scopes           = optional(list(string))
      api_key_required = optional(bool)
      lambda_key       = optional(string)
      http = optional(object({
        url          = string
        method       = optional(string)
        vpc_link_key = optional(string)
        plain_http   = optional(bool)
        parameters   = optional(map(string))
      }))
      aws_service = optional(object({
        uri        = string
        role_key   = optional(string) # of the security layer, or
        role_arn   = optional(string)
        method     = optional(string)
        parameters = optional(map(string))
        templates  = optional(map(string))
        responses  = optional(map(object({ status_code = number, templates = optional(map(string)) })))
      }))
      mock = optional(object({
        status_code  = optional(number)
        content_type = optional(string)
        body         = optional(string)
        headers      = optional(map(string))
      }))
      timeout    = optional(number)
      parameters = optional(map(bool))
      models     = optional(map(string))
      throttling = optional(object({ rate_limit = number, burst_limit = number }))
      cache      = optional(object({ ttl_seconds = optional(number), shared_by_all_callers = optional(bool) }))
    })), {})
    openapi = optional(object({
      filename    = string                     # relative to the environment's folder; a template that says ${invoke_arns["KEY"]}
      lambda_keys = optional(list(string), []) # of the functions that it names
      routes = optional(map(object({
        public     = optional(bool)
        throttling = optional(object({ rate_limit = number, burst_limit = number }))
        cache      = optional(object({ ttl_seconds = optional(number) }))
      })))
    }))
    models                   = optional(map(string)) # JSON schemas as text
    vpc_links                = optional(map(object({ nlb_arn = string })))
    binary_media_types       = optional(list(string))
    minimum_compression_size = optional(number)

    # who may call it, and how much of it
    authorizers = optional(map(object({
      lambda_key    = optional(string)
      token         = optional(object({ header = optional(string), pattern = optional(string) }))
      request       = optional(object({ identity_sources = optional(list(string)) }))
      cognito       = optional(object({ user_pool_arns = list(string), header = optional(string) }))
      cache_seconds = optional(number)
    })), {})
    cors_configuration = optional(object({
      allow_origins     = list(string)
      allow_headers     = optional(list(string))
      expose_headers    = optional(list(string))
      allow_credentials = optional(bool)
      max_age           = optional(number)
    }))
    gateway_responses = optional(map(object({
      status_code = optional(number)
      headers     = optional(map(string))
      templates   = optional(map(string))
    })))
    throttling = optional(object({ rate_limit = optional(number), burst_limit = optional(number) }))
    usage_plans = optional(map(object({
      description      = optional(string)
      throttling       = object({ rate_limit = number, burst_limit = number })
      quota            = optional(object({ limit = number, period = optional(string), offset = optional(number) }))
      route_throttling = optional(map(object({ rate_limit = number, burst_limit = number })))
      api_keys         = optional(map(object({ description = optional(string), enabled = optional(bool) })))
    })))
    api_key_source = optional(string)
    policy_statements = optional(map(object({
      effect     = optional(string)
      principals = optional(list(string))
      resources  = optional(list(string))
      conditions = optional(map(map(list(string))))
    })))
    web_acl_key = optional(string)

    # where
    endpoint_configuration = optional(object({
      types            = optional(list(string))
      vpc_endpoint_ids = optional(list(string))
    }))
    domains = optional(map(object({
      certificate_key           = optional(string) # of the security layer, or
      certificate_arn           = optional(string)
      ownership_certificate_arn = optional(string)
      paths                     = optional(list(string), [""]) # below which the API answers; an empty text is the root
      trust_store               = optional(object({ uri = string, version = optional(string) }))
      route53                   = optional(object({ zone_id = string }))
    })), {})
    shared_domains = optional(map(object({ # made elsewhere
      domain_name = string
      path        = optional(string)
    })), {})
    default_endpoint_enabled = optional(bool)

    # stage
    stage_name         = optional(string)
    stage_variables    = optional(map(string))
    cache_cluster_size = optional(string)
    canary = optional(object({
      percent                = number
      stable_deployment_hash = string
      stage_variables        = optional(map(string))
    }))

    # observability
    access_logs_enabled      = optional(bool)
    execution_log_level      = optional(string)
    detailed_metrics_enabled = optional(bool)
    tracing_enabled          = optional(bool)
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
    condition     = alltrue([for key in keys(var.api_gateway_rest_apis) : can(regex("^[a-z][a-z0-9-]{0,23}$", key))])
    error_message = "api_gateway_rest_apis must have keys of 1 to 24 lower-case letters, digits or hyphens, a letter first; got ${join(", ", keys(var.api_gateway_rest_apis))}."
  }

  validation {
    condition = length(var.api_gateway_rest_apis) == length(distinct([
      for key, api in var.api_gateway_rest_apis : coalesce(api.name, "${var.project_name}-${var.environment}-${key}")
    ]))
    error_message = "api_gateway_rest_apis must have different names; two have the same name."
  }

  validation {
    condition = var.api_gateway_account_owner != null || alltrue([
      for api in var.api_gateway_rest_apis : api.access_logs_enabled == false && api.execution_log_level == "OFF"
      if length(api.routes) > 0 || api.openapi != null
    ])
    error_message = "api_gateway_rest_apis write logs, for which API Gateway needs a role in the settings of account and region: set api_gateway_account_owner = \"terraform\" to make it here, or \"external\" where it is there already."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for route in api.routes : length([for given in [route.lambda_key, route.http, route.aws_service, route.mock] : true if given != null]) == 1
      ]
    ]))
    error_message = "api_gateway_rest_apis must have routes with one of lambda_key, http, aws_service or mock."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for key in compact(concat(values(api.routes)[*].lambda_key, values(api.authorizers)[*].lambda_key, flatten(api.openapi[*].lambda_keys))) :
        contains(keys(var.lambda_functions), key)
      ]
    ]))
    error_message = "api_gateway_rest_apis name a lambda_key that lambda_functions does not have; it has ${length(var.lambda_functions) == 0 ? "none" : join(", ", keys(var.lambda_functions))}."
  }

  # The timeout of a function that names none is longer.
  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for route in api.routes : [
          for key, function in var.lambda_functions : function.timeout == null ? false : function.timeout <= coalesce(route.timeout, 29)
          if route.lambda_key == key
        ]
      ]
    ]))
    error_message = "api_gateway_rest_apis have routes to functions that may take longer than the 29 seconds API Gateway waits: set a timeout of at most 29 in lambda_functions, let the route put work into a queue, or give the route a timeout as long, once the account's quota is raised."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for authorizer in api.authorizers : (authorizer.lambda_key != null) == (authorizer.token != null || authorizer.request != null)
      ]
    ]))
    error_message = "api_gateway_rest_apis must have authorizers with a lambda_key for token and request, and without one for cognito."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for key in compact(values(api.routes)[*].authorizer_key) : contains(keys(api.authorizers), key)
      ]
    ]))
    error_message = "api_gateway_rest_apis have routes with an authorizer_key that their authorizers do not have; there are ${join(", ", flatten([for key, api in var.api_gateway_rest_apis : [for name in keys(api.authorizers) : "${name} of ${key}"]]))}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for service in values(api.routes)[*].aws_service : (service.role_key == null) != (service.role_arn == null) if service != null
      ]
    ]))
    error_message = "api_gateway_rest_apis must have routes to an aws_service with either a role_key of the security layer or a role_arn."
  }

  validation {
    condition = alltrue([
      for key in compact(values(var.api_gateway_rest_apis)[*].web_acl_key) : contains([for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"], key)
    ])
    error_message = "api_gateway_rest_apis name a web_acl_key that waf_web_acls does not have for this region; it has ${join(", ", [for name, acl in var.waf_web_acls : name if acl.scope != "CLOUDFRONT"])}."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for domain in api.domains : (domain.certificate_key == null) != (domain.certificate_arn == null)
      ]
    ]))
    error_message = "api_gateway_rest_apis must have domains with either a certificate_key of the security layer or a certificate_arn."
  }

  # One domain, which all that name it describe alike.
  validation {
    condition = alltrue([
      for descriptions in {
        for domain in flatten([
          for api in var.api_gateway_rest_apis : [
            for name, domain in api.domains : {
              name        = name
              description = jsonencode([api.endpoint_configuration, merge(domain, { paths = null })])
            }
          ]
        ]) : domain.name => domain.description...
      } : length(distinct(descriptions)) == 1
    ])
    error_message = "api_gateway_rest_apis must describe a domain that several of them name alike, but for its paths: it is one domain."
  }

  validation {
    condition = length(distinct(flatten([
      for api in var.api_gateway_rest_apis : [for name, domain in api.domains : [for path in domain.paths : "${name}/${path}"]]
      ]))) == length(flatten([
      for api in var.api_gateway_rest_apis : [for name, domain in api.domains : [for path in domain.paths : "${name}/${path}"]]
    ]))
    error_message = "api_gateway_rest_apis must not share a path of a domain: each path leads to one API."
  }

  validation {
    condition = alltrue(flatten([
      for api in var.api_gateway_rest_apis : [
        for domain in api.domains : domain.trust_store == null || api.default_endpoint_enabled != true
      ]
    ]))
    error_message = "api_gateway_rest_apis must not have default_endpoint_enabled = true with a trust_store: that URL asks for no client certificate."
  }

  validation {
    condition = length(setintersection(
      flatten([for api in var.api_gateway_rest_apis : keys(api.domains)]),
      flatten([for api in concat(values(var.api_gateway_http_apis), values(var.api_gateway_websocket_apis)) : keys(api.domains)]),
    )) == 0
    error_message = "api_gateway_rest_apis must have other domains than HTTP and WebSocket APIs: whoever makes a domain, others name it in shared_domains."
  }
}
